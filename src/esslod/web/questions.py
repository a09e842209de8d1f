"""``queries/…``: the questions of the release, each a page with a form and an address for programs.

``queries/{name}`` answers by negotiation, ``queries/{name}.csv`` and its like by suffix, with the
parameters that the query file declares. In RDF that address describes the question itself; its
answer in RDF is at ``queries/{name}/answer``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import EXAMPLES, QUESTIONS, variant
from esslod.errors import EsslodError, NotAcceptable, NotFound
from esslod.rdf.formats import CSV, CSV_FR, HTML, JSON, RDF_SYNTAXES, SVG, XLSX, RdfSyntax, Syntax
from esslod.representation import html
from esslod.representation.answer_files import rdf_of, table_of
from esslod.representation.answers import Written
from esslod.representation.asking import ask
from esslod.representation.charts.picture import picture
from esslod.representation.given import Given, read_given
from esslod.representation.html import Alternate
from esslod.representation.profiles import FULL
from esslod.representation.question_page import ANSWER, FILES, answer_of, page_of, topics_of
from esslod.tables.writers import WRITERS
from esslod.web import asked, caching, links, problems, profiles, resources
from esslod.web.negotiation import best

if TYPE_CHECKING:
    from esslod.representation.questions import Questions

#: Longest first: ``fr.csv`` before ``csv``.
_SUFFIXED: Final[tuple[Syntax, ...]] = (CSV_FR, CSV, XLSX, JSON, SVG, HTML)
#: What a question answers in without a suffix; who states no preference is a person's tool.
_OFFERED: Final[tuple[Syntax, ...]] = (HTML, JSON, CSV, XLSX, *RDF_SYNTAXES)
#: Rows that a picture is made from, at most.
_DRAWN: Final = 500
#: Parameters of any page, which are none of the question's.
_EVERYWHERE: Final = frozenset({"lang", "rewrite", "_profile", "_mediatype"})

blueprint = Blueprint("questions", __name__)


@dataclass(frozen=True)
class _Asked:
    """A question, and the format its answer is wanted in."""

    name: str
    syntax: Syntax
    negotiated: bool

    @property
    def path(self) -> str:
        return f"{EXAMPLES}/{self.name}"


@blueprint.get(f"/{QUESTIONS}", endpoint="questions")
def listed() -> Response:
    """All questions, in order."""
    language = asked.language()

    def page() -> bytes:
        frame = asked.frame(canonical=asked.site().addresses.iri(QUESTIONS))
        return html.render("questions.html", frame, topics=topics_of(asked.published().questions, language))

    context = (language, asked.root(), request.args.get("lang", ""))
    return caching.answer(
        page, HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language)],
    )  # fmt: skip


@blueprint.get(f"/{EXAMPLES}/<path:name>", endpoint="example")
def question(name: str) -> Response:
    """One question: its page, its answer in a format, or its description."""
    found = _found(name)
    if found is None:
        return resources.document(name=name)
    if found.syntax is HTML:
        return _page(found)
    given = _given(found.name, asked.language())
    given.check()
    return _file(found, given)


def _found(name: str) -> _Asked | None:
    """What is asked; None when it is a description, or none of our questions."""
    files = asked.published().questions.files
    if name in files:
        return _negotiated(name)
    stem, slash, answer = name.partition("/")
    if slash and stem in files and answer.partition(".")[0] == ANSWER:
        return _in_rdf(stem, answer)
    for syntax in _SUFFIXED:
        stem = name.removesuffix(f".{syntax.suffix}")
        if stem != name and stem in files:
            if syntax is SVG and files[stem].chart is None:
                raise NotFound(request.path)
            return _Asked(stem, syntax, negotiated=False)
    return None


def _negotiated(name: str) -> _Asked | None:
    if profiles.by_address() or request.headers.get("Accept-Profile"):
        return None
    accept = profiles.accept()
    syntax = best(accept, _OFFERED)
    if syntax is None:
        path, root = f"{EXAMPLES}/{name}", asked.root()
        offered = [(one.media_type, root + variant(path, one.suffix)) for one in _OFFERED]
        raise NotAcceptable(accept or "", offered)
    return None if isinstance(syntax, RdfSyntax) else _Asked(name, syntax, negotiated=True)


def _in_rdf(name: str, answer: str) -> _Asked:
    suffix = answer.removeprefix(ANSWER).removeprefix(".")
    if suffix:
        fixed = next((one for one in RDF_SYNTAXES if one.suffix == suffix), None)
        if fixed is None:
            raise NotFound(request.path)
        return _Asked(name, fixed, negotiated=False)
    chosen = best(request.headers.get("Accept"), RDF_SYNTAXES)
    if chosen is None:
        path = f"{asked.root()}{EXAMPLES}/{name}/{ANSWER}"
        offered = [(one.media_type, variant(path, one.suffix)) for one in RDF_SYNTAXES]
        raise NotAcceptable(request.headers.get("Accept", ""), offered)
    return _Asked(name, chosen, negotiated=True)


def _given(name: str, language: str) -> Given:
    """What the address gives. Raises BadRequest for a parameter that the question does not have."""
    questions = asked.published().questions
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key not in _EVERYWHERE]
    choices = partial(questions.choices, language=language)
    return read_given(questions.files[name], pairs, choices, questions.base, language)


def _file(found: _Asked, given: Given) -> Response:
    """The answer as a file, all of it."""
    language = asked.language() if found.syntax in (XLSX, SVG) else ""
    vary = [*(("Accept",) if found.negotiated else ()), *(("Accept-Language",) if language else ())]
    headers = [("Link", links.field(_links(found)))]
    headers += [("Content-Language", language)] if language else []
    if found.negotiated:
        headers.append(("Content-Location", _suffixed(found)))
    return caching.answer(
        lambda: _written(found, given, language),
        found.syntax.content_type,
        (found.path, found.syntax.name, language),
        vary=vary,
        headers=headers,
    )


def _written(found: _Asked, given: Given, language: str) -> bytes:
    questions = asked.published().questions
    query = questions.files[found.name]
    if found.syntax is SVG:
        return _drawn(found.name, questions, given, language)
    answer = ask(questions.engine, query, given.values)
    if isinstance(found.syntax, RdfSyntax):
        return rdf_of(answer, found.syntax)
    spoken = "fr" if found.syntax is CSV_FR else language
    return b"".join(WRITERS[found.syntax.name](table_of(found.name, query, answer), spoken))


def _drawn(name: str, questions: Questions, given: Given, language: str) -> bytes:
    """The picture. Raises NotFound when the answer has nothing to draw."""
    query = questions.files[name]
    if query.chart is None:
        raise NotFound(request.path)
    answer = ask(questions.engine, query, given.values, most=_DRAWN)
    written = Written(answer, query, questions.reading, language)
    source = f"{asked.site().publisher_name} · {asked.site().addresses.iri(f'{EXAMPLES}/{name}')}"
    title = query.title.get(language, name)
    made = picture(query.chart, written, name=name, title=title, source=source, given=tuple(given.values))
    if made is None:
        raise NotFound(request.path)
    return made.file.encode()


def _page(found: _Asked) -> Response:
    language = asked.language()
    given = _given(found.name, language)
    if given.faults:
        return _refused(_rendered(found, given, language), 400, language)
    headers = [("Content-Language", language), ("Link", links.field(_links(found)))]
    if found.negotiated:
        headers.append(("Content-Location", _suffixed(found)))
    try:
        return caching.answer(
            partial(_answered, found, given, language),
            HTML.content_type,
            (found.path, HTML.name, language, asked.root(), request.args.get("lang", "")),
            vary=profiles.varying() if found.negotiated else ("Accept-Language",),
            headers=headers,
        )
    except EsslodError as error:
        problem = problems.problem_of(error, language)
        response = _refused(_rendered(found, given, language, problem=problem), problem.status, language)
        for name, value in problem.headers:
            response.headers.add(name, value)
        return response


def _answered(found: _Asked, given: Given, language: str) -> bytes:
    shown = answer_of(found.name, asked.published().questions, given, language)
    return _rendered(found, given, language, shown=shown)


def _rendered(found: _Asked, given: Given, language: str, **more: object) -> bytes:
    page = page_of(found.name, asked.published().questions, given, language)
    # An answer that cannot be drawn has no picture: only the page that holds the answer knows.
    alternates = tuple(
        Alternate(label, path, kind) for label, path, kind in page.files if kind != SVG.media_type
    )
    frame = asked.frame(canonical=asked.site().addresses.iri(found.path), alternates=alternates)
    frame = replace(frame, description=page.description)
    return html.render("question.html", frame, page=page, **{"shown": None, "problem": None, **more})


def _refused(body: bytes, status: int, language: str) -> Response:
    response = Response(body, status=status, content_type=HTML.content_type)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _links(found: _Asked) -> Sequence[links.Link]:
    """Of the page, those of the question's description, and the answer's formats; of a file, its page."""
    focus = NamedNode(asked.site().addresses.iri(found.path))
    if found.syntax is not HTML:
        return links.of_answer(found.path)
    told = profiles.links(found.path, focus, FULL)
    answers = [links.Link("alternate", variant(found.path, one.suffix), one.media_type) for one in FILES]
    return links.of_document(found.path, focus, HTML, RDF_SYNTAXES, (*answers, *told))


def _suffixed(found: _Asked) -> str:
    path = f"{found.path}/{ANSWER}" if isinstance(found.syntax, RdfSyntax) else found.path
    asked_for = request.query_string.decode("latin-1")
    return asked.root() + variant(path, found.syntax.suffix) + (f"?{asked_for}" if asked_for else "")
