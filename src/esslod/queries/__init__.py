"""A query file: a SPARQL query whose header says what it answers and what may be asked.

The header's grammar is told in ``queries/README.md``. A value given by a caller never
becomes query text: it is read as a term of the declared type, and the term is joined
to the query by a ``VALUES`` clause (SPARQL 1.1 §10.2): a trailing one, or the one that
the query has for it on a line of its own.
"""

from esslod.queries.binding import bind, fixed_default, with_defaults
from esslod.queries.header import read_query, without_header
from esslod.queries.parts import (
    CHART_COLUMNS,
    Chart,
    ChartKind,
    Comparison,
    Heading,
    Map,
    Panel,
    QueryFile,
    Variant,
)

__all__ = [
    "CHART_COLUMNS",
    "Chart",
    "ChartKind",
    "Comparison",
    "Heading",
    "Map",
    "Panel",
    "QueryFile",
    "Variant",
    "bind",
    "fixed_default",
    "read_query",
    "with_defaults",
    "without_header",
]
