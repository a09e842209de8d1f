"""A small release on disk and a stand-in for the engine, so that the web is tested on its own."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Variable, parse, serialize
from tests import histories
from tests.readers import answered

from esslod.addresses import CANONICAL_BASE, graph_of_file
from esslod.config import Site, load_site
from esslod.finding.schema import INDEX
from esslod.rdf.canonical import canonical
from esslod.release.freeze import Frozen
from esslod.release.index import build_index
from esslod.release.manifest import FileEntry, GraphEntry, Manifest
from esslod.release.staging import Staging
from esslod.release.tables import write_tables
from esslod.web.app import close, create_app

ROOT = Path(__file__).parents[2]


class StandIn:
    """The Engine protocol over one in-memory store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.closed = False

    def ask(self, request):
        return answered(self.store, request)

    def about(self, node):
        return list(self.store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node, limit):
        found = self.store.quads_for_pattern(None, None, node, None)
        return [quad for quad, _ in zip(found, range(limit), strict=False)]

    def select(self, query, **substitutions):
        bound = {Variable(name): term for name, term in substitutions.items()}
        solutions = self.store.query(query, use_default_graph_as_union=True, substitutions=bound)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]

    def ready(self):
        return not self.closed

    def close(self):
        self.closed = True


def source_quads() -> list[Quad]:
    """The repository's own ontology, codes, shapes and data, with one place of the reference geography."""
    quads = []
    for folder in ("ontology", "shapes", "data"):
        for file in sorted((ROOT / folder).rglob("*.ttl")):
            place = PurePosixPath(file.relative_to(ROOT).as_posix())
            graph = graph_of_file(place)
            if graph is None:
                continue
            name = NamedNode(CANONICAL_BASE + graph)
            triples = list(parse(file.read_bytes(), RdfFormat.TURTLE, base_iri=CANONICAL_BASE))
            if "reference" in place.parts:  # thousands of places: the one that has a profile is enough
                triples = [triple for triple in triples if triple.subject.value.endswith("/epci/246300701")]
            quads.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
    return quads + list(_inferred(quads))


def in_memory(quads: list[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def _inferred(quads: list[Quad]) -> Iterator[Quad]:
    store = in_memory(quads)
    graph = NamedNode(CANONICAL_BASE + "dataset/inferred")
    for rule in sorted((ROOT / "ontology/rules").glob("*.rq")):
        for triple in store.query(rule.read_text(encoding="utf-8"), use_default_graph_as_union=True):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def write_release(folder: Path, quads: list[Quad], name: str, date: str = "2026-11-22") -> Path:
    """A release folder as the manifest describes it; its content need not be the real thing."""
    turtle = serialize((quad.triple for quad in quads[:200]), format=RdfFormat.TURTLE)
    files = {
        "dumps/esslod.ttl": ("dump", "text/turtle", turtle, "turtle", ""),
        "dumps/esslod.ttl.gz": ("dump", "text/turtle", gzip.compress(turtle, mtime=0), "turtle", "gzip"),
        "dumps/esslod.ttl.zst": ("dump", "text/turtle", zstandard.compress(turtle), "turtle", "zstd"),
        "dumps/dataset/places.ttl": ("graph", "text/turtle", turtle, "turtle", ""),
        "dumps/dataset/places.jelly": ("graph", "application/x-jelly-rdf", b"\x00jelly", "jelly", ""),
        "catalog.ttl": ("catalogue", "text/turtle", b"<urn:x> <urn:y> 'd\xc3\xa9'@fr .\n", "turtle", ""),
        "catalog.rdf": ("catalogue", "application/rdf+xml", b"<rdf/>", "rdf", ""),
        "void.ttl": ("void", "text/turtle", b"<urn:x> a <urn:void> .\n", "turtle", ""),
    }
    entries = tables_in(folder, quads)
    for path, (role, media_type, content, syntax, compression) in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        entries.append(FileEntry(path, role, media_type, len(content), digest, syntax, compression))
    graphs: dict[str, int] = {}
    for quad in quads:
        graphs[quad.graph_name.value] = graphs.get(quad.graph_name.value, 0) + 1
    manifest = Manifest(
        1, "0.1.0", name, date, CANONICAL_BASE, "d" * 64, "s" * 64, len(quads),
        tuple(GraphEntry(iri, count, "g" * 64) for iri, count in sorted(graphs.items())), tuple(entries),
    )  # fmt: skip
    (folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    (folder / "SHA256SUMS").write_text("".join(f"{e.sha256}  {e.path}\n" for e in entries))
    return folder


def tables_in(folder: Path, quads: list[Quad]) -> list[FileEntry]:
    """The tables of *quads*, written into *folder*."""
    staging = Staging(folder)
    write_tables(Frozen("", "", len(quads), (), (), canonical(quads)), staging, Site())
    return list(staging.files)


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    return source_quads()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, quads: list[Quad]) -> Path:
    folder = tmp_path_factory.mktemp("site") / "releases"
    write_release(folder / "0123456789ab", quads, "0123456789ab")
    write_release(folder / "ba9876543210", quads, "ba9876543210")
    (folder / "current").symlink_to("0123456789ab")
    union = [Quad(*quad.triple) for quad in quads]
    build_index(in_memory([*quads, *union]), folder / INDEX, CANONICAL_BASE)
    return folder


@pytest.fixture(scope="session")
def site(library: Path) -> Site:
    return replace(Site(), folder=library.parent)


@pytest.fixture(scope="session")
def app(library: Path, site: Site, quads: list[Quad]) -> Iterator[Flask]:
    engine = StandIn(in_memory(quads))
    made = create_app(library / "0123456789ab", library, site, open_engine=lambda store, site: engine)
    yield made
    close(made)


@pytest.fixture(scope="session")
def client_with(library: Path, site: Site, quads: list[Quad]) -> Iterator[Callable[..., FlaskClient]]:
    """``client_with(turtle, graph)``: a client of the same release with more statements in *graph*."""
    made: list[Flask] = []

    def opened(turtle: str, graph: str) -> FlaskClient:
        name = NamedNode(CANONICAL_BASE + graph)
        more = [Quad(*quad.triple, name) for quad in parse(turtle, RdfFormat.TURTLE, base_iri=CANONICAL_BASE)]
        engine = StandIn(in_memory([*quads, *more]))
        made.append(
            create_app(library / "0123456789ab", library, site, open_engine=lambda store, site: engine)
        )
        made[-1].test_client_class = Reader
        return made[-1].test_client()

    yield opened
    for one in made:
        close(one)


class Reader(FlaskClient):
    """A client that reads and closes every answer, as a server does."""

    def open(self, *args, **kwargs):
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture(scope="module")
def published_client(published_site: Path) -> Iterator[FlaskClient]:
    """Asks the application over the project's own release."""
    site = load_site(published_site, {})
    release = (site.releases_folder / "current").resolve()
    app = create_app(release, site.stores_folder / release.name, site)
    yield app.test_client()
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = Reader
    return app.test_client()


@pytest.fixture(scope="session")
def followed_application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Flask]]:
    """``followed_application(n)``: the site after three publications, its pages holding *n* members."""
    made: dict[int, Flask] = {}

    def opened(most: int) -> Flask:
        if most not in made:
            releases = tmp_path_factory.mktemp("followed") / "releases"
            library = histories.tell_a_story(releases, most)
            site = replace(Site(), folder=releases.parent)
            engine = StandIn(in_memory([]))
            made[most] = create_app(
                library.current(), library.stores, site, open_engine=lambda store, site: engine
            )
            made[most].test_client_class = Reader
        return made[most]

    yield opened
    for one in made.values():
        close(one)


@pytest.fixture
def followed(followed_application: Callable[[int], Flask]) -> FlaskClient:
    """A client of a site with a history."""
    return followed_application(100).test_client()


@pytest.fixture
def followed_in_small_pages(followed_application: Callable[[int], Flask]) -> FlaskClient:
    return followed_application(2).test_client()
