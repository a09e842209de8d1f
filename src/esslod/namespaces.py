"""IRIs of the vocabularies esslod speaks, and the prefixes it writes.

``DCAT.Dataset`` is the pyoxigraph term; ``DCAT.iri`` the namespace as text.
Terms of our own vocabulary are *not* here: they hang under the site's base
(`addresses.py`) and Python has no need to know them by name.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pyoxigraph import NamedNode


class Vocabulary:
    """A namespace whose attributes are its terms."""

    def __init__(self, iri: str) -> None:
        self.iri: Final = iri

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return _term(self.iri + name)

    def __getitem__(self, name: str) -> NamedNode:
        return _term(self.iri + name)


@cache
def _term(iri: str) -> NamedNode:
    return NamedNode(iri)


ALTR = Vocabulary("http://www.w3.org/ns/dx/connegp/altr#")
ADMS = Vocabulary("http://www.w3.org/ns/adms#")
AS = Vocabulary("https://www.w3.org/ns/activitystreams#")
DASH = Vocabulary("http://datashapes.org/dash#")
CV = Vocabulary("http://data.europa.eu/m8g/")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
DCATAP = Vocabulary("http://data.europa.eu/r5r/")
DCT = Vocabulary("http://purl.org/dc/terms/")
DQV = Vocabulary("http://www.w3.org/ns/dqv#")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
FORMATS = Vocabulary("http://www.w3.org/ns/formats/")
GEO_INSEE = Vocabulary("http://rdf.insee.fr/def/geo#")
HYDRA = Vocabulary("http://www.w3.org/ns/hydra/core#")
LDES = Vocabulary("https://w3id.org/ldes#")
OA = Vocabulary("http://www.w3.org/ns/oa#")
OBEU_ATTRIBUTE = Vocabulary("http://data.openbudgets.eu/ontology/dsd/attribute/")
OBEU_DIMENSION = Vocabulary("http://data.openbudgets.eu/ontology/dsd/dimension/")
OBEU_MEASURE = Vocabulary("http://data.openbudgets.eu/ontology/dsd/measure/")
ORG = Vocabulary("http://www.w3.org/ns/org#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
PROF = Vocabulary("http://www.w3.org/ns/dx/prof/")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
QB = Vocabulary("http://purl.org/linked-data/cube#")
QUDT_UNIT = Vocabulary("http://qudt.org/vocab/unit/")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Vocabulary("https://schema.org/")
SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
SDMX_ATTRIBUTE = Vocabulary("http://purl.org/linked-data/sdmx/2009/attribute#")
SDMX_DIMENSION = Vocabulary("http://purl.org/linked-data/sdmx/2009/dimension#")
SDMX_MEASURE = Vocabulary("http://purl.org/linked-data/sdmx/2009/measure#")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
SPDX = Vocabulary("http://spdx.org/rdf/terms#")
SPEX = Vocabulary("https://purl.expasy.org/sparql-examples/ontology#")
TIME = Vocabulary("http://www.w3.org/2006/time#")
TREE = Vocabulary("https://w3id.org/tree#")
VANN = Vocabulary("http://purl.org/vocab/vann/")
VCARD = Vocabulary("http://www.w3.org/2006/vcard/ns#")
VOID = Vocabulary("http://rdfs.org/ns/void#")
VOID_EXT = Vocabulary("http://ldf.fi/void-ext#")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")

#: prefix → namespace, in the order prefixes are written; a document declares only those it uses.
PREFIXES: Final[dict[str, str]] = {
    "adms": ADMS.iri,
    "altr": ALTR.iri,
    "cv": CV.iri,
    "dash": DASH.iri,
    "dcat": DCAT.iri,
    "dcatap": DCATAP.iri,
    "dct": DCT.iri,
    "dqv": DQV.iri,
    "foaf": FOAF.iri,
    "formats": FORMATS.iri,
    "geo": GEO_INSEE.iri,
    "hydra": HYDRA.iri,
    "ldes": LDES.iri,
    "oa": OA.iri,
    "obeu-attribute": OBEU_ATTRIBUTE.iri,
    "obeu-dimension": OBEU_DIMENSION.iri,
    "obeu-measure": OBEU_MEASURE.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prof": PROF.iri,
    "prov": PROV.iri,
    "qb": QB.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sd": SD.iri,
    "sdmx-attribute": SDMX_ATTRIBUTE.iri,
    "sdmx-dimension": SDMX_DIMENSION.iri,
    "sdmx-measure": SDMX_MEASURE.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "spdx": SPDX.iri,
    "spex": SPEX.iri,
    "time": TIME.iri,
    "tree": TREE.iri,
    "unit": QUDT_UNIT.iri,
    "vann": VANN.iri,
    "vcard": VCARD.iri,
    "void": VOID.iri,
    "void-ext": VOID_EXT.iri,
    "xsd": XSD.iri,
}


def prefixes(base: str) -> dict[str, str]:
    """All prefixes a document of this site may use: ours (``ess``, under *base*) first."""
    return {"ess": base + "def#", **PREFIXES}
