"""What the engine's compiled code says, in the words of `errors.py`, English and French."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from esslod import errors
from esslod.engine.rewriting import original_place
from esslod.engine.said import said as told

if TYPE_CHECKING:
    from esslod.engine.rewriting import Rewritten

_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_ALTERNATIVE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s,\["][^,\["]*')
_UNKNOWN_FUNCTION: Final = re.compile(r"The custom (?:aggregate )?function <(.*)> is not supported")
_MOST_ALTERNATIVES: Final = 12
_CLASSES: Final = {
    "0": "a digit",
    "A": "a letter",
    "a": "a letter",
    "_": "",
    "-": "",
    "%": "",
    ".": "",
    ":": "",
    "\\": "",
}
_SYMBOLS: Final = {
    '"?"': "a variable",
    '"$"': "a variable",
    '"<"': "an IRI",
    '":"': "a prefixed name",
    '"_:"': "a blank node",
    '"\\""': "a string",
    '"\'"': "a string",
    "\"'''\"": "a string",
    '"\\"\\"\\""': "a string",
    '"+"': "a number",
    '"-"': "a number",
}

_FRENCH: Final = {
    "a digit": "un chiffre",
    "a letter": "une lettre",
    "a variable": "une variable",
    "an IRI": "un IRI",
    "a prefixed name": "un nom préfixé",
    "a blank node": "un nœud anonyme",
    "a string": "une chaîne",
    "a number": "un nombre",
}

#: Errors that cross from a query process to its parent, by name; their fields are plain values.
_CROSSING: Final[dict[str, type[errors.CallerError | errors.InternalError]]] = {
    error.__name__: error
    for error in (
        errors.BadRequest,
        errors.EngineFailure,
        errors.QueryOutOfMemory,
        errors.QueryTimeout,
        errors.QueryTooComplex,
        errors.QueryTooLarge,
        errors.ServiceRefused,
        errors.UpstreamFailure,
    )
}


def syntax_error(said: str, query: str, rewritten: Rewritten | None = None) -> errors.QuerySyntaxError:
    """The engine's ``error at 1:33: expected …`` with its place and alternatives told plainly.

    When the engine read a *rewritten* text, the place told is that of the original.
    """
    found = _PLACE.match(said)
    if found is None:
        return errors.QuerySyntaxError(said)
    line, column = int(found[1]), int(found[2])
    alternatives = list(dict.fromkeys(filter(None, map(_plainly, _ALTERNATIVE.findall(found[3])))))
    reasons = [each for each in alternatives if _is_reason(each)]
    symbols = [each for each in alternatives if each not in reasons]
    # Keywords alone are where the engine gave up trying, not what was missing.
    expected = "" if all(map(str.isupper, symbols)) else ", ".join(symbols)
    rest = _rest(query, line, column)
    if rewritten is not None:
        line, column = original_place(rewritten, line, column)
    message = f"Line {line}, column {column}: " + _complaint(reasons, expected, rest)
    error = errors.QuerySyntaxError(message, line=line, column=column, expected=expected)
    error.french = (f"Ligne {line}, colonne {column} : " + _plainte(reasons, expected, rest), "")
    return error


def runtime_error(said: str, *, federated: bool) -> errors.EsslodError:
    """An error that evaluation raised.

    An unknown function is the caller's, an answer its syntax cannot hold too; when the
    query is *federated* the rest is the other endpoint's, else ours.
    """
    unknown = _UNKNOWN_FUNCTION.match(said)
    if unknown:
        return told("function", errors.BadRequest, iri=unknown[1])
    if "does not support RDF 1.2" in said:
        return errors.NotAcceptable(f"{said}: ask for another syntax.")
    if federated:
        return told("upstream", errors.UpstreamFailure, endpoint="SERVICE", reason=said)
    return errors.EngineFailure(f"The query could not be evaluated: {said}")


def pack(error: errors.EsslodError) -> dict[str, Any]:
    """*error* as a table that JSON can carry."""
    return {**vars(error), "error": type(error).__name__}


def unpack(table: dict[str, Any]) -> errors.EsslodError:
    """The error that `pack` made a table of."""
    name, message, remedy = (table.pop(key, "") for key in ("error", "message", "remedy"))
    french = table.pop("french", None)
    error: errors.EsslodError
    if name == errors.QuerySyntaxError.__name__:
        error = errors.QuerySyntaxError(message, **table)
    elif name == errors.NotAcceptable.__name__:
        error = errors.NotAcceptable(message, [(each[0], each[1]) for each in table["offered"]])
    else:
        error = _CROSSING.get(name, errors.EngineFailure)(message, remedy=remedy)
    if french:
        error.french = (french[0], french[1])
    return error


def _plainly(alternative: str) -> str:
    """``"?"`` → a variable; ``['0'..='9']`` → a digit; a class of many characters → nothing."""
    alternative = alternative.strip()
    if alternative.startswith("["):
        return _CLASSES.get(alternative.strip("['")[:1], "")
    if alternative in _SYMBOLS:
        return _SYMBOLS[alternative]
    if alternative.startswith('"'):
        return "“" + alternative[1:-1].replace('\\"', '"').replace("\\\\", "\\") + "”"
    return alternative


def _is_reason(alternative: str) -> bool:
    """Whether the engine gave a sentence rather than a symbol."""
    return " " in alternative and not alternative.startswith(("a ", "an "))


def _complaint(reasons: list[str], expected: str, rest: str) -> str:
    if reasons:
        return "; ".join(reasons) + "."
    if not expected:
        return "the query is not well formed here or just before."
    met = f"“{rest}” is not expected here" if rest else "the query ends too early"
    names = expected.split(", ")
    some = ", ".join(names[:_MOST_ALTERNATIVES]) + (", …" if len(names) > _MOST_ALTERNATIVES else "")
    return f"{met}; expected {'one of ' if len(names) > 1 else ''}{some}."


def _plainte(reasons: list[str], expected: str, rest: str) -> str:
    """`_complaint` in French; the engine's own sentences stay as they are."""
    if reasons:
        return "; ".join(reasons) + "."
    if not expected:
        return "la requête est mal formée ici ou juste avant."
    met = f"« {rest} » n’est pas attendu ici" if rest else "la requête finit trop tôt"
    names = [_FRENCH.get(name, name) for name in expected.split(", ")]
    some = ", ".join(names[:_MOST_ALTERNATIVES]) + (", …" if len(names) > _MOST_ALTERNATIVES else "")
    return f"{met} ; attendu : {some}."


def _rest(query: str, line: int, column: int) -> str:
    """The beginning of what stands at *line* and *column*."""
    lines = query.split("\n")
    return lines[line - 1][column - 1 :].strip()[:20] if line <= len(lines) else ""
