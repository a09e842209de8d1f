"""Contrast of colours, and the colours of our own sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from esslod.contrast import PAPERS, TEXT, contrast, ink_on, weakest

SHEET = Path(__file__).parents[1] / "src/esslod/representation/assets/style/10-site.css"
LIGHT, _, REST = SHEET.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
MODES = {"light": LIGHT, "dark": REST.partition("* {")[0]}


def colours(mode: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", MODES[mode]))


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, a colour on itself 1, and the order does not matter."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#767676") == 1
    assert contrast("#767676", "#ffffff") == contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert ink_on("#000000") == "#ffffff"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_our_own_colours_can_be_read(mode) -> None:
    """Text and links reach 4.5 on every paper; borders of controls and series of charts reach 3."""
    told = colours(mode)
    assert {told["paper"], told["raised"], told["sunken"]} == set(PAPERS[mode])
    for name in ("ink", "soft", "accent"):
        assert weakest(told[name], mode)[0] >= TEXT, name
    for name in ("edge", "c1", "c2", "c3", "c4", "c5", "c6"):
        assert weakest(told[name], mode)[0] >= 3, name
    for ink, under in (("on-accent", "accent"), ("on-band", "band"), ("warn", "warn-soft"), ("ink", "code")):
        assert contrast(told[ink], told[under]) >= TEXT, ink


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_is_written_on_a_map_can_be_read(mode) -> None:
    """The value in an area is large and bold: 3 is enough, and reached on each shade."""
    text = SHEET.with_name("25-map.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text)[:2]
    inks = dict(re.findall(r"--on-(\d): (#\w{6})", light if mode == "light" else dark))
    for step, ink in inks.items():
        assert contrast(ink, colours(mode)[f"s{step}"]) >= 3, step
