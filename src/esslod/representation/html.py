"""HTML pages: the only file that knows Jinja.

A page is made from values other modules prepared; templates decide markup, nothing else.
Links stay on the host that serves the page: they are built from the frame's ``root``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from esslod.addresses import Addresses
from esslod.rdf.formats import WORDLESS
from esslod.representation import writing
from esslod.representation.words import word

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ASSETS: Final = "esslod.representation"
#: File name → content type; nothing else is served from the package.
ASSET_TYPES: Final = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


@dataclass(frozen=True)
class Alternate:
    """The same thing in another format: ``path`` on this site."""

    label: str
    path: str
    media_type: str


@dataclass(frozen=True)
class Entry:
    """A place that every page leads to: its ``path`` on this site, and the name of the word that says it."""

    path: str
    word: str


@dataclass(frozen=True)
class Frame:
    """What surrounds every page.

    ``root`` is the site's own root on this host, ending in a slash; ``path`` the address of
    the page below it. ``asked`` is whether the language was asked by address, and so must
    follow the reader from link to link. ``base`` is set when links shall be the canonical IRIs
    themselves, on whatever host they are. ``query`` is what was asked at this address beside the
    language, as it stands in a URL: the page in another language answers the same question.
    """

    language: str
    root: str
    path: str
    site_title: str
    publisher: str
    asked: bool = False
    licence: str = ""
    licence_name: str = ""
    release: str = ""
    date: str = ""
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    #: One sentence about the page, for search engines and previews; and schema.org's words, as JSON-LD
    #: that `schema_org.script` made safe to stand in markup.
    description: str = ""
    structured: str = ""
    #: The path that lists the profiles of what the page is about.
    profiles: str = ""
    base: str = ""
    query: str = ""
    menu: tuple[Entry, ...] = ()
    foot: tuple[Entry, ...] = ()
    #: The path of the search page, and the address where one writes to the publisher; empty: there is none.
    search: str = ""
    contact: str = ""

    def link(self, path: str) -> str:
        """The address on this host of *path* (no leading slash), in the language asked for."""
        address, mark, fragment = path.partition("#")
        if self.base:
            return f"{Addresses(self.base).subject(address)}{mark}{fragment}"
        file = address.partition("?")[0].rpartition(".")[2] in WORDLESS
        mark_of = "&" if "?" in address else "?"
        asked = f"{mark_of}lang={self.language}" if self.asked and not file else ""
        return f"{self.root}{address}{asked}{mark}{fragment}"

    @property
    def place(self) -> str:
        """What addresses of files and formats hang under: this host's root, or the base."""
        return self.base or self.root

    def in_language(self, language: str, *, canonical: bool = False) -> str:
        """The address of this same page in *language*: here (`place`), or the *canonical* one for robots."""
        address = self.canonical if canonical and self.canonical else self.place + self.path
        if self.query and not canonical and "?" not in address:
            address += f"?{self.query}"
        return f"{address}{'&' if '?' in address else '?'}lang={language}"

    def within(self, path: str) -> str:
        """``page`` when *path* is this page, ``true`` when this page is in that part, else empty."""
        if path == self.path:
            return "page"
        return "true" if path and self.path.startswith(path.rstrip("/") + "/") else ""


def render(template: str, frame: Frame, **values: Any) -> bytes:
    """Any of our templates, with *frame* around it."""

    def say(name: str, /, **filled: object) -> str:
        return word(name, frame.language, **filled)

    asset = {name: f"{frame.root}assets/{asset_digest()}/{name}" for name in ASSET_TYPES}
    text = _environment().get_template(template).render(frame=frame, t=say, asset=asset, **values)
    return text.encode()


@cache
def asset(name: str) -> bytes:
    """The bytes of one asset of `ASSET_TYPES`: a file, or the files of a folder in order, put together."""
    folder = _folder().joinpath(name.partition(".")[0])
    parts = sorted(folder.iterdir(), key=lambda part: part.name) if folder.is_dir() else [_folder() / name]
    return b"".join(part.read_bytes() for part in parts)


@cache
def asset_digest() -> str:
    """Names this version of all assets together; part of their address, so they never go stale."""
    content = b"".join(asset(name) for name in ASSET_TYPES)
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def templates_digest() -> str:
    """Names this version of the templates: pages change when they do."""
    names = sorted(_environment().list_templates())
    content = b"".join(files(_ASSETS).joinpath("templates", name).read_bytes() for name in names)
    return hashlib.sha256(content).hexdigest()[:12]


def _folder() -> Traversable:
    return files(_ASSETS).joinpath("assets")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[],
    )
    environment.filters["date"] = writing.date
    environment.filters["size"] = writing.size
    environment.filters["number"] = _number
    environment.filters["initials"] = _initials
    environment.filters["plain"] = _plain
    environment.filters["excerpt"] = _excerpt
    return environment


def _number(value: int, language: str) -> str:
    return writing.number(str(value), language)


def _initials(digest: str, length: int = 12) -> str:
    """The first characters of a digest, to be recognised by eye."""
    return digest[:length]


def _plain(value: float, language: str) -> str:
    """A setting as people write it: ``30``, ``0,5``."""
    return writing.number(f"{value:g}", language)


def _excerpt(text: str, line: int, column: int) -> str:
    """The line of *text* where something is wrong (both counted from 1), and a caret under the place."""
    lines = text.splitlines()
    told = lines[line - 1] if 0 < line <= len(lines) else ""
    margin = "".join("\t" if character == "\t" else " " for character in told[: max(column, 1) - 1])
    return f"{told}\n{margin}^"
