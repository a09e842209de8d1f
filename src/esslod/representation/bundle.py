"""The editor of the query page: JavaScript that ``tools/workbench`` builds, if anybody had it built.

Nothing here needs it: the page is a form that works without. Its files are named by their content.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_SCRIPT: Final = "text/javascript; charset=utf-8"
#: File → content type: what the page loads, the editor that this loads, and the licences of what is in it.
TYPES: Final = {"workbench.js": _SCRIPT, "editor.js": _SCRIPT, "licences.txt": "text/plain; charset=utf-8"}
SCRIPT: Final = "workbench.js"


@dataclass(frozen=True)
class Bundle:
    """The files of the editor, by name; ``digest`` names this version of them in addresses."""

    files: dict[str, bytes]
    digest: str


def folder() -> Traversable:
    """Where the build writes."""
    return files("esslod.representation") / "assets" / "workbench"


@cache
def bundle() -> Bundle | None:
    """The editor that was built; None when it was not."""
    found = {name: folder() / name for name in TYPES}
    if not all(file.is_file() for file in found.values()):
        return None
    read = {name: file.read_bytes() for name, file in found.items()}
    return Bundle(read, hashlib.sha256(b"\0".join(read.values())).hexdigest()[:12])
