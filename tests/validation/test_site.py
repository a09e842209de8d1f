"""This repository's own data: they conform, and a slip in them is told where it is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.sources.load import load
from esslod.validation.gate import judge
from esslod.validation.report import Report

ROOT = Path(__file__).parents[2]
EDITION = "data/territories/epci-246300701/2025-02-11.ttl"
TODAY = date(2026, 1, 1)
#: What is written → the slip, the rule it breaks.
SLIPS = {
    "amount 95000 ;": ("amount 95001 ;", "LinesWithinTotal"),
    'dct:identifier "246300701"': ('dct:identifier "246300702"', "SirenKey"),
    'dct:modified "2025-02-11"^^xsd:date': ('dct:modified "2099-02-11"^^xsd:date', "EditionDateNotInFuture"),
    '"Structurer les filières ESS"@fr': ('"Structurer les filières ESS"@de', "LabelFrench"),
}
#: Rules about what is missing, or about another value than the one that slipped.
FAR = {"LabelFrench", "LinesWithinTotal"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def judged(site: Path, base: str = CANONICAL_BASE) -> Report:
    addresses = Addresses(base)
    return judge(load(site, addresses), TODAY, addresses)


def test_our_data_conform() -> None:
    """Nothing is reported, not even a warning."""
    assert judged(ROOT).faults == ()


@pytest.mark.parametrize("base", [CANONICAL_BASE, "https://data.example.org/ess/"])
def test_each_slip_is_told_where_it_is(site: Path, base: str) -> None:
    """File, line and value of every slip at once; the same under a publisher's own domain."""
    file = site / EDITION
    words = file.read_text(encoding="utf-8")
    for right, (slip, _) in SLIPS.items():
        assert right in words
        words = words.replace(right, slip, 1)
    file.write_text(words, encoding="utf-8")
    report = judged(site, base)
    told = {fault.rule.rpartition("#")[2]: fault for fault in report.faults}
    assert not report.conforms
    for slip, rule in SLIPS.values():
        fault = told[rule]
        assert fault.place.file == EDITION
        assert fault.message.fr != fault.message.en
        assert fault.remedy.fr
        if rule not in FAR:
            assert slip in words.splitlines()[fault.place.line - 1]
