"""HTML pages: the only file that knows Jinja.

A page is made from values other modules prepared; templates decide markup, nothing else.
Links stay on the host that serves the page: they are built from the frame's ``root``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)

from esslod.addresses import Addresses
from esslod.errors import SettingFault
from esslod.rdf.formats import WORDLESS
from esslod.representation.filters import FILTERS
from esslod.representation.look import OURS, Look, asset_digest
from esslod.representation.words import LANGUAGES, word

#: What filling in a template may raise: Jinja's own errors, and those of what it evaluates.
_FILLING: Final = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)

logger = logging.getLogger("esslod.representation")

_PACKAGE: Final = "esslod.representation"
#: Under this name a publisher's template finds the one it stands in the place of.
_OURS: Final = "esslod"


@dataclass(frozen=True)
class Alternate:
    """The same thing in another format: ``path`` on this site."""

    label: str
    path: str
    media_type: str


@dataclass(frozen=True)
class Entry:
    """A place that every page leads to: its ``path`` on this site, and the name of the word that says it.

    ``also`` begins the paths of other pages that are in that part of the site.
    """

    path: str
    word: str
    also: tuple[str, ...] = ()


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
    look: Look = OURS

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

    def within(self, path: str, also: tuple[str, ...] = ()) -> str:
        """``page`` when *path* is this page, ``true`` when this page is in that part, else empty."""
        if path == self.path:
            return "page"
        return "true" if path and self.path.startswith((path.rstrip("/") + "/", *also)) else ""


def render(template: str, frame: Frame, **values: Any) -> bytes:
    """Any of our templates, or the publisher's in its place, with *frame* around it.

    A publisher's template that cannot be filled in is told in the log, and ours is shown.
    """
    if frame.look.templates is not None:
        try:
            return _filled(template, frame, frame.look, values)
        except Exception:
            logger.exception("a template of %s cannot be filled in: ours is shown", frame.look.templates)
    return _filled(template, frame, replace(frame.look, templates=None), values)


def _filled(template: str, frame: Frame, look: Look, values: Mapping[str, Any]) -> bytes:
    def say(name: str, /, **filled: object) -> str:
        return word(name, frame.language, **filled)

    place = f"{frame.root}assets/{asset_digest(look)}/"
    asset = {name: place + name for name in look.types} | {"logo": place + look.logo_name}
    return (
        _environment(look.templates).get_template(template).render(frame=frame, t=say, asset=asset, **values)
    ).encode()


def check(look: Look) -> list[SettingFault]:
    """What is wrong with the publisher's templates, by file and line: none when they can be filled in."""
    if look.templates is None:
        return []
    environment = _environment(look.templates)
    faults = []
    for file in sorted(path for path in look.templates.rglob("*") if path.is_file()):
        try:
            environment.get_template(file.relative_to(look.templates).as_posix())
        except TemplateSyntaxError as error:
            faults.append(_fault(error.filename or str(file), error.lineno, error.message or ""))
        except UnicodeDecodeError as error:
            faults.append(_fault(str(file), 0, str(error)))
    return faults or _tried(look)


def _tried(look: Look) -> list[SettingFault]:
    """A page that needs nothing, in both languages: what surrounds every page is tried with it."""
    try:
        for language in LANGUAGES:
            frame = Frame(language, "/", "", "—", "—", menu=(Entry("", "home"),), look=look)
            _filled("empty.html", frame, look, {})
    except _FILLING as error:
        folder = look.templates or Path()
        places = [(Path(place.filename), place.lineno or 0) for place in extract_tb(error.__traceback__)]
        theirs = [(file, line) for file, line in places if file.is_relative_to(folder)]
        file, line = theirs[-1] if theirs else (folder, 0)
        return [_fault(str(file), line, f"{error}")]
    return []


def _fault(file: str, line: int, message: str) -> SettingFault:
    lines = Path(file).read_bytes().decode(errors="replace").splitlines() if Path(file).is_file() else []
    told = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return SettingFault("templates", f"{file}:{line}" if line else file, told, message)


@cache
def templates_digest(look: Look = OURS) -> str:
    """Names this version of the templates: pages change when they do."""
    environment = _environment(look.templates)
    loader = environment.loader
    assert loader is not None
    sources = (loader.get_source(environment, name)[0] for name in sorted(environment.list_templates()))
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:12]


@cache
def _environment(folder: Path | None = None) -> Environment:
    """Our templates; those of *folder* come first. Each is read once."""
    ours = PackageLoader(_PACKAGE)
    loaders = [ours, PrefixLoader({_OURS: ours})]
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), *loaders] if folder else loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[],
    )
    environment.filters.update(FILTERS)
    return environment
