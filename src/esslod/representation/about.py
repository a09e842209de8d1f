"""What a site says of itself: legal notices and accessibility statement, if the publisher wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from esslod.representation.prose import Block, prose_of
from esslod.representation.words import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from esslod.config import Site

Subject = Literal["legal", "accessibility"]
SUBJECTS: Final[tuple[Subject, ...]] = ("legal", "accessibility")


@dataclass(frozen=True)
class Text:
    """A publisher's text in a language."""

    language: str
    blocks: tuple[Block, ...]


def text_of(site: Site, subject: Subject, language: str) -> Text | None:
    """The publisher's text on *subject*, in *language* or else in the other one; None when there is none."""
    for spoken in (language, *LANGUAGES):
        if (file := _file(site, subject, spoken)) is not None:
            return Text(spoken, prose_of(file))
    return None


@lru_cache(maxsize=8)
def texts_of(site: Site) -> tuple[Text | None, ...]:
    """Every text of *site*, as it is told in each language."""
    return tuple(text_of(site, subject, language) for subject in SUBJECTS for language in LANGUAGES)


def _file(site: Site, subject: Subject, language: str) -> Path | None:
    name: str = getattr(site, f"{subject}_{language}")
    return site.folder / name if name else None
