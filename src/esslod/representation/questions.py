"""The questions of one release: its query files, who answers them, and how their answers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from esslod.addresses import EXAMPLES
from esslod.queries import QueryFile, read_query
from esslod.representation.choices import Choice, choices_of

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.release.manifest import Manifest
    from esslod.representation.answers import Reading
    from esslod.representation.asking import Asker

_SUFFIX: Final = ".rq"


@dataclass(frozen=True)
class Questions:
    """Query files by name, in the order of their numbers; the engine; how terms are written."""

    files: Mapping[str, QueryFile]
    engine: Asker
    reading: Reading

    _choices: dict[tuple[str, str], tuple[Choice, ...]] = field(default_factory=dict, compare=False)

    def choices(self, parameter: Parameter, language: str) -> tuple[Choice, ...]:
        """All that *parameter* can be, by name; looked up once in each language."""
        key = (parameter.choices, language)
        if key not in self._choices:
            self._choices[key] = choices_of(parameter, self.reading, language)
        return self._choices[key]

    @property
    def base(self) -> str:
        return self.reading.addresses.base


def query_files(folder: Path, manifest: Manifest) -> dict[str, QueryFile]:
    """The query files that the release in *folder* holds: name without suffix → query."""
    listed = (entry.path for entry in manifest.files)
    paths = (path for path in listed if path.startswith(f"{EXAMPLES}/") and path.endswith(_SUFFIX))
    read = {
        PurePosixPath(path).stem: read_query((folder / path).read_text(encoding="utf-8")) for path in paths
    }
    return dict(sorted(read.items(), key=lambda item: (item[1].number or len(read) + 1, item[0])))
