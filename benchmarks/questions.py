"""How long each question takes over many profiles: processor time of the engine, whatever else the machine does.

    python -m benchmarks.profiles --profiles 2000 --site SITE     # SITE: a copy of the project's own
    python -m esslod --site SITE build
    python -m benchmarks.questions --site SITE

A line for each question: for everything, then for one thing on whose page its panel stands.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions, Store

from esslod.addresses import EDITIONS
from esslod.config import load_site
from esslod.queries import bind, read_query
from esslod.release.manifest import read_manifest

_TIMES: Final = 3
#: The thing that a panel's parameter is bound to: the edition of the first profile, and what it is about.
_ABOUT: Final = "SELECT ?thing WHERE { %s ?property ?thing . ?thing a %s } LIMIT 1"


def measured(store: Store, text: str) -> tuple[float, int]:
    """Milliseconds of processor time (median), and rows."""
    spent, rows = [], 0
    for _ in range(_TIMES):
        start = time.process_time()
        found = store.query(text)
        rows = len(list(found)) if isinstance(found, QuerySolutions) else 0
        spent.append(1000 * (time.process_time() - start))
    return median(spent), rows


def things(store: Store, edition: NamedNode, kind: str) -> list[NamedNode]:
    """The edition itself when it is of this class, else what it points to that is."""
    if list(store.query(f"SELECT * WHERE {{ {edition} a <{kind}> }}")):  # type: ignore[arg-type]
        return [edition]
    found = store.query(_ABOUT % (edition, f"<{kind}>"))
    return [row["thing"] for row in found] if isinstance(found, QuerySolutions) else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, required=True)
    site = load_site(parser.parse_args().site, {})
    release = (site.releases_folder / "current").resolve()
    store = Store.read_only(str(site.stores_folder / release.name))
    graphs = (graph.iri for graph in read_manifest(release).graphs)
    edition = NamedNode(max(iri for iri in graphs if iri.startswith(site.base_iri + EDITIONS)))
    for file in sorted((release / "queries").glob("*.rq")):
        query = read_query(file.read_text(encoding="utf-8"))
        spent, rows = measured(store, query.text)
        line = f"{file.stem:26} {spent:7.0f} ms {rows:6} rows"
        for panel in query.panels:
            for thing in things(store, edition, panel.kind):
                spent, rows = measured(store, bind(query.text, {panel.parameter: thing}))
                line += f"   {panel.parameter} {spent:.0f} ms"
        print(line, flush=True)


if __name__ == "__main__":
    main()
