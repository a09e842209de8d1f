import pytest
from pyoxigraph import Store

from esslod.engine.said import said
from esslod.engine.wording import pack, runtime_error, syntax_error, unpack
from esslod.errors import (
    BadRequest,
    EngineFailure,
    QuerySyntaxError,
    QueryTimeout,
    ServiceRefused,
    UpstreamFailure,
)


def told(query: str) -> QuerySyntaxError:
    """What the caller is told of the engine's own message for *query*."""
    with pytest.raises(SyntaxError) as raised:
        Store().query(query)
    return syntax_error(str(raised.value), query)


def test_line_column_and_expectation_are_told():
    """The place is 1-based, and the message says what was met."""
    error = told("ASK\n{ ?s")
    assert (error.line, error.column) == (2, 5)
    assert "Line 2, column 5" in error.message
    assert "a variable" in error.expected


def test_an_expectation_of_keywords_alone_is_not_repeated():
    """The engine would say that LATERAL or SERVICE was missing, where an object was."""
    error = told("SELECT *\nWHERE { ?s ?p }")
    assert error.line == 2
    assert error.expected == ""
    assert "here or just before" in error.message


def test_no_character_class_is_shown():
    """The grammar's own notation stays inside."""
    for query in (
        "ASK {",
        "SELECT",
        "SELECT * { ?s a x:y }",
        "SELECT * { ?s ?p 'a }",
        "",
        "SELECT ?x {} GROUP BY ?y",
    ):
        assert not set("[]\\") & set(
            told(query).message.replace("“[”", "").replace("“]”", "").replace("“\\", "")
        )


def test_a_reason_is_told_as_it_is():
    """When the engine knows the reason, symbols are left out."""
    assert told("SELECT * { ?s a x:y }").message == "Line 1, column 20: Prefix not found."


def test_an_unknown_function_is_the_callers_error():
    """400, not 500."""
    error = runtime_error("The custom function <http://x/f> is not supported", federated=False)
    assert isinstance(error, BadRequest)
    assert "<http://x/f>" in error.message


def test_other_failures_are_upstreams_when_the_query_is_federated_and_ours_otherwise():
    """502 against 500."""
    assert isinstance(runtime_error("connection refused", federated=True), UpstreamFailure)
    assert isinstance(runtime_error("disk", federated=False), EngineFailure)


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("m", line=3, column=4, expected="e"),
        ServiceRefused("m", remedy="r"),
        BadRequest("m"),
    ],
)
def test_errors_cross_unchanged(error):
    """Class and fields survive the socket."""
    back = unpack(pack(error))
    assert type(back) is type(error)
    assert vars(back) == vars(error)


def test_french_numbers_have_a_decimal_comma():
    """Each language writes a limit in its own way."""
    error = said("time", QueryTimeout, limit=0.5)
    assert "0.5 seconds" in error.message
    assert "0,5 seconde" in error.french[0]
