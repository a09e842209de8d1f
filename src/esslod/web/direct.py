"""SPARQL queries answered without the web framework: the engine's answer is the web's.

What Flask does for a page (routing, request and response objects) costs more than a small
query. Only what goes well comes this way: errors, pages and odd requests are left to
``sparql.py``, which is handed the error so that nothing is evaluated twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from esslod.errors import EsslodError
from esslod.web import connection, sparql_request
from esslod.web.made import Made
from esslod.web.sparql import CORS, ERROR

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from esslod.engine.seam import Engine
    from esslod.web.made import Direct
    from esslod.web.question import Pairs
    from esslod.web.sparql_request import Wanted


def direct(engine: Engine, always: Mapping[str, str]) -> Direct:
    """What answers a SPARQL request from its parameters: None when it is not for us.

    *always* are the headers of every answer of this site.
    """
    beside = tuple({**always, **CORS, "Cache-Control": "no-cache", "Vary": "Accept"}.items())

    def answer(environ: WSGIEnvironment, pairs: Pairs) -> Made | None:
        if sum(name == "query" for name, _ in pairs) != 1 or any(name == "update" for name, _ in pairs):
            return None
        said = sparql_request.of_pairs(pairs)
        try:
            wanted = _wanted(said.format, environ.get("HTTP_ACCEPT"))
            if wanted.page:
                return None
            found = engine.stream(sparql_request.of_engine(said, wanted, connection.of(environ).gone))
        except EsslodError as error:
            environ[ERROR] = error
            return None
        headers = [("Content-Type", found.syntax.content_type), *beside]
        if found.whole is not None:
            return Made("200 OK", headers, [found.whole], None, found.close)
        return Made("200 OK", headers, [], iter(found.pieces), found.close)

    return answer


@lru_cache(maxsize=512)
def _wanted(format_name: str, accept: str | None) -> Wanted:
    asked = sparql_request.Asked(None, (), (), format_name)
    return sparql_request.wanted(asked, accept)
