"""A linked-data server made with pyLDAPI (FastAPI, rdflib), as its documentation shows: FILE PORT.

It runs in an environment of its own (PyPI ``pyldapi``, ``uvicorn``), so it imports nothing of ours. It
describes less than we do: what a thing says of itself, as Turtle, JSON-LD… or in a bare page.
"""

from __future__ import annotations

import sys
from html import escape
from typing import Any

import rdflib
import uvicorn  # type: ignore[import-not-found, unused-ignore]
from fastapi import FastAPI, Request, Response  # type: ignore[import-not-found, unused-ignore]
from pyldapi import Profile, Renderer  # type: ignore[import-not-found, unused-ignore]

BASE = "https://w3id.org/esslod/"
TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


def main(file: str, port: str) -> None:
    everything = rdflib.Graph()
    everything.parse(file)
    app = FastAPI()

    class Description(Renderer):  # type: ignore[misc, unused-ignore]
        """The statements whose subject the thing is."""

        def render(self) -> Any:
            about = everything.cbd(rdflib.URIRef(self.instance_uri))
            if not len(about):
                return Response(status_code=404)
            if self.mediatype == "text/html":
                rows = (f"<tr><td>{escape(str(p))}<td>{escape(str(o))}" for _, p, o in sorted(about))
                text = (
                    f"<!doctype html><title>{escape(self.instance_uri)}</title><table>{''.join(rows)}</table>"
                )
            else:
                text = about.serialize(format=self.mediatype)
            return Response(text, headers=self.headers, media_type=self.mediatype)

    def describe(request: Request, path: str) -> Any:
        stem, _, suffix = path.rpartition(".")
        iri = BASE + (f"id/{stem[4:]}" if stem.startswith("doc/") else stem)
        profile = Profile(f"{BASE}profiles#full", "Full", "Everything", [TYPES[suffix]], TYPES[suffix])
        return Description(request, iri, {"full": profile}, "full").render()

    app.get("/{path:path}")(describe)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
