"""OAI-PMH answers as XML, and the two formats of a record: Dublin Core, and DCAT-AP in RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Quad

from esslod.config import Site
from esslod.namespaces import DCAT, DCATAP, DCT, FOAF, RDFS, SKOS, prefixes
from esslod.rdf.canonical import parsed_triples
from esslod.rdf.formats import RDF_XML
from esslod.rdf.writing import write
from esslod.release.journal import Member

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
OAI_DC: Final = f"{OAI}oai_dc/"
DC: Final = "http://purl.org/dc/elements/1.1/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION: Final = re.compile(rb"<\?xml[^>]*\?>\s*")
#: What XML cannot hold, not even escaped (XML 1.0 §2.2).
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Format:
    """One way to write a record, as ListMetadataFormats tells it."""

    prefix: str
    schema: str
    namespace: str


DUBLIN_CORE: Final = Format("oai_dc", f"{OAI}oai_dc.xsd", OAI_DC)
DCAT_AP: Final = Format("dcat_ap", "http://data.europa.eu/r5r/", DCATAP.iri)
FORMATS: Final = (DUBLIN_CORE, DCAT_AP)

#: Element of Dublin Core → the properties of a dataset that fill it.
_ELEMENTS: Final = (
    ("title", (DCT.title,)),
    ("creator", (DCT.creator,)),
    ("subject", (DCAT.keyword, DCAT.theme)),
    ("description", (DCT.description,)),
    ("publisher", (DCT.publisher,)),
    ("date", (DCT.modified, DCT.issued)),
    ("identifier", (DCT.identifier, DCAT.landingPage)),
    ("source", (DCT.source,)),
    ("language", (DCT.language,)),
    ("coverage", (DCT.spatial,)),
    ("rights", (DCT.license, DCT.accessRights)),
)
#: Elements that give the address of a thing and not its names.
_ADDRESSED: Final = frozenset({"identifier", "source", "language"})
_NAMES: Final = (FOAF.name, SKOS.prefLabel, DCT.title, RDFS.label)


def document(now: str, base: str, arguments: Mapping[str, str], told: Sequence[str]) -> str:
    """A whole answer (§3.2): *arguments* are those of the request that was understood."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}" xmlns:xsi="{_XSI}" '
        f'xsi:schemaLocation="{OAI} {OAI}OAI-PMH.xsd">'
    )
    asked = element("request", base, **arguments)
    return "\n".join([head, element("responseDate", now), asked, *told, "</OAI-PMH>", ""])


def element(name: str, content: str, **attributes: str) -> str:
    """An element that holds text only."""
    said = "".join(f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items())
    return f"<{name}{said}>{escape(_clean(content))}</{name}>" if content else f"<{name}{said}/>"


def description(text: str) -> str:
    """What the repository holds, in Identify, as Dublin Core."""
    return f"<description>{_dc([element('dc:description', text)])}</description>"


def metadata_format(form: Format) -> str:
    parts = (
        element("metadataPrefix", form.prefix),
        element("schema", form.schema),
        element("metadataNamespace", form.namespace),
    )
    return f"<metadataFormat>{''.join(parts)}</metadataFormat>"


def header(member: Member, moment: str) -> str:
    status = ' status="deleted"' if member.kind == "Delete" else ""
    named = element("identifier", member.of) + element("datestamp", moment)
    return f"<header{status}>{named}</header>"


def record(member: Member, moment: str, prefix: str, lines: bytes, site: Site) -> str:
    """A record; *lines* is what the catalogue says of the dataset, as N-Triples. A deleted one says none."""
    if member.kind == "Delete":
        return f"<record>{header(member, moment)}</record>"
    listed = lines.splitlines()
    if prefix == DUBLIN_CORE.prefix:
        metadata = _dc(_elements(member.of, list(parsed_triples(listed))))
    else:
        metadata = rdf_xml(listed, site)
    return f"<record>{header(member, moment)}<metadata>\n{metadata}</metadata></record>"


def rdf_xml(lines: Sequence[bytes], site: Site) -> str:
    """One ``rdf:RDF``."""
    text = write({"": tuple(lines)}, RDF_XML, prefixes(site.base_iri))
    return _DECLARATION.sub(b"", text, count=1).decode()


def _dc(elements: Sequence[str]) -> str:
    return (
        f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}" xmlns:xsi="{_XSI}" '
        f'xsi:schemaLocation="{OAI_DC} {OAI}oai_dc.xsd">\n' + "\n".join(elements) + "\n</oai_dc:dc>\n"
    )


def _elements(focus: str, quads: Sequence[Quad]) -> list[str]:
    names = _named(quads)
    subject = NamedNode(focus)
    own = [(quad.predicate, quad.object) for quad in quads if quad.subject == subject]
    found: list[str] = []
    for name, properties in _ELEMENTS:
        for wanted in properties:
            values = [value for predicate, value in own if predicate == wanted]
            found += (told for value in values for told in _said(name, value, names))
    found.append(element("dc:type", "Dataset"))
    formats = (quad.object for quad in quads if quad.predicate == DCAT.mediaType)
    types = {node.value.rpartition("media-types/")[2] for node in formats if isinstance(node, NamedNode)}
    return [*dict.fromkeys(found), *(element("dc:format", kind) for kind in sorted(types))]


def _said(name: str, value: object, names: Mapping[NamedNode, Sequence[Literal]]) -> Iterator[str]:
    """*value* as Dublin Core: a literal as it is, a thing by its names and, where that helps, its address."""
    if isinstance(value, Literal):
        yield _spoken(name, value)
    elif isinstance(value, NamedNode):
        known = names.get(value, ()) if name not in _ADDRESSED else ()
        yield from (_spoken(name, literal) for literal in known)
        if name == "rights" or not known:
            yield element(f"dc:{name}", value.value)


def _spoken(name: str, literal: Literal) -> str:
    attributes = {"xml:lang": literal.language} if literal.language else {}
    return element(f"dc:{name}", literal.value, **attributes)


def _named(quads: Sequence[Quad]) -> dict[NamedNode, list[Literal]]:
    """What things are called, by the best property that names them."""
    found: dict[NamedNode, list[Literal]] = {}
    for wanted in _NAMES:
        fresh: dict[NamedNode, list[Literal]] = {}
        for quad in quads:
            subject, name = quad.subject, quad.object
            if quad.predicate == wanted and isinstance(name, Literal) and isinstance(subject, NamedNode):
                fresh.setdefault(subject, []).append(name)
        found = {**fresh, **found}
    return found


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
