"""What each portal is told to take this site, ready to copy: programs and fields keep their own names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from esslod.addresses import CATALOGUE, OAI, SPARQL, STREAMS, VOID_DOCUMENT, WELL_KNOWN

#: A table by address, for portals that read tables and no catalogues.
_TABLE: Final = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)"


@dataclass(frozen=True)
class Portal:
    """A kind of harvester: the word that says what to do, its name, and (word, text to copy) lines."""

    intro: str
    name: str
    settings: tuple[tuple[str, str], ...]


def portals(host: str) -> tuple[Portal, ...]:
    """Every kind of harvester we know, with addresses under *host* (which ends in a slash).

    They are this server's own: some harvesters refuse any redirection.
    """
    return (*_catalogues(host), *_streams(host))


def _catalogues(host: str) -> tuple[Portal, ...]:
    table = f"{host}{SPARQL}?{urlencode({'format': 'csv', 'query': _TABLE}, quote_via=quote)}"
    return (
        Portal(
            "portals-datagouv", "data.gouv.fr",
            (("portals-kind", "DCAT"), ("portals-address", f"{host}{CATALOGUE}-datagouv.ttl")),
        ),
        Portal(
            "portals-europa", "data.europa.eu",
            (
                ("portals-kind", "OAI-PMH"),
                ("portals-address", f"{host}{OAI}"),
                ("portals-prefix", "dcat_ap"),
                ("portals-or-file", f"{host}{CATALOGUE}-ap2.rdf"),
            ),
        ),
        Portal(
            "portals-ckan", "CKAN",
            (
                ("portals-kind", "Generic DCAT RDF Harvester"),
                ("portals-address", f"{host}{CATALOGUE}.ttl"),
                ("portals-configuration", '{"rdf_format": "text/turtle"}'),
            ),
        ),
        Portal("portals-tables", "OpenDataSoft, Huwise…", (("portals-address", table),)),
    )  # fmt: skip


def _streams(host: str) -> tuple[Portal, ...]:
    graphs, records = (f"{host}{STREAMS}{name}.trig" for name in ("data", "catalog"))
    return (
        Portal(
            "portals-ldes", "LDES",
            (
                ("portals-stream-data", graphs),
                ("portals-stream-records", records),
                ("portals-command", f"ldes-client {graphs} --save state --follow"),
            ),
        ),
        Portal(
            "portals-oai", "OAI-PMH",
            (
                ("portals-address", f"{host}{OAI}"),
                ("portals-prefix", "oai_dc, dcat_ap"),
                ("portals-command", f"curl '{host}{OAI}?verb=ListRecords&metadataPrefix=dcat_ap'"),
            ),
        ),
        Portal(
            "portals-sparql", "SPARQL",
            (
                ("portals-address", f"{host}{SPARQL}"),
                ("portals-void", f"{host}{WELL_KNOWN}{VOID_DOCUMENT}"),
                ("portals-command", f"comunica-sparql sparql@{host}{SPARQL} 'ASK {{ ?s ?p ?o }}'"),
            ),
        ),
    )  # fmt: skip
