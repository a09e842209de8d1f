"""``esslod serve --files``: any RDF files behind the endpoint, without site, gates or release."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from esslod import __version__
from esslod.config import Site
from esslod.engine.files import Loaded, load
from esslod.release.manifest import LAYOUT, MANIFEST, NAME_LENGTH, GraphEntry, Manifest
from esslod.web.serve import Publication, home_of


@contextmanager
def publication_of(files: Sequence[Path], site: Site, today: date) -> Iterator[Publication]:
    """What to serve for *files*, in a temporary folder that lasts as long as the context.

    The base is the site's when the files are about IRIs under it, else this server's own
    address: then ``describe?iri=…`` leads to everything. Raises UnreadableFiles.
    """
    with tempfile.TemporaryDirectory(prefix="esslod-") as scratch:
        folder, store = Path(scratch), Path(scratch, "store")
        loaded = load(files, store, site.base_iri)
        base = site.base_iri if loaded.ours else home_of(site)
        (folder / MANIFEST).write_text(_manifest(loaded, base, today).to_json(), encoding="utf-8")
        yield Publication(
            folder,
            store,
            replace(site, base_iri=base, union_default_graph=False, describe_any=True),
            follow=False,
        )


def _manifest(loaded: Loaded, base_iri: str, today: date) -> Manifest:
    """What the web asks of a release, for files that are none: no file of theirs is offered."""
    return Manifest(
        layout=LAYOUT,
        software=__version__,
        name=loaded.digest[:NAME_LENGTH],
        date=today.isoformat(),
        base_iri=base_iri,
        digest=loaded.digest,
        sources_digest=loaded.digest,
        quads=loaded.quads,
        graphs=tuple(GraphEntry(iri, quads, "") for iri, quads in loaded.graphs),
        files=(),
    )
