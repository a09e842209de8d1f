"""One address for each thing: another spelling of it is redirected, once, to the right one.

Needless slashes, other case, accents composed otherwise (Unicode NFC), an encoded ``#``. Only
addresses that lead nowhere are looked at, so that a good one costs nothing; an address whose
spelling differs from a good one by percent-encoding alone *is* that address (RFC 3986 §6.2.2),
and the server has decoded it before we see it.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import NotFound as NoRoute
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from esslod.addresses import DESCRIPTION, THING, split_suffix, url_path
from esslod.errors import EsslodError, NotFound
from esslod.web import asked, caching, problems, resources
from esslod.web.spelling import closest, folded

_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_LONGEST: Final = 1000


def install(app: Flask, base: str) -> None:
    """Let what *app* does not find be looked for under its right address first; *base* as in `problems`."""

    def told(error: Exception) -> AnyResponse:
        return _redirected() or problems.answer(_with_neighbours(error), base)

    app.register_error_handler(NotFound, told)
    app.register_error_handler(NoRoute, told)
    app.before_request(_beforehand)


def _beforehand() -> Response | None:
    """What the router would put right in its own way, or silently: slashes too many, or one missing."""
    doubled = request.environ["PATH_INFO"].startswith("//")
    if doubled or isinstance(request.routing_exception, RequestRedirect):
        return _redirected(doubled)
    return None


def _redirected(respelt: bool = False) -> Response | None:
    """301 to the address that was meant, with the same query; None when there is none.

    *respelt*: the framework has corrected the path already.
    """
    path = asked.path()
    if request.method not in _SAFE_METHODS or len(path) > _LONGEST or "published" not in g:
        return None
    right = one_address(path)
    if right is None or (right == path and not respelt and "#" not in path):
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    place, mark, fragment = right.partition("#")
    response = Response(status=301, content_type="text/plain; charset=utf-8")
    response.location = asked.root() + url_path(place) + query + mark + fragment
    # For ever would be too long: one day there may be something here.
    response.headers["Cache-Control"] = caching.REVALIDATE
    return response


def one_address(path: str) -> str | None:
    """The address of ours that *path* is but for its spelling; None when there is none, or several."""
    whole, mark, fragment = path.partition("#")
    return _fixed(whole) or _thing(whole, mark + fragment)


def _thing(path: str, fragment: str) -> str | None:
    """The document or thing that *path* spells otherwise."""
    folder, _, rest = path.strip("/").partition("/")
    kind = folded(folder) + "/"
    document = DESCRIPTION + rest if kind in (THING, DESCRIPTION) else f"{folder}/{rest}"
    for stem, suffix in ((document, ""), split_suffix(_suffix_folded(document), resources.SUFFIXES)):
        found = asked.published().one_spelling(stem) if suffix is not None else None
        if found is not None:
            found = THING + found.removeprefix(DESCRIPTION) if kind == THING and not suffix else found
            return (f"{found}.{suffix}" if suffix else found) + fragment
    return None


def _suffix_folded(path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    return stem + dot + suffix.lower()


def _fixed(path: str) -> str | None:
    """The route without parameters (``catalog``, ``sparql``, ``dumps/``…) that *path* spells otherwise."""
    wanted = folded("/".join(filter(None, path.split("/"))))
    return next((route for route in _routes() if folded(route.strip("/")) == wanted), None)


def _routes() -> list[str]:
    rules = current_app.url_map.iter_rules()
    return [rule.rule.removeprefix("/") for rule in rules if not rule.arguments and rule.rule != "/"]


def _with_neighbours(error: Exception) -> Exception:
    """*error*, and where no route was found the fixed addresses that look like what was asked for."""
    if isinstance(error, EsslodError) or "/" in asked.path():
        return error
    found = closest(_routes(), asked.path(), 3)
    return NotFound(asked.path(), near=[asked.site().addresses.iri(route) for route in found])
