"""The table of ``tests/corpus/negotiation/``, row by row, through the application."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from tests.web.negotiation_rows import Answer, Row, rows

ROWS = list(rows())


def test_there_are_enough() -> None:
    """The table is what the project promised: at least 120 rows, none twice."""
    assert len(ROWS) >= 120
    assert len({(row.path, row.headers) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line-{row.line}")
def test_row(client: FlaskClient, row: Row) -> None:
    """Status, type and headers are what the row says, by GET and by HEAD."""

    def ask(method: str, path: str, headers: Mapping[str, str]) -> Answer:
        reply = client.open(path, method=method, headers=list(headers.items()))
        return Answer.of(reply.status_code, reply.headers, reply.data)

    row.check(ask)
