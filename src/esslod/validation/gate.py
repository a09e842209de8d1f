"""The gate: load faults and SHACL results as one report, each with its place.

A result stands where its triple (focus, path, value) was written, or without path where the focus
has that value; else where the focus has the property; else where the focus is first described; else
at line 1 of the file whose graph the focus is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from pyoxigraph import NamedNode, Quad

from esslod.addresses import CANONICAL_BASE, SHAPES, Addresses
from esslod.namespaces import SH
from esslod.sources.load import Sources
from esslod.validation.report import Fault, Place, Report, Text
from esslod.validation.result import Result
from esslod.validation.shacl import validate

#: The shapes file that judges what a release says of itself (gate 2); all others judge the sources.
CATALOGUE_SHAPES: Final = SHAPES + "catalogue"
_ILL_FORMED: Final = frozenset({"syntax:ill-formed-literal"})


def judge(sources: Sources, today: date, addresses: Addresses) -> Report:
    """Gate 1: what is wrong with the site's files, or with those the user asked about."""
    graphs = {source.graph: addresses.path(source.graph) or "" for source in sources.files}
    shapes = [q for s in sources.files for q in s.quads if graphs[s.graph].startswith(SHAPES)]
    judging = [q for q in shapes if addresses.path(_graph(q)) != CATALOGUE_SHAPES]
    facts = [q for s in sources.files for q in s.quads if not graphs[s.graph].startswith(SHAPES)]
    results = validate(facts, judging, today=today, base=addresses.base)
    faults = [*sources.faults, *([] if judging else [_nothing_judges()])]
    told, withheld = _placed(results, sources)
    said = {
        (fault.place, fault.value)
        for fault in told
        if fault.component == SH.DatatypeConstraintComponent.value
    }
    faults = [f for f in faults if f.rule not in _ILL_FORMED or (f.place, f.value) not in said]
    faults += [*told, *(_withheld(file, count) for file, count in withheld.items())]
    return _asked_about(sources, faults)


def judge_quads(
    quads: Iterable[Quad], shapes: Iterable[Quad], today: date, base: str = CANONICAL_BASE
) -> Report:
    """Gate 2: what is wrong with quads that no file holds (a catalogue). Places say the graph's IRI."""
    facts = list(quads)
    graphs: dict[str, str] = {}
    for quad in facts:
        graphs.setdefault(str(quad.subject), _graph(quad))
    results = validate(facts, shapes, today=today, base=base)
    faults = (_fault(result, Place(graphs.get(str(result.focus), ""))) for result in results)
    return Report(_ordered(faults), tuple(sorted(set(graphs.values()) - {""})))


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _placed(results: Iterable[Result], sources: Sources) -> tuple[list[Fault], dict[str, int]]:
    """Faults, and by file how many results are held back because the file could not be read whole."""
    told: list[Fault] = []
    withheld: dict[str, int] = {}
    for result in results:
        place = _place(result, sources)
        if file := _unread(result, place, sources):
            withheld[file] = withheld.get(file, 0) + 1
        else:
            told.append(_fault(result, place))
    return told, withheld


def _place(result: Result, sources: Sources) -> Place:
    prefer = sources.chosen or ()
    origins = sources.origins
    candidates = [
        origins.of(result.focus, predicate, result.value, prefer=prefer)
        for predicate in result.predicates or (None,)
    ]
    known = [place for place in candidates if place]
    if not known:
        files = (
            source.file for source in sources.files if source.graph == getattr(result.focus, "value", "")
        )
        return next((Place(file, 1) for file in files), Place(""))
    # Of several properties (a path with alternatives), the one that is written there says most.
    first = origins.of(result.focus, prefer=prefer)
    return next((place for place in known if place != first), known[0])


def _unread(result: Result, place: Place, sources: Sources) -> str:
    """The file, if any, that could not be read whole and may hold what *result* finds missing."""
    if not sources.incomplete:
        return ""
    described = sources.origins.files_of(result.focus) | {place.file}
    if hidden := sorted(described & sources.incomplete):
        return hidden[0]
    value = result.value
    if isinstance(value, NamedNode) and value != result.focus:
        # What the value points at may be described in lines that could not be read.
        files = sources.origins.files_of(value)
        hidden = sorted(files & sources.incomplete) if files else sorted(sources.incomplete)
        return hidden[0] if hidden else ""
    return ""


def _fault(result: Result, place: Place) -> Fault:
    value = "" if result.value is None or result.value == result.focus else str(result.value)
    return Fault(
        place,
        result.severity,
        result.rule,
        result.rule_name,
        result.message,
        result.remedy,
        str(result.focus),
        result.path,
        value,
        result.component,
    )


def _withheld(file: str, count: int) -> Fault:
    """Said once a file, instead of every consequence of what could not be read in it."""
    return _note(
        "gate:withheld",
        Place(file),
        Text("résultats retenus", "results held back"),
        Text(
            f"Ce fichier n’a pas pu être lu en entier : {count} autre(s) constat(s), "
            "qui en découlent peut-être, sont retenus.",
            f"This file could not be read whole: {count} other finding(s), which may follow from that, "
            "are held back.",
        ),
        Text(
            "Corrigez d’abord sa syntaxe, puis relancez la vérification.",
            "Correct its syntax first, then check again.",
        ),
    )


def _elsewhere(count: int) -> Fault:
    return _note(
        "gate:elsewhere",
        Place(""),
        Text("autres fichiers", "other files"),
        Text(
            f"{count} constat(s) concernent d’autres fichiers du site.",
            f"{count} finding(s) are about other files of the site.",
        ),
        Text(
            "Pour les voir : esslod validate, sans nom de fichier.",
            "To see them: esslod validate, without a file.",
        ),
    )


def _nothing_judges() -> Fault:
    note = _note(
        "gate:no-shapes",
        Place("shapes"),
        Text("règles présentes", "rules present"),
        Text(
            "Aucune règle n’a été trouvée : rien n’a été vérifié au-delà de la syntaxe.",
            "No rules were found: nothing was checked beyond syntax.",
        ),
        Text(
            "Remettez le dossier shapes/ du site, ou nommez le bon dossier avec --site.",
            "Put the site’s shapes/ folder back, or name the right folder with --site.",
        ),
    )
    return replace(note, severity="violation")


def _note(rule: str, place: Place, name: Text, message: Text, remedy: Text) -> Fault:
    return Fault(place, "info", rule, name, message, remedy, component=rule)


def _asked_about(sources: Sources, faults: Iterable[Fault]) -> Report:
    ordered = _ordered(faults)
    if sources.chosen is None:
        return Report(ordered, sources.names)
    own = [fault for fault in ordered if fault.place.file in sources.chosen]
    if others := len(ordered) - len(own):
        own.append(_elsewhere(others))
    return Report(tuple(own), tuple(sorted(sources.chosen)))


def _ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(
        sorted(
            dict.fromkeys(faults),
            key=lambda f: (f.place, f.rule, f.focus, f.path, f.value, f.component, f.message.en),
        )
    )
