import pytest

from esslod.engine.complexity import Bounds
from esslod.engine.scan import scan
from esslod.errors import ServiceRefused

ALLOWED = "https://allowed.example/sparql"
BOUNDS = Bounds(100_000, 100, 200, 100, 100, hosts=(ALLOWED,))
PREFIX = "PREFIX ok: <https://allowed.example/> PREFIX ex: <http://evil.example/> "

REFUSED = [
    "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://evil.example/>{} }",
    "SELECT * { service silent <http://evil.example/> {} }",
    "SELECT * { SeRvIcE # comment\n <http://evil.example/> # { \n {} }",
    PREFIX + "SELECT * { SERVICE ex:sparql {} }",
    PREFIX + "SELECT * { SERVICEex:sparql{} }",
    PREFIX + "SELECT * { SERVICESILENTex:sparql{} }",
    PREFIX + "SELECT * { SERVICE SILENTex:sparql{} }",
    "PREFIX : <http://evil.example/> SELECT * { SERVICE:x {} }",
    PREFIX + "SELECT * { ?s ?p trueSERVICEex:x {} }",
    PREFIX + "SELECT * { ?s ?p 1SERVICE<http://evil.example/> {} }",
    PREFIX + "SELECT * { ?s ?p ex:a.SERVICE <http://evil.example/> {} }",
    PREFIX + "SELECT * { ?s ?p 'a'@en--ltrSERVICE<http://evil.example/>{} }",
    "SELECT * { SERVICE ?anywhere {} }",
    "SELECT * { VALUES ?e { <https://allowed.example/sparql> } SERVICE ?e {} }",
    "BASE <http://evil.example/> SELECT * { SERVICE <> {} }",
    "BASE <http://evil.example/> SELECT * { SERVICE <sparql> {} }",
    "PREFIX ok: <rel/> SELECT * { SERVICE ok:sparql {} }",
    PREFIX + "PREFIX ok: <http://evil.example/> SELECT * { SERVICE ok:sparql {} }",
    PREFIX + "PREFIXok: <http://evil.example/> SELECT * { SERVICE ok:sparql {} }",
    r"SELECT * { \u0053ERVICE <http://evil.example/> {} }",
    r"SELECT * { SERVICE <\u0068ttp://evil.example/> {} }",
    "PREFIX : <http://evil.example/> SELECT * { FILTER(1<2)SERVICE:#>\n{} }",
    "SELECT * { FILTER(?a<'>' ) SERVICE <http://evil.example/> {} #'\n }",
    "SELECT * { FILTER(?a<1#>'''\n) SERVICE <http://evil.example/> {} #'''\n }",
    "SELECT (EXISTS { SERVICE <http://evil.example/> {} } AS ?x) {}",
    "SELECT * { { SELECT * { SERVICE <http://evil.example/> {} } } }",
    f"SELECT * {{ SERVICE <{ALLOWED}> {{}} SERVICE <http://evil.example/> {{}} }}",
    f"SELECT * {{ SERVICE <{ALLOWED}/> {{}} }}",
    f"SELECT * {{ SERVICE <{ALLOWED}> }}",
]

ALLOWED_QUERIES = [
    f"SELECT * {{ SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service SILENT # why not\n<{ALLOWED}>{{}} }}",
    r"SELECT * { SERVICE <https://\u0061llowed.example/sparql> {} }",
    PREFIX + "SELECT * { SERVICE ok:sparql {} }",
    PREFIX + r"SELECT * { SERVICE ok:spar\ql {} }".replace("\\q", "q"),
]

HARMLESS = [
    "SELECT * { ?s dcat:accessService ?service . ?service a dcat:DataService { ?x ?y ?z } }",
    "SELECT * { ?s ?p 'SERVICE <http://evil.example/> {}' } # SERVICE <http://evil.example/> {}",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?e a sd:Service }",
    "SELECT * { GRAPH <http://example.org/service#g> { ?s ?p ?o } }",
    "BASE <http://example.org/> PREFIX s: <#service> SELECT * { ?s a <#Service> }",
    "SELECT * { ?s ?p ?o FILTER(?a <?b && ?c> 2) } # service",
    "PREFIX service: <http://example.org/> SELECT * { ?x service:of ?y . { ?y ?z ?t } }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_no_disguise_reaches_an_address_that_is_not_listed(query):
    """SERVICE is seen through spacing, escapes, comments, prefixes, bases and ambiguous tokens."""
    with pytest.raises(ServiceRefused):
        scan(query, BOUNDS)


@pytest.mark.parametrize("query", ALLOWED_QUERIES)
def test_a_listed_constant_endpoint_is_allowed(query):
    """The endpoint may be an IRI, escaped or not, or a name with an absolute prefix declared once."""
    assert scan(query, BOUNDS).federated


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_harms_nobody(query):
    """Names, variables, strings, comments and IRIs may contain “service”."""
    assert not scan(query, BOUNDS).federated
