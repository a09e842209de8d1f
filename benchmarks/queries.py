"""What the benchmarks ask: small questions about one profile each, counts over all, and long lists."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

from wrk import NUMBER

PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdm: <http://purl.org/linked-data/sdmx/2009/measure#>
"""
#: Each asks about one edition of a profile: what pages, forms and federated queries ask.
SMALL = (
    """SELECT ?label ?date ?authority ?source WHERE {
  <%s> rdfs:label ?label ; dcat:version ?date ; ess:authority ?authority ; dct:source ?source .
  FILTER(LANG(?label) = "fr") }""",
    "SELECT ?property ?value WHERE { <%s> ?property ?value }",
    """SELECT ?fact ?kind ?label WHERE {
  ?fact dct:isPartOf <%s> ; a ?kind . OPTIONAL { ?fact rdfs:label ?label FILTER(LANG(?label) = "en") } }
ORDER BY ?fact""",
    """SELECT ?observation ?value ?benchmark WHERE {
  ?observation dct:isPartOf <%s> ; sdm:obsValue ?value .
  OPTIONAL { ?observation ess:benchmark/sdm:obsValue ?benchmark } }""",
    "SELECT ?fact ?passage WHERE { ?fact dct:isPartOf <%s> ; prov:wasDerivedFrom ?passage }",
    """SELECT ?other ?date WHERE { <%s> dcat:isVersionOf ?profile .
  ?other dcat:isVersionOf ?profile ; dcat:version ?date } ORDER BY DESC(?date)""",
)
AGGREGATES = (
    "SELECT ?class (COUNT(?thing) AS ?things) WHERE { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things)",
    """SELECT ?mode (COUNT(?action) AS ?actions) WHERE { ?action ess:supportMode ?mode }
GROUP BY ?mode ORDER BY DESC(?actions)""",
    """SELECT ?authority (COUNT(?action) AS ?actions) WHERE {
  ?action a ess:SupportedAction ; dct:isPartOf ?edition . ?edition ess:authority ?authority }
GROUP BY ?authority ORDER BY DESC(?actions) ?authority""",
    "SELECT (AVG(?value) AS ?mean) (MAX(?value) AS ?most) WHERE { ?observation sdm:obsValue ?value }",
)
LARGE = (
    "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label }",
    "SELECT ?fact ?edition ?kind WHERE { ?fact dct:isPartOf ?edition ; a ?kind }",
)
_LARGE_ROWS = 150_000


def _limited(query: str) -> str:
    """*query* made another text each time it is sent, with the same answer: no cache can help."""
    return f"{PREFIXES}{query} LIMIT 1{NUMBER}"


def distinct(editions: Sequence[str]) -> list[str]:
    asked = zip(itertools.cycle(SMALL), _shuffled(editions, 1), strict=False)
    return [_limited(query % edition) for query, edition in asked]


def repeated(editions: Sequence[str], number: int = 50) -> list[str]:
    asked = zip(itertools.cycle(SMALL), _shuffled(editions, 2)[:number], strict=False)
    return [PREFIXES + query % edition for query, edition in asked]


def zipf(editions: Sequence[str], number: int = 20_000) -> list[str]:
    """Four of five are from a thousand favourites by Zipf's law; the fifth nobody ever asked."""
    dice = random.Random(3)
    favourites = repeated(editions, 1000)
    weights = [1 / rank for rank in range(1, len(favourites) + 1)]
    drawn = iter(dice.choices(favourites, weights, k=number))
    fresh = itertools.cycle(distinct(editions))
    return [next(fresh) if place % 5 == 4 else next(drawn) for place in range(number)]


def aggregates() -> list[str]:
    return [_limited(query) for query in AGGREGATES]


def large() -> list[str]:
    # The number goes into a comment, for here it is LIMIT that makes the answer what it is.
    return [f"{PREFIXES}{query} LIMIT {_LARGE_ROWS} # {NUMBER}" for query in LARGE]


def _shuffled(editions: Sequence[str], seed: int) -> list[str]:
    found = list(editions)
    random.Random(seed).shuffle(found)
    return found
