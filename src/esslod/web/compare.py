"""``compare``: two to five things side by side, on what compares; which things, and on what, a query says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from esslod.addresses import COMPARE, EXAMPLES, variant
from esslod.errors import BadRequest, EsslodError, NotFound
from esslod.rdf.formats import CSV_FR, HTML, Syntax
from esslod.representation import html
from esslod.representation.answer_files import table_of
from esslod.representation.answers import Written
from esslod.representation.asking import ask
from esslod.representation.comparison import ADDED, LEAST, MOST, Comparing, SideBySide
from esslod.representation.given import Named, read_several
from esslod.representation.html import Alternate
from esslod.representation.question_page import FILES, MOST_OPTIONS
from esslod.representation.words import word
from esslod.tables.writers import WRITERS
from esslod.web import asked, caching, problems

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.queries import Comparison, QueryFile

#: Parameters of any page, which name no thing to compare.
_EVERYWHERE: Final = frozenset({"lang", "rewrite"})

blueprint = Blueprint("compare", __name__)


@dataclass(frozen=True)
class _Compared:
    """The query that compares, and what is asked of it."""

    name: str
    query: QueryFile
    comparison: Comparison
    parameter: Parameter
    named: Named


@blueprint.get(f"/{COMPARE}", endpoint="compare")
def page() -> Response:
    """The form, and what was chosen side by side."""
    return _page(_compared())


@blueprint.get(f"/{COMPARE}.<suffix>", endpoint="compare-as")
def file(suffix: str) -> Response:
    """The same as a file: every value, whether it compares, and why not."""
    if suffix == HTML.suffix:
        return _page(_compared())
    syntax = next((one for one in FILES if one.suffix == suffix), None)
    if syntax is None:
        raise NotFound(request.path)
    compared = _compared()
    compared.named.check()
    if len(compared.named.terms) < LEAST:
        name = compared.parameter.name
        raise BadRequest(f"{name}: {LEAST}–{MOST}", remedy=f"{COMPARE}?{name}=…&{name}=…")
    language = asked.language()
    return caching.answer(
        partial(_written, compared, syntax, language), syntax.content_type,
        (syntax.name, language), vary=("Accept-Language",), headers=[("Content-Language", language)],
    )  # fmt: skip


def _compared() -> _Compared:
    """Raises NotFound when no query compares, BadRequest for parameters that are not its own."""
    questions, language = asked.published().questions, asked.language()
    for name, query in questions.files.items():
        if query.comparison is not None:
            parameter = query.parameter(query.comparison.thing)
            pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in _EVERYWHERE]
            for key, _ in pairs:
                if key != parameter.name:
                    raise BadRequest(f"?{key}", remedy=f"?{parameter.name}=…")
            choices = partial(questions.choices, language=language)
            typed = [value for _, value in pairs]
            named = read_several(parameter, typed, choices, questions.base, most=MOST, language=language)
            return _Compared(name, query, query.comparison, parameter, named)
    raise NotFound(request.path)


def _comparing(compared: _Compared, language: str) -> Comparing:
    questions, terms = asked.published().questions, compared.named.terms
    answer = ask(questions.engine, compared.query, {compared.parameter.name: terms})
    written = Written(answer, compared.query, questions.reading, language, terms)
    return Comparing(written, compared.comparison, terms)


def _written(compared: _Compared, syntax: Syntax, language: str) -> bytes:
    answer = _comparing(compared, language).flagged()
    query = replace(compared.query, headings=(*compared.query.headings, *ADDED))
    spoken = "fr" if syntax is CSV_FR else language if syntax.name == "xlsx" else ""
    return b"".join(WRITERS[syntax.name](table_of(compared.name, query, answer), spoken))


def _page(compared: _Compared) -> Response:
    language = asked.language()
    if compared.named.faults:
        return _refused(_rendered(compared, language), 400, language)
    try:
        return caching.answer(
            lambda: _rendered(compared, language, _result(compared, language)),
            HTML.content_type,
            (HTML.name, language, asked.root(), request.args.get("lang", "")),
            vary=("Accept-Language",),
            headers=[("Content-Language", language)],
        )
    except EsslodError as error:
        problem = problems.problem_of(error, language)
        return _refused(_rendered(compared, language, problem=problem), problem.status, language)


def _result(compared: _Compared, language: str) -> SideBySide | None:
    return _comparing(compared, language).result() if len(compared.named.terms) >= LEAST else None


def _rendered(compared: _Compared, language: str, result: SideBySide | None = None, **more: object) -> bytes:
    questions, name = asked.published().questions, compared.parameter.name
    choices = questions.choices(compared.parameter, language)
    asked_for = urlencode([(name, typed) for typed in compared.named.typed], safe="/:")
    files: Sequence[tuple[str, str, str]] = [
        (one.label, f"{variant(COMPARE, one.suffix)}?{asked_for}", one.media_type) for one in FILES
    ]
    alternates = tuple(Alternate(*one) for one in files) if result else ()
    frame = asked.frame(canonical=asked.site().addresses.iri(COMPARE), alternates=alternates)
    return html.render(
        "compare.html",
        replace(frame, description=word("compare-intro", language)),
        parameter=name,
        label=compared.parameter.fr if language == "fr" else compared.parameter.en,
        choices=choices,
        listed=len(choices) > MOST_OPTIONS,
        fields=compared.named.fields(MOST),
        least=LEAST,
        result=result,
        files=files,
        question=f"{EXAMPLES}/{compared.name}",
        **{"problem": None, **more},
    )


def _refused(body: bytes, status: int, language: str) -> Response:
    response = Response(body, status=status, content_type=HTML.content_type)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept-Language",))
    return response
