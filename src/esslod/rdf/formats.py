"""The one table of media types: RDF syntaxes, SPARQL results, and the files we publish.

Registered media types only; what clients send besides (``text/n3``,
``application/json`` for results…) is listed as an alias and understood, never sent.
EU file types are the codes of the Publications Office's authority table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

CHARSET: Final = "charset=utf-8"


@dataclass(frozen=True)
class Syntax:
    """One way to write an answer.

    ``name`` is what ``?format=`` and ``--format`` take; ``suffix`` has no dot;
    ``aliases`` are media types accepted from clients but never sent;
    ``file_type`` is the code in the EU file-type table; ``w3c`` the last part of the W3C's
    IRI of the format (http://www.w3.org/ns/formats/); ``parameters`` belong to the media type.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    aliases: tuple[str, ...] = ()
    file_type: str = ""
    text: bool = True
    w3c: str = ""
    parameters: str = ""

    @property
    def content_type(self) -> str:
        """The ``Content-Type`` header; udata reads Latin-1 unless the charset is said."""
        return "; ".join(filter(None, (self.media_type, self.parameters, CHARSET if self.text else "")))


@dataclass(frozen=True)
class RdfSyntax(Syntax):
    rdf: RdfFormat = RdfFormat.TURTLE
    graphs: bool = False


@dataclass(frozen=True)
class ResultsSyntax(Syntax):
    results: QueryResultsFormat = QueryResultsFormat.JSON


TURTLE: Final = RdfSyntax(
    "turtle", "Turtle", "ttl", "text/turtle",
    ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
    "RDF_TURTLE", w3c="Turtle", rdf=RdfFormat.TURTLE,
)  # fmt: skip
JSON_LD: Final = RdfSyntax(
    "jsonld", "JSON-LD", "jsonld", "application/ld+json", ("application/json",),
    "JSON_LD", w3c="JSON-LD", rdf=RdfFormat.JSON_LD, graphs=True,
)  # fmt: skip
N_TRIPLES: Final = RdfSyntax(
    "nt", "N-Triples", "nt", "application/n-triples", ("text/plain",),
    "RDF_N_TRIPLES", w3c="N-Triples", rdf=RdfFormat.N_TRIPLES,
)  # fmt: skip
RDF_XML: Final = RdfSyntax(
    "rdf", "RDF/XML", "rdf", "application/rdf+xml", ("application/xml", "text/xml"),
    "RDF_XML", w3c="RDF_XML", rdf=RdfFormat.RDF_XML,
)  # fmt: skip
N_QUADS: Final = RdfSyntax(
    "nq", "N-Quads", "nq", "application/n-quads", ("text/x-nquads",),
    "RDF_N_QUADS", w3c="N-Quads", rdf=RdfFormat.N_QUADS, graphs=True,
)  # fmt: skip
TRIG: Final = RdfSyntax(
    "trig", "TriG", "trig", "application/trig", ("application/x-trig",),
    "RDF_TRIG", w3c="TriG", rdf=RdfFormat.TRIG, graphs=True,
)  # fmt: skip

HTML: Final = Syntax("html", "HTML", "html", "text/html", ("application/xhtml+xml",), "HTML")
PROBLEM_JSON: Final = Syntax(
    "problem", "Problem details", "json", "application/problem+json", ("application/json",), "JSON"
)
JSON: Final = Syntax("json", "JSON", "json", "application/json", (), "JSON")
LINKSET_JSON: Final = Syntax(
    "linkset", "Linkset", "json", "application/linkset+json", ("application/json",), "JSON", text=False
)
#: What RFC 9727 (§4.1) says of a linkset that is an API catalogue.
API_CATALOGUE: Final = replace(LINKSET_JSON, parameters='profile="https://www.rfc-editor.org/info/rfc9727"')
XML: Final = Syntax("xml", "XML", "xml", "application/xml", ("text/xml",), "XML")
ATOM: Final = Syntax("atom", "Atom", "atom", "application/atom+xml", (), "ATOM")
OAI_XML: Final = Syntax("oai", "OAI-PMH", "xml", "text/xml", ("application/xml",), "XML")
METRICS: Final = Syntax("metrics", "Prometheus", "txt", "text/plain", parameters="version=0.0.4")
OPENMETRICS: Final = Syntax(
    "openmetrics", "OpenMetrics", "txt", "application/openmetrics-text", parameters="version=1.0.0"
)
#: Unregistered, but OpenSearch 1.1 and browsers know no other.
OPENSEARCH_XML: Final = replace(
    XML, name="opensearch", label="OpenSearch", media_type="application/opensearchdescription+xml"
)
#: Tables: RFC 4180, with a line of names; as French spreadsheet programs read it; typed cells.
CSV: Final = Syntax("csv", "CSV", "csv", "text/csv", (), "CSV", parameters="header=present")
CSV_FR: Final = replace(CSV, name="csv-fr", label="CSV (;)", suffix="fr.csv")
XLSX: Final = Syntax(
    "xlsx", "XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (), "XLSX",
    text=False,
)  # fmt: skip
#: A picture (SVG 2, registered in its appendix P).
SVG: Final = Syntax("svg", "SVG", "svg", "image/svg+xml", (), "SVG")
#: What a program needs to read a CSV: W3C's metadata (CSVW §5), Frictionless Table Schema.
CSVW: Final = Syntax(
    "csvw", "CSVW", "csv-metadata.json", "application/csvm+json", ("application/json",), "JSON", text=False
)
TABLE_SCHEMA: Final = replace(JSON, name="table-schema", label="Table Schema", suffix="schema.json")
DATA_PACKAGE: Final = Syntax(
    "data-package", "Data Package", "json", "application/vnd.datapackage+json", ("application/json",), "JSON",
    text=False,
)  # fmt: skip
#: How to cite, for programs that keep references: under the names that DOI resolvers send them.
BIBTEX: Final = Syntax("bibtex", "BibTeX", "bib", "application/x-bibtex")
RIS: Final = Syntax("ris", "RIS", "ris", "application/x-research-info-systems")
CSL_JSON: Final = Syntax("csl", "CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json")
TEXT: Final = Syntax("txt", "Text", "txt", "text/plain", (), "TXT")
GZIP: Final = Syntax("gz", "gzip", "gz", "application/gzip", (), "GZIP", text=False)
ZSTD: Final = Syntax("zst", "zstd", "zst", "application/zstd", text=False)
#: A signature in compact form (RFC 7515 §9.2.1).
JOSE: Final = Syntax("jose", "JWS", "jws", "application/jose", text=False)
#: Binary RDF for dumps: an unregistered media type, because Jelly's own specification names it.
JELLY: Final = Syntax("jelly", "Jelly", "jelly", "application/x-jelly-rdf", text=False)

RESULTS_JSON: Final = ResultsSyntax(
    "json", "SPARQL results JSON", "srj", "application/sparql-results+json",
    ("application/json", "text/json"), "JSON", w3c="SPARQL_Results_JSON", results=QueryResultsFormat.JSON,
)  # fmt: skip
RESULTS_XML: Final = ResultsSyntax(
    "xml", "SPARQL results XML", "srx", "application/sparql-results+xml",
    ("application/xml", "text/xml"), "XML", w3c="SPARQL_Results_XML", results=QueryResultsFormat.XML,
)  # fmt: skip
RESULTS_CSV: Final = ResultsSyntax(
    "csv", "CSV", "csv", "text/csv", (), "CSV", w3c="SPARQL_Results_CSV", results=QueryResultsFormat.CSV
)
RESULTS_TSV: Final = ResultsSyntax(
    "tsv", "TSV", "tsv", "text/tab-separated-values", (),
    "TSV", w3c="SPARQL_Results_TSV", results=QueryResultsFormat.TSV,
)  # fmt: skip

#: What every table is written in.
TABLES: Final = (CSV, CSV_FR, XLSX, JSON)
#: What tells programs of them.
TABLES_TOLD: Final = (CSVW, TABLE_SCHEMA, DATA_PACKAGE)
#: In order of preference when the caller has none.
RDF_SYNTAXES: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, N_QUADS, TRIG)
#: What dumps are written in.
DUMPED: Final[tuple[Syntax, ...]] = (*RDF_SYNTAXES, JELLY)
#: The codings of HTTP in which dumps are kept → the files that hold them, the quicker to undo first.
COMPRESSIONS: Final = {"zstd": ZSTD, "gzip": GZIP}
REFERENCES: Final = (BIBTEX, RIS, CSL_JSON)
RESULTS_SYNTAXES: Final = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
#: Suffixes of files that are the same for every reader: a language asked for would be a second address
#: of one thing, and move the relative IRIs in it.
WORDLESS: Final = frozenset(
    syntax.suffix
    for syntax in (*DUMPED, *COMPRESSIONS.values(), *RESULTS_SYNTAXES, ATOM, XML, TEXT, JSON, JOSE)
)


def rdf_by_suffix(suffix: str) -> RdfSyntax | None:
    """The RDF syntax whose files end in ``.suffix`` (no dot), or None."""
    return next((syntax for syntax in RDF_SYNTAXES if syntax.suffix == suffix), None)


def rdf_by_name(name: str) -> RdfSyntax | None:
    """The RDF syntax that ``--format``/``?format=`` calls *name* (name, suffix or media type)."""
    return next((s for s in RDF_SYNTAXES if name in (s.name, s.suffix, s.media_type)), None)


def dumped_by_name(name: str) -> Syntax | None:
    """The syntax of dumps that a manifest calls *name*, or None."""
    return next((syntax for syntax in DUMPED if syntax.name == name), None)


def table_by_name(name: str) -> Syntax | None:
    """The syntax of tables, or of what is told of them, that a manifest calls *name*, or None."""
    return next((syntax for syntax in (*TABLES, *TABLES_TOLD) if syntax.name == name), None)


def results_by_name(name: str) -> ResultsSyntax | None:
    """The results syntax that ``--format``/``?format=`` calls *name*."""
    return next((s for s in RESULTS_SYNTAXES if name in (s.name, s.suffix, s.media_type)), None)
