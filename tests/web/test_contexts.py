"""The published context: one address that documents name, one that never changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse
from tests.contexts import with_context
from tests.web.conftest import StandIn, in_memory

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.config import Site
from esslod.web.app import close, create_app

CONTEXT = "/context/v1.jsonld"


def test_the_context_is_served(client: FlaskClient) -> None:
    """JSON-LD, asked about again before use, with the address of this very content."""
    answer = client.get(CONTEXT)
    assert answer.content_type == "application/ld+json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["@context"]["amountBasis"]["@type"] == "@id"
    again = client.get(CONTEXT, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_one_content_has_an_address_for_ever(client: FlaskClient) -> None:
    """The address with a digest may be kept for a year; another digest is another release's."""
    where = client.get(CONTEXT).headers["Content-Location"]
    answer = client.get(where)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.data == client.get(CONTEXT).data
    assert client.get("/context/v1-000000000000.jsonld").status_code == 404


def test_every_resource_expands_to_its_own_graph(client: FlaskClient, quads: list[Quad]) -> None:
    """For each document of the release, JSON-LD read with the context is N-Triples' graph."""
    context = client.get(CONTEXT).data
    addresses = Addresses()
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    paths = sorted({path for path in map(addresses.document, subjects) if path})
    assert len(paths) > 150
    for path in paths:
        said = with_context(client.get(f"/{path}.jsonld").data, lambda _path: context)
        plain = client.get(f"/{path}.nt").data
        assert _graph(said, RdfFormat.JSON_LD) == _graph(plain, RdfFormat.N_TRIPLES), path


def _graph(text: bytes, syntax: RdfFormat) -> Dataset:
    dataset = Dataset(Quad(*quad.triple) for quad in parse(text, syntax))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_a_document_may_hold_its_context(library: Path, site: Site, quads: list[Quad]) -> None:
    """Where the base does not answer yet, ``inline_context`` makes each document self-contained."""
    engine = StandIn(in_memory(quads))
    inline = replace(site, inline_context=True)
    app = create_app(library / "0123456789ab", library, inline, open_engine=lambda store, site: engine)
    said = json.loads(app.test_client().get("/code/level/metropole.jsonld").data)
    close(app)
    assert said["@context"]["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert said["id"] == CANONICAL_BASE + "code/level/metropole"
