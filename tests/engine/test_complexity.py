import pytest

from esslod.engine.complexity import Bounds
from esslod.engine.scan import scan
from esslod.errors import QueryTooComplex

BOUNDS = Bounds(text_bytes=100_000, nesting=20, patterns=30, list_items=10, path_steps=10)


def where(group: str) -> str:
    return "SELECT * WHERE { " + group + " }"


TOO_COMPLEX = {
    "query_nesting": [
        where("FILTER(" + "(" * 20 + "1" + ")" * 20 + ")"),
        where("FILTER(" + "!" * 30 + "true)"),
        where("{" * 20 + "}" * 20),
        where("FILTER NOT EXISTS { ?s ?p ?o " * 20 + "}" * 20),
        where("BIND(" + "IF(true," * 20 + "1" + ",1)" * 20 + " AS ?x)"),
    ],
    "query_patterns": [
        where("?s ?p ?o . " * 31),
        where("?s ?p ?o ; ?p ?o , ?x . " * 11),
        where("{ ?s ?p ?o } " * 31),
        where("?s ?p [ ?p ?o ] . " * 16),
        "CONSTRUCT WHERE { " + "?s ?p ?o . " * 31 + "}",
        "SELECT * { { SELECT (COUNT(*) AS ?n) { " + "?s ?p ?o . " * 31 + "} GROUP BY ?n } }",
    ],
    "query_list_items": [
        where("?s ?p (" + " 1" * 11 + ")"),
        where("(1 2 3 4 5 6) ?p (1 2 3 4 5 6 7)"),
        where("?s ?p ( [ ?a ?b ] <x> 'y'@fr 2 ex:z ?z () (1) a true 1 )"),
    ],
    "query_path_steps": [
        where("?s <p>" + "/<p>" * 11 + " ?o"),
        where("?s (<p>" + "|<p>" * 11 + ")* ?o"),
    ],
}

BEARABLE = [
    where("?s ?p ?o . " * 30),
    where("?s ?p (1 2 3 4 5 6 7 8 9 10)"),
    where("?s a/<p> ?o . " * 25),
    where("VALUES ?x { " + "<a> " * 500 + "}"),
    where("VALUES (?x ?y) { " + "(1 2) " * 500 + "}"),
    where("FILTER(?x IN (" + "1, " * 500 + "2))"),
    where("FILTER(1" + "/2" * 50 + " > 0)"),
    where('?s ?p "' + "(" * 500 + '" # ' + "(" * 500 + "\n"),
    "SELECT " + "(1/2/3 AS ?x) " * 50 + "{ ?s ?p ?o } GROUP BY " + "(1 / 2)" * 50,
    "CONSTRUCT { " + "?s ?p ?o . " * 100 + "} WHERE { ?s ?p ?o }",
    "PREFIX ex: <http://example.org/> " * 100 + "ASK {}",
    where("BIND(CONCAT('a', 'b', 'c') AS ?x) ?s ?p ?o FILTER ex:f(1, 2, 3) ?s ?p ?o " * 15),
]


@pytest.mark.parametrize(
    ("setting", "query"), [(setting, query) for setting, queries in TOO_COMPLEX.items() for query in queries]
)
def test_beyond_a_bound_the_refusal_names_the_setting(setting, query):
    """Each bound is counted in every construct that can exceed it."""
    with pytest.raises(QueryTooComplex, match=setting):
        scan(query, BOUNDS)


@pytest.mark.parametrize("query", BEARABLE)
def test_within_the_bounds_nothing_is_refused(query):
    """What only looks like nesting, patterns, lists or paths does not count."""
    scan(query, BOUNDS)


def test_twenty_thousand_brackets_are_refused():
    """The query that overflows the engine's stack never reaches it."""
    with pytest.raises(QueryTooComplex):
        scan(where("FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ")"), BOUNDS)
