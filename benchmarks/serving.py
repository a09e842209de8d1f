"""Serve RELEASE with the query index STORE on PORT: python benchmarks/serving.py RELEASE STORE PORT."""

from __future__ import annotations

import sys
from pathlib import Path

from esslod.config import load_site
from esslod.web.serve import Publication, serve

if __name__ == "__main__":
    release, store, port = sys.argv[1:]
    publication = Publication(Path(release), Path(store), load_site(Path(release)), follow=False)
    serve(publication, "127.0.0.1", int(port))
