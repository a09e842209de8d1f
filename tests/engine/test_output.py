import socket

import pytest
from pyoxigraph import QueryResultsFormat, Store

from esslod.engine.output import Output, Rows
from esslod.errors import QueryTooLarge

HARD = r"""SELECT ?a ?b { VALUES (?a ?b) {
  (1 "},{\"a\":{") (2 "},{") ("x\r\ny" UNDEF) (UNDEF "a\"b\n,") ("<result>" "]}}") } }"""


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("csv", QueryResultsFormat.CSV),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_rows_are_counted_exactly_in_every_syntax(name, syntax, step):
    """Values that look like row ends, and pieces that cut rows anywhere, change nothing."""
    document = Store().query(HARD).serialize(None, syntax)
    rows = Rows(name)
    for start in range(0, len(document), step):
        rows.read(document[start : start + step])
    assert rows.seen == 5


def test_bytes_beyond_the_limit_are_refused():
    """The limit is met while writing, not after."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        output = Output(ours, b"construct rdf", 10, 10, None)
        output.write(b"0123456789")
        with pytest.raises(QueryTooLarge, match="query_bytes"):
            output.write(b"0")
