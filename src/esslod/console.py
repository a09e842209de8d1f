"""What the command line says: messages on standard error, results on standard output."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]


@dataclass(frozen=True)
class Console:
    """Speaks one language; knows which stream is which."""

    language: Language

    def pick(self, fr: str, en: str) -> str:
        """The sentence in the language of this console."""
        return fr if self.language == "fr" else en

    def say(self, fr: str, en: str) -> None:
        """A message, on standard error."""
        self.tell(self.pick(fr, en))

    def tell(self, text: str) -> None:
        """A message that is already in the right language."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def progress(self, text: str) -> None:
        """A step of a long task: only when somebody is looking."""
        if sys.stderr.isatty():
            self.tell(f"  {text}")

    def show(self, text: str) -> None:
        """A result, on standard output; ends with one newline."""
        sys.stdout.write(text if text.endswith("\n") else text + "\n")

    def show_bytes(self, body: bytes) -> None:
        """A result that is already encoded, byte for byte.

        In pieces: an unbuffered standard output (``python -u``) may take less than it is given.
        """
        sys.stdout.flush()
        rest = memoryview(body)
        while rest:
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()

    @property
    def interactive(self) -> bool:
        """Whether results go to a terminal."""
        return sys.stdout.isatty()
