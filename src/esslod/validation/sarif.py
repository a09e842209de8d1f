"""A report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from esslod import __version__
from esslod.validation.report import Fault, Language, Place, Report, Severity

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"violation": "error", "warning": "warning", "info": "note"}
_HOME: Final = "https://w3id.org/esslod"


def sarif(report: Report, language: Language = "fr") -> str:
    """SARIF text; messages in *language*, the help of each rule in French and English."""
    rules = sorted({fault.rule: fault for fault in reversed(report.faults)}.values(), key=lambda f: f.rule)
    index = {fault.rule: number for number, fault in enumerate(rules)}
    driver = {
        "name": "esslod",
        "version": __version__,
        "informationUri": _HOME,
        "language": language,
        "rules": [_rule(fault, language) for fault in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "artifacts": [{"location": {"uri": quote(file)}} for file in report.checked],
        "results": [_result(fault, index[fault.rule], language) for fault in report.faults],
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _rule(fault: Fault, language: Language) -> dict[str, Any]:
    """A reporting descriptor (§3.49); the remedy of the first fault of a rule is its help."""
    help_text = f"{fault.remedy.fr}\n\n{fault.remedy.en}"
    return {
        "id": fault.rule,
        "shortDescription": {"text": fault.rule_name.say(language) or fault.rule},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": _LEVELS[fault.severity]},
    }


def _result(fault: Fault, rule: int, language: Language) -> dict[str, Any]:
    said = f"{fault.message.say(language)} {fault.remedy.say(language)}".strip()
    result: dict[str, Any] = {
        "ruleId": fault.rule,
        "ruleIndex": rule,
        "level": _LEVELS[fault.severity],
        "message": {"text": said},
        "properties": {
            name: term
            for name, term in (("focus", fault.focus), ("path", fault.path), ("value", fault.value))
            if term
        },
    }
    if fault.place.file:
        result["locations"] = [{"physicalLocation": _location(fault.place)}]
    return result


def _location(place: Place) -> dict[str, Any]:
    """§3.29; a file without a known line has no region."""
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        location["region"] = {"startLine": place.line}
        if place.column:
            location["region"]["startColumn"] = place.column
    return location
