"""JSON-LD that a JSON developer can read: one tree, short names, numbers as numbers.

The resource is the root object. What it points to is written inside it, what points to it
under ``@reverse``, what neither reaches under ``@included``; each thing is described once,
nearest to the root, and named by its address elsewhere (as JSON-LD Framing 1.1 §2.2.1 does with
``@embed: @once``, but nothing is dropped: the graph read back is the graph written).

Written here and not by a library's compaction: a fixed context needs a choice of key by value
(texts in languages to the language map, other values beside it), and it is ten times faster.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.namespaces import RDF, XSD
from esslod.representation import words
from esslod.representation.context import ID, LANGUAGES, LINK, TYPE, Context

REVERSE: Final = "@reverse"
INCLUDED: Final = "@included"
#: Keys that lead, then names, then the rest in alphabetical order, then what hangs on.
_LEADING: Final = ("@context", ID, TYPE, "label", "prefLabel", "title", "name", "comment", "definition")
_TRAILING: Final = (REVERSE, INCLUDED, "@graph")
#: Lexical forms that JSON's own numbers and booleans bring back unchanged.
_BOOLEANS: Final = {"true": True, "false": False}
_LARGEST_EXACT: Final = 2**53
#: Deeper things are written beside the root: nobody reads forty levels, and parsers have limits.
_DEEPEST: Final = 12

Node = NamedNode | BlankNode


@dataclass
class _Thing:
    """A subject: its statements in order, and where it hangs."""

    name: str
    out: list[tuple[str, Any]] = field(default_factory=list)
    reversed: list[tuple[str, _Thing]] = field(default_factory=list)
    depth: int = -1
    via: tuple[str, str] = ("", "")


def document(
    triples: Sequence[Triple], context: Context, focus: Node | None = None, *, inline: bool = False
) -> bytes:
    """*triples* as one tree about *focus*; without it, as a list of things under ``@graph``.

    The context is named by its address, or written out (*inline*) with only the names used.
    """
    things = _things(triples)
    root = things.get(_name(focus)) if focus is not None else None
    writing = _Writing(context, things, root)
    if root is None:
        tree: dict[str, Any] = {"@graph": [writing.thing(thing) for thing in things.values()]}
    else:
        rest = _hang(things, root)
        tree = writing.thing(root) | ({INCLUDED: [writing.thing(thing) for thing in rest]} if rest else {})
    if writing.clashes:
        spoken = {name: space for name, space in context.prefixes.items() if name not in writing.clashes}
        return document(triples, Context("", context.terms, spoken), focus)
    inline = inline or not context.address
    said = context.definitions(writing.used) if inline else context.address
    return (json.dumps(_ordered({"@context": said, **tree}), ensure_ascii=False, indent=2) + "\n").encode()


def _things(triples: Iterable[Triple]) -> dict[str, _Thing]:
    things: dict[str, _Thing] = {}
    for triple in triples:
        name = _name(triple.subject)
        thing = things.setdefault(name, _Thing(name))
        thing.out.append((triple.predicate.value, triple.object))
    return things


def _hang(things: dict[str, _Thing], root: _Thing) -> list[_Thing]:
    """Give each thing its place, nearest the root first; return those that have none.

    What the root points to, then what points to the root, then what those point to, and so on.
    """
    root.depth = 0
    waiting = deque(_children(things, root))
    for thing in things.values():
        for property_, value in thing.out:
            if thing.depth < 0 and not isinstance(value, Literal) and _name(value) == root.name:
                thing.depth, thing.via = 1, (property_, REVERSE)
                root.reversed.append((property_, thing))
                waiting.append(thing)
    while waiting:
        waiting.extend(_children(things, waiting.popleft()))
    rest = []
    for thing in things.values():
        if thing.depth < 0:
            thing.depth = 0
            rest.append(thing)
            waiting.extend(_children(things, thing))
            while waiting:
                waiting.extend(_children(things, waiting.popleft()))
    return rest


def _children(things: dict[str, _Thing], parent: _Thing) -> list[_Thing]:
    """The things without a place that *parent* points to: they are placed in it."""
    found = []
    for property_, value in parent.out:
        thing = None if isinstance(value, Literal) else things.get(_name(value))
        if thing is None or thing.depth >= 0 or property_ == RDF.type.value or parent.depth >= _DEEPEST:
            continue
        thing.depth, thing.via = parent.depth + 1, (property_, parent.name)
        found.append(thing)
    return found


class _Writing:
    """Things as JSON, remembering the names of the context that were used."""

    def __init__(self, context: Context, things: dict[str, _Thing], root: _Thing | None) -> None:
        self._context = context
        self._things = things
        self._root = root.name if root else ""
        self.used: set[str] = set()
        #: Prefixes that a whole IRI begins with (``time:x``): it would be read as a short name.
        self.clashes: set[str] = set()

    def thing(self, thing: _Thing) -> dict[str, Any]:
        written: dict[str, Any] = {ID: self._iri(thing.name)}
        for property_, value in self._forward(thing):
            self._put(written, property_, value, thing)
        for property_, pointing in thing.reversed:
            key = self._reverse_key(property_)
            written.setdefault(REVERSE, {}).setdefault(key, []).append(self.thing(pointing))
        return _ordered({key: _single(value) for key, value in written.items()})

    def _forward(self, thing: _Thing) -> Iterable[tuple[str, Any]]:
        """Statements of *thing*, but the one by which it hangs on what it points to."""
        hung = thing.via[0] if thing.via[1] == REVERSE else ""
        for property_, value in thing.out:
            if property_ != hung or isinstance(value, Literal) or _name(value) != self._root:
                yield property_, value

    def _put(self, written: dict[str, Any], property_: str, value: Any, parent: _Thing) -> None:
        if property_ == RDF.type.value and not isinstance(value, Literal):
            kind = self._compact(value.value) if isinstance(value, NamedNode) else _name(value)
            written.setdefault(TYPE, []).append(kind)
            return
        name = self._context.names.get(property_, "")
        values = self._context.terms[name].values if name else ""
        language = value.language if isinstance(value, Literal) else None
        if values == LANGUAGES and language:
            texts = written.setdefault(self._compact(property_), {})
            texts.setdefault(language, []).append(value.value)
            return
        key = self._compact(property_) if values != LANGUAGES else self._prefixed(property_)
        literal = isinstance(value, Literal)
        said = self._literal(value, values) if literal else self._link(value, values, property_, parent)
        written.setdefault(key, []).append(said)

    def _link(self, value: Any, values: str, property_: str, parent: _Thing) -> object:
        name = _name(value)
        thing = self._things.get(name)
        if thing is not None and thing.via == (property_, parent.name):
            return self.thing(thing)
        return self._iri(name) if values == LINK else {ID: self._iri(name)}

    def _reverse_key(self, property_: str) -> str:
        """A language map cannot be reversed (JSON-LD 1.1 §4.8): its property is written in full."""
        name = self._context.names.get(property_, "")
        reversible = not name or self._context.terms[name].values != LANGUAGES
        return self._compact(property_) if reversible else self._prefixed(property_)

    def _literal(self, value: Literal, values: str) -> object:
        if value.language:
            return {"@value": value.value, "@language": value.language}
        kind = value.datatype.value
        if kind == values:
            return value.value
        if kind == XSD.string.value:
            return {"@value": value.value} if values else value.value
        native = _native(value)
        if native is not None and not values:
            return native
        return {"@value": value.value, "@type": self._compact(kind)}

    def _compact(self, iri: str) -> str:
        return self._noted(self._context.compact(iri), iri)

    def _prefixed(self, iri: str) -> str:
        return self._noted(self._context.prefixed(iri), iri)

    def _noted(self, name: str, iri: str) -> str:
        if name == iri:
            return self._iri(iri)
        self.used.add(name.partition(":")[0])
        return name

    def _iri(self, iri: str) -> str:
        scheme, _, rest = iri.partition(":")
        if scheme in self._context.prefixes and not rest.startswith("//"):
            self.clashes.add(scheme)
        return iri


def _name(term: object) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))


def _native(term: Literal) -> int | bool | None:
    """A JSON number or boolean that means exactly *term* when read back, else None.

    Decimals stay texts with a type: JSON-LD reads ``14.5`` as ``1.45E1``, a double (§8.6 of its API).
    """
    if term.datatype == XSD.boolean:
        return _BOOLEANS.get(term.value)
    if term.datatype == XSD.integer and term.value.removeprefix("-").isascii():
        digits = term.value.removeprefix("-")
        if digits.isdigit() and str(int(term.value)) == term.value and abs(int(term.value)) < _LARGEST_EXACT:
            return int(term.value)
    return None


def _single(value: Any) -> Any:
    """A list of one is its member; texts in languages and what points here keep their maps."""
    if isinstance(value, dict):
        order = {language: place for place, language in enumerate(words.LANGUAGES)}
        inner = sorted(value.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
        return {key: _single(member) if isinstance(member, list) else member for key, member in inner}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _ordered(thing: dict[str, Any]) -> dict[str, Any]:
    leading = [key for key in _LEADING if key in thing]
    trailing = [key for key in _TRAILING if key in thing]
    rest = sorted(key for key in thing if key not in _LEADING and key not in _TRAILING)
    return {key: thing[key] for key in (*leading, *rest, *trailing)}
