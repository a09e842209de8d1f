"""A report as text, JSON and SHACL Turtle (SARIF: `sarif.py`). No clock, no order by chance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import SH, XSD, prefixes
from esslod.validation.report import Fault, Language, Place, Report, Severity, Text
from esslod.validation.sarif import sarif

__all__ = ["json_text", "sarif", "text", "turtle"]

#: Name of the JSON schema: the number grows when a reader would have to change.
JSON_FORMAT: Final = "esslod-report/1"

_SEVERITIES: Final[dict[Severity, tuple[Text, Text, str]]] = {
    "violation": (Text("violation", "violation"), Text("violations", "violations"), "31"),
    "warning": (Text("avertissement", "warning"), Text("avertissements", "warnings"), "33"),
    "info": (Text("information", "info"), Text("informations", "infos"), "36"),
}
_VALUE: Final = Text("valeur", "value")
_ABOUT: Final = Text("sujet", "about")
_RULE: Final = Text("règle", "rule")
_REMEDY: Final = Text("remède", "remedy")
_SHACL_SEVERITY: Final[dict[Severity, str]] = {
    "violation": "sh:Violation",
    "warning": "sh:Warning",
    "info": "sh:Info",
}
_IRI: Final = re.compile(r"<([^<>\"{}|^`\\\x00-\x20]*)>")
_NUMBERS: Final = frozenset(f"^^{kind}" for kind in (XSD.integer, XSD.decimal))
_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# C0, DEL, C1 and the bidirectional controls: a file must not drive the reader's terminal.
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST_VALUE: Final = 200


def text(report: Report, language: Language, *, color: bool = False, base: str = CANONICAL_BASE) -> str:
    """For a terminal: ``file:line: severity: message``, then what it is about, value, rule and remedy.

    Addresses are shortened as the files write them, relative to *base* or with a prefix.
    The last line counts.
    """
    known = prefixes(base)
    blocks = [_block(fault, language, known, base, color=color) for fault in report.faults]
    return "".join(f"{block}\n\n" for block in blocks) + _summary(report, language, color=color) + "\n"


def _block(fault: Fault, language: Language, known: dict[str, str], base: str, *, color: bool) -> str:
    def short(term: str) -> str:
        return _shown(_shortened(term, known, base))

    name, _, paint = _SEVERITIES[fault.severity]
    # One address a message cites, in full, is easier to read as the file writes it.
    message = fault.message.say(language).replace(base, "")
    head = f"{_position(fault.place)}{_painted(name.say(language), paint, color)}: {_shown(message)}"
    lines = [
        (_ABOUT, short(fault.focus) + (f"  {short(fault.path)}" if fault.path else ""))
        if fault.focus
        else None,
        (_VALUE, short(fault.value)) if fault.value else None,
        (_RULE, f"{_shown(fault.rule_name.say(language))} ({short(_as_iri(fault.rule))})"),
        (_REMEDY, _shown(fault.remedy.say(language))) if fault.remedy.say(language) else None,
    ]
    colon = " :" if language == "fr" else ":"
    rows = (f"    {label.say(language)}{colon} {said}" for label, said in filter(None, lines))
    return "\n".join([head, *rows])


def _position(place: Place) -> str:
    """``file:line:column: `` as far as it is known; editors and terminals make it a link."""
    parts = [_shown(place.file)] if place.file else []
    parts += [str(number) for number in (place.line, place.column) if number]
    return ":".join(parts) + ": " if place.file else ""


def _summary(report: Report, language: Language, *, color: bool) -> str:
    counted: list[str] = []
    for severity, (one, many, paint) in _SEVERITIES.items():
        count = report.count(severity)
        singular = count < 2 if language == "fr" else count == 1  # French: zéro violation
        words = f"{count} {(one if singular else many).say(language)}"
        counted.append(_painted(words, paint, color and count > 0))
    files = len(report.checked)
    checked = Text(
        f"{files} fichier{'s' * (files > 1)} vérifié{'s' * (files > 1)}",
        f"{files} file{'s' * (files != 1)} checked",
    )
    return f"{checked.say(language)}{' : ' if language == 'fr' else ': '}{', '.join(counted)}."


def _painted(words: str, paint: str, color: bool) -> str:
    return f"\x1b[{paint}m{words}\x1b[0m" if color else words


def _shown(words: str) -> str:
    """Without what would disturb a terminal, and not longer than a few lines."""
    words = _CONTROLS.sub("\ufffd", words.replace("\n", " ").replace("\t", " "))
    return words if len(words) <= 3 * _LONGEST_VALUE else words[: 3 * _LONGEST_VALUE] + "…"


def _as_iri(rule: str) -> str:
    return f"<{rule}>" if rule.startswith(("http:", "https:")) else rule


def _shortened(term: str, known: dict[str, str], base: str) -> str:
    """Prefixed names, and addresses relative to the base, in an N-Triples term or a path."""

    def written(found: re.Match[str]) -> str:
        iri = found.group(1)
        for prefix, namespace in known.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri.removeprefix(base)}>"

    if term.startswith('"'):
        # Only the datatype of a literal is an address; its text stays as it is.
        body, quote, end = term.rpartition('"')
        if end in _NUMBERS:
            return body[1:]  # as the files write it
        return body + quote + _IRI.sub(written, end)
    return _IRI.sub(written, term)


def json_text(report: Report) -> str:
    """One JSON object: ``format`` (``esslod-report/1``), ``conforms``, ``counts``, ``checked``, ``faults``.

    A fault has ``file``, ``line``, ``column`` (0: unknown), ``severity``, ``rule``, ``ruleName``,
    ``message``, ``remedy`` (each of the last three with ``fr`` and ``en``), ``focus``, ``path``, ``value``
    (N-Triples terms, a SPARQL path, or empty) and ``component``.
    """
    return json.dumps(_json(report), ensure_ascii=False, indent=2) + "\n"


def _json(report: Report) -> dict[str, Any]:
    return {
        "format": JSON_FORMAT,
        "conforms": report.conforms,
        "counts": {severity: report.count(severity) for severity in _SEVERITIES},
        "checked": list(report.checked),
        "faults": [_json_fault(fault) for fault in report.faults],
    }


def _json_fault(fault: Fault) -> dict[str, Any]:
    def both(said: Text) -> dict[str, str]:
        return {"fr": said.fr, "en": said.en}

    return {
        "file": fault.place.file,
        "line": fault.place.line,
        "column": fault.place.column,
        "severity": fault.severity,
        "rule": fault.rule,
        "ruleName": both(fault.rule_name),
        "message": both(fault.message),
        "remedy": both(fault.remedy),
        "focus": fault.focus,
        "path": fault.path,
        "value": fault.value,
        "component": fault.component,
    }


def turtle(report: Report) -> str:
    """A ``sh:ValidationReport`` (SHACL §3.6); places are W3C pointers.

    ``sh:conforms`` is SHACL's: false as soon as there is any result, be it a warning. A result's
    messages have two lines, what is wrong and what to do. Its place in a file is an ``earl:pointer``
    to a ``ptr:LineCharPointer`` (Pointers in RDF 1.0) whose ``ptr:reference`` is the name of the file.
    A fault of a file that cannot be read has that name as its focus node.
    """
    head = "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in (
            ("earl", "http://www.w3.org/ns/earl#"),
            ("ptr", "http://www.w3.org/2009/pointers#"),
            ("sh", SH.iri),
        )
    )
    results = ",".join(f" [\n{_turtle_result(fault)}\n  ]" for fault in report.faults)
    conforms = "false" if report.faults else "true"
    said = f" ;\n  sh:result{results}" if results else ""
    return f"{head}\n[] a sh:ValidationReport ;\n  sh:conforms {conforms}{said} .\n"


def _turtle_result(fault: Fault) -> str:
    return " ;\n".join(f"    {line}" for line in _turtle_lines(fault))


def _turtle_lines(fault: Fault) -> Iterator[str]:
    yield "a sh:ValidationResult"
    yield f"sh:resultSeverity {_SHACL_SEVERITY[fault.severity]}"
    yield f"sh:focusNode {fault.focus or _literal(fault.place.file)}"
    if _IRI.fullmatch(fault.path):
        yield f"sh:resultPath {fault.path}"
    if fault.value:
        # Of a file that cannot be read, the value is text as written, not a term.
        yield f"sh:value {fault.value if fault.focus else _literal(fault.value)}"
    yield f"sh:sourceConstraintComponent <{fault.component or fault.rule}>"
    constraint = fault.component == SH.SPARQLConstraintComponent.value
    yield f"{'sh:sourceConstraint' if constraint else 'sh:sourceShape'} <{fault.rule}>"
    for language in ("fr", "en"):
        lines = (fault.message.say(language), fault.remedy.say(language))
        yield f"sh:resultMessage {_literal(chr(10).join(filter(None, lines)))}@{language}"
    if fault.place.file:
        yield f"earl:pointer [ {' ; '.join(_pointer(fault.place))} ]"


def _pointer(place: Place) -> Iterator[str]:
    yield "a ptr:LineCharPointer"
    yield f"ptr:reference {_literal(place.file)}"
    if place.line:
        yield f"ptr:lineNumber {place.line}"
    if place.column:
        yield f"ptr:charNumber {place.column}"


def _literal(words: str) -> str:
    """A Turtle string; what is not a character (a lone surrogate) becomes U+FFFD."""
    for raw, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        words = words.replace(raw, escaped)
    return '"' + words.encode("utf-8", "replace").decode() + '"'
