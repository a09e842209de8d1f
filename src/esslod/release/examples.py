"""Queries and prefixes as RDF, for editors: SHACL's vocabulary, as the SIB's sparql-examples use it.

A query file becomes a ``sh:SPARQLExecutable`` whose text runs as it stands: its parameters
have their default. Editors show ``rdfs:comment`` alone, so it begins with the title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import EXAMPLES, SPARQL
from esslod.config import Site
from esslod.errors import AuthorError
from esslod.namespaces import DCT, OWL, RDF, RDFS, SCHEMA, SH, SPEX, XSD, prefixes
from esslod.queries import QueryFile, Variant, read_query, with_defaults

#: What each form of query is called; SHACL has no word for DESCRIBE.
_FORMS: Final[dict[Variant, tuple[NamedNode, NamedNode]]] = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
    "DESCRIBE": (SPEX.SPARQLDescribeExecutable, SPEX.describe),
}
_TITLES: Final = (("fr", "Exemples de requêtes et préfixes"), ("en", "Example queries and prefixes"))


def examples(queries: Mapping[str, str], site: Site) -> set[Triple]:
    """The query files (name → text, under the site's base) and the prefixes, as statements.

    Raises AuthorError for a file that holds no query.
    """
    said = {*_document(site)}
    for file, text in queries.items():
        said.update(_example(file, read_query(text), site))
    return said


def _document(site: Site) -> Iterator[Triple]:
    """The prefixes hang on the document itself, whose examples they are for."""
    document = NamedNode(site.addresses.iri(EXAMPLES))
    yield Triple(document, RDF.type, OWL.Ontology)  # what sh:declare asks of its subject (SHACL §5.2.1)
    for language, title in _TITLES:
        yield Triple(document, DCT.title, Literal(title, language=language))
    for prefix, namespace in prefixes(site.base_iri).items():
        declaration = NamedNode(f"{document.value}#prefix-{prefix}")
        yield Triple(document, SH.declare, declaration)
        yield Triple(declaration, RDF.type, SH.PrefixDeclaration)
        yield Triple(declaration, SH.prefix, Literal(prefix))
        yield Triple(declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI))


def _example(file: str, query: QueryFile, site: Site) -> Iterator[Triple]:
    addresses = site.addresses
    example = NamedNode(addresses.iri(f"{EXAMPLES}/{PurePosixPath(file).stem}"))
    if query.form is None:
        raise AuthorError(
            f"queries/{file}: neither SELECT, ASK, CONSTRUCT nor DESCRIBE", remedy="write a query"
        )
    kind, text_of = _FORMS[query.form]
    yield Triple(example, RDF.type, SH.SPARQLExecutable)
    yield Triple(example, RDF.type, kind)
    yield Triple(example, SH.prefixes, NamedNode(addresses.iri(EXAMPLES)))
    yield Triple(example, SCHEMA.target, NamedNode(addresses.iri(SPARQL)))
    yield Triple(example, text_of, Literal(with_defaults(query, site.base_iri)))
    for language, title in query.title.items():
        comment = _sentences(title, query.description.get(language, ""))
        yield Triple(example, RDFS.label, Literal(title, language=language))
        yield Triple(example, RDFS.comment, Literal(comment, language=language))


def _sentences(title: str, description: str) -> str:
    """Both, the title as a sentence of its own."""
    ended = title if title.endswith(("?", "!", ".", "…")) else f"{title}."
    return f"{ended} {description}".rstrip()
