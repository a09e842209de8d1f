"""What pages look like: our style sheet and icon, and what a publisher puts in their place.

A look is made from the settings; assets are known by a digest of all of them, part of their address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from esslod.contrast import ink_on

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from esslod.config import Site

#: File name → content type of what is ours; nothing else is served from the package.
ASSET_TYPES: Final = {
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "search.js": "text/javascript; charset=utf-8",
}
#: Suffix → content type of a logo.
LOGO_TYPES: Final = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
}


@dataclass(frozen=True)
class Look:
    """A publisher's own: folder of templates, logo, colours (``#14614a``; empty: ours)."""

    templates: Path | None = None
    logo: Path | None = None
    light: str = ""
    dark: str = ""
    mark: str = ""

    @property
    def types(self) -> dict[str, str]:
        """File name → content type of every asset."""
        if self.logo is None:
            return ASSET_TYPES
        return {**ASSET_TYPES, self.logo_name: LOGO_TYPES[self.logo.suffix.lower()]}

    @property
    def logo_name(self) -> str:
        """The asset that stands beside the site's name."""
        return f"logo{self.logo.suffix.lower()}" if self.logo else "icon.svg"


OURS: Final = Look()
#: How much of the light mode's colour is in the dark band of the footer; the rest is nearly black.
_DEPTH: Final = {"light": 45, "dark": 22}


def look_of(site: Site) -> Look:
    """The look that the settings of *site* ask for."""
    folder = site.folder.absolute()  # what is read once must not change its name with the folder one is in
    return Look(
        folder / site.templates if site.templates else None,
        folder / site.logo if site.logo else None,
        site.colour_light,
        site.colour_dark,
        site.colour_mark,
    )


@cache
def asset(name: str, look: Look = OURS) -> bytes:
    """The bytes of one asset: a file, or the files of a folder in order, put together."""
    if look.logo is not None and name == look.logo_name:
        return look.logo.read_bytes()
    folder = _folder().joinpath(name.partition(".")[0])
    parts = sorted(folder.iterdir(), key=lambda part: part.name) if folder.is_dir() else [_folder() / name]
    ours = b"".join(part.read_bytes() for part in parts)
    return ours + "".join(_colours(look)).encode() if name == "style.css" else ours


@cache
def asset_digest(look: Look = OURS) -> str:
    """Names this version of all assets together; part of their address, so they never go stale."""
    content = b"".join(asset(name, look) for name in look.types)
    return hashlib.sha256(content).hexdigest()[:12]


def _colours(look: Look) -> Iterator[str]:
    """A publisher's colours, at the end of the sheet; paper stays black on white."""
    for mode, accent in (("light", look.light), ("dark", look.dark)):
        told = [f"--accent: {accent}", f"--on-accent: {ink_on(accent)}"] if accent else []
        told += ["--accent-soft: color-mix(in srgb, var(--accent) 14%, var(--raised))"] if accent else []
        told += [f"--mark: {look.mark}"] if look.mark else []
        told += [f"--band: color-mix(in srgb, {look.light} {_DEPTH[mode]}%, #0b0f0d)"] if look.light else []
        if told:
            yield f"@media screen and (prefers-color-scheme: {mode}) {{ :root {{ {'; '.join(told)} }} }}\n"


def _folder() -> Traversable:
    return files("esslod.representation").joinpath("assets")
