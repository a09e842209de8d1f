"""Examples for the API description that lead somewhere: from the release that is served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from esslod.addresses import (
    BROWSE,
    CATALOGUE,
    CITE,
    DESCRIPTION,
    DUMPS,
    LATEST,
    LINKSET,
    MAPS,
    TABLES,
    THING,
    VOCABULARY,
)
from esslod.namespaces import OWL
from esslod.rdf.formats import CSVW
from esslod.rdf.formats import TABLES as TABLE_FORMATS
from esslod.representation.look import asset_digest, look_of

if TYPE_CHECKING:
    from esslod.web.published import Published

#: Examples of one variable.
_MOST: Final = 3
#: Levels of an address that are walked down to a thing.
_DEEPEST: Final = 8


def examples(rule: str, name: str, published: Published) -> list[Any]:
    """Values of the variable *name* of the route *rule*, at most three, none when we know of none."""
    stem = rule[1:].partition("<")[0]
    if f"<int:{name}>" in rule:
        return [1]
    if name in _KNOWN:
        return list(_KNOWN[name](published))
    if stem == "assets/":
        look = look_of(published.site)
        return [asset_digest(look)] if name == "version" else list(look.types)
    if stem in _IN_FOLDER:
        return list(_IN_FOLDER[stem](published))[:_MOST]
    if stem == f"{VOCABULARY}/":
        return _versions(published)
    return _things(stem, published) if f"<path:{name}>" in rule else []


def _things(stem: str, published: Published) -> list[str]:
    """What may follow *stem* in the path of a document."""
    base = published.site.base_iri
    if stem in (LINKSET, CITE):
        return [DESCRIPTION + path for path in _things(DESCRIPTION, published)]
    folder = base + (THING if stem == DESCRIPTION else stem)
    found = (_first(f"{folder}{name}", published) for name in published.subjects.names(folder))
    return [iri.removeprefix(folder) for iri in found if iri][:_MOST]


def _first(iri: str, published: Published) -> str:
    """*iri*, or the first thing below it."""
    for _ in range(_DEEPEST):
        if published.subjects.has(iri):
            return iri
        names = published.subjects.names(f"{iri}/")
        if not names:
            break
        iri = f"{iri}/{names[0]}"
    return ""


def _versions(published: Published) -> list[str]:
    vocabulary = NamedNode(published.site.addresses.iri(VOCABULARY))
    stated = published.engine.about(vocabulary)
    iris = (quad.object for quad in stated if quad.predicate == OWL.versionIRI)
    stem = f"{vocabulary.value}/"
    return [iri.value.removeprefix(stem) for iri in iris if isinstance(iri, NamedNode) and stem in iri.value]


def _tables(published: Published) -> list[str]:
    ending = f".{CSVW.suffix}"
    paths = (file.path for file in published.manifest.files if file.path.endswith(ending))
    return [path.removeprefix(TABLES).removesuffix(ending) for path in paths][:_MOST]


def _flavours(published: Published) -> Iterator[str]:
    for file in published.manifest.files:
        head, dash, flavour = file.path.partition("-")
        if head == CATALOGUE and dash:
            yield flavour.partition(".")[0]


_KNOWN: Final[dict[str, Any]] = {
    "table": _tables,
    "form": lambda _published: [syntax.suffix for syntax in TABLE_FORMATS],
    "release": lambda published: [LATEST, published.manifest.name],
    "digest": lambda published: [published.context.digest],
    "flavour": lambda published: tuple(dict.fromkeys(_flavours(published)))[:_MOST],
}
#: What begins an address → what may follow it.
_IN_FOLDER: Final[dict[str, Any]] = {
    DUMPS: lambda published: (
        f.path.removeprefix(DUMPS) for f in published.manifest.files if DUMPS in f.path
    ),
    f"{BROWSE}/": lambda published: published.index.kinds if published.indexed else (),
    MAPS: lambda at: (choice.name for choice in at.atlas.choices),
}
