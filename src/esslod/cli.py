"""``esslod``: parse, call one function, return its exit code.

Exit codes: 0 done, 1 the input is wrong, 2 usage or settings, 3 our fault; 130 when
interrupted, 141 when the reader of our output went away. The clock is read here and
nowhere else. Heavy libraries are imported by the verb that needs them.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from esslod import __version__
from esslod.commands import Invocation
from esslod.config import locale
from esslod.console import Console
from esslod.errors import EXIT_DONE, EXIT_OURS, EXIT_USAGE, EsslodError, NoRelease
from esslod.parser import build_parser, language_asked

EXIT_INTERRUPTED = 130
EXIT_READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; *arguments* without the program's name."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(language_asked(words) or locale())
    _speak_utf8()
    try:
        code = _run(words, console)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more on exit: give it somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_READER_GONE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return code


def _run(words: Sequence[str], console: Console) -> int:
    parser = build_parser(console.language)
    try:
        asked = parser.parse_args(words)
    except SystemExit as stopped:  # argparse has printed the help, the version or what is wrong
        return stopped.code if isinstance(stopped.code, int) else EXIT_USAGE
    if asked.verb is None:
        parser.print_help(sys.stderr)
        return EXIT_USAGE
    if asked.verb == "version":
        console.show(f"esslod {__version__}")
        return EXIT_DONE
    return _carry_out(asked, console)


def _carry_out(asked: argparse.Namespace, console: Console) -> int:
    invocation = Invocation(asked, Path(asked.site), console, date.today(), lambda: datetime.now(UTC))
    try:
        verb = importlib.import_module(f"esslod.commands.{asked.verb}")
        code: int = verb.run(invocation)
    except EsslodError as error:
        return _explained(error, console)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 (the last resort: no traceback ever reaches a user)
        return _unexpected(error, console, debug=asked.debug)
    return code


def _explained(error: EsslodError, console: Console) -> int:
    if isinstance(error, NoRelease):
        console.say("Aucune version publiée pour l’instant.", "Nothing has been published yet.")
        console.say("→ lancez d’abord : esslod build", "→ first run: esslod build")
        return error.exit_code
    console.tell(error.message or type(error).__name__)
    if error.remedy:
        console.tell(f"→ {error.remedy}")
    return error.exit_code


def _unexpected(error: Exception, console: Console, *, debug: bool) -> int:
    """The same fault always has the same reference, so that two people can tell it is one."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "".join(f"{Path(frame.filename).name}:{frame.name};" for frame in frames)
    reference = hashlib.sha256(f"{type(error).__name__};{where}".encode()).hexdigest()[:8]
    console.say(
        f"Erreur inattendue, qui vient d’esslod ({type(error).__name__}). Référence : {reference}",
        f"Unexpected error, ours ({type(error).__name__}). Reference: {reference}",
    )
    if debug:
        console.tell("".join(traceback.format_exception(error)))
    else:
        console.say(
            "→ relancez avec --debug et joignez le texte affiché à votre signalement",
            "→ run it again with --debug and attach what it prints to your report",
        )
    return EXIT_OURS


def _speak_utf8() -> None:
    """Results are UTF-8 whatever the locale says: they are data, and are often redirected."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
