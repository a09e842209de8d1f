"""The table of page types, ``pages.toml``: a page is added by adding a row."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("pages.toml")
LANGUAGES = ("fr", "en")
_TABLE: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Page:
    """A type of page: one address that shows it, and words that must be seen there."""

    name: str
    path: str
    fr: tuple[str, ...]
    en: tuple[str, ...]
    status: int = 200
    #: Another type made by the same template: this one is visited in English only, and shortly.
    like: str = ""

    def words(self, language: str) -> tuple[str, ...]:
        return self.fr if language == "fr" else self.en

    def address(self, language: str) -> str:
        """Path and query, in *language*."""
        return f"{self.path}{'&' if '?' in self.path else '?'}lang={language}"


def pages() -> list[Page]:
    """Every row, in order."""
    return [Page(**{**row, "fr": tuple(row["fr"]), "en": tuple(row["en"])}) for row in _TABLE["page"]]


def visits() -> list[tuple[Page, str]]:
    """Each page in each language; in English only what is like another."""
    return [
        (page, language) for page in pages() for language in LANGUAGES if language == "en" or not page.like
    ]


def same() -> dict[str, str]:
    """Address → name of the page type that answers there too."""
    return dict(_TABLE["same"])


def without_page() -> dict[str, str]:
    """Address that could give HTML by its description, but never does → why."""
    return dict(_TABLE["without-page"])
