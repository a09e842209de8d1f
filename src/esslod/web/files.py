"""Files of a release as they are: catalogue, VoID, dumps, checksums.

A path is looked up in the manifest, never joined to a folder by itself: what is not
listed does not exist, so no path leads out of a release.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import CATALOGUE, DUMPS, EXAMPLES, LATEST, TABLES, VOID_DOCUMENT
from esslod.errors import DamagedRelease, NotAcceptable, NotFound
from esslod.rdf.formats import (
    CHARSET,
    COMPRESSIONS,
    HTML,
    JOSE,
    JSON,
    RDF_SYNTAXES,
    TEXT,
    RdfSyntax,
    Syntax,
    dumped_by_name,
    rdf_by_suffix,
    table_by_name,
)
from esslod.release.manifest import MANIFEST, SIGNATURE, SUMS, FileEntry, Manifest, read_manifest
from esslod.representation import html
from esslod.web import asked, caching, history, links, profiles, resources
from esslod.web.disk import KEPT, Form, sent
from esslod.web.dump_list import listing
from esslod.web.links import Link
from esslod.web.negotiation import best
from esslod.web.published import Published
from esslod.web.ranges import IN_PARTS

blueprint = Blueprint("files", __name__)

_RELEASE_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{5,80}")
#: Files of a release that its manifest cannot list, with their content types.
_UNLISTED: Final = {
    MANIFEST: JSON.content_type,
    SUMS: TEXT.content_type,
    SIGNATURE: JOSE.content_type,
}
#: What follows the name of a file in the address of its checksum, which ``sha256sum -c`` reads.
_SUM: Final = ".sha256"


@blueprint.get(f"/{CATALOGUE}", endpoint="catalogue")
@blueprint.get(f"/{VOID_DOCUMENT}", endpoint="void")
@blueprint.get(f"/{EXAMPLES}", endpoint="examples")
def negotiated() -> Response:
    """A document of the release whose RDF is a file: data first, for harvesters send ``*/*``."""
    path = asked.path()
    offered = formats(path)
    if profiles.another(path, offered):
        return resources.described(path, offered)
    if not offered:
        raise NotFound(asked.site().addresses.iri(path))
    syntax = best(request.headers.get("Accept"), (*offered, HTML))
    if syntax is None:
        raise NotAcceptable(request.headers.get("Accept", ""), links.offered(path, offered))
    response = resources.page_of(path, offered) if syntax is HTML else _document(path, syntax)
    response.headers["Content-Location"] = f"{asked.root()}{path}.{syntax.suffix}"
    response.vary.update(("Accept",))
    return response


@blueprint.get("/.well-known/void", endpoint="well-known", defaults={"document": VOID_DOCUMENT})
@blueprint.get(
    "/.well-known/sparql-examples", endpoint="well-known-examples", defaults={"document": EXAMPLES}
)
def well_known(document: str) -> Response:
    """The document itself, not a redirect to it: some harvesters do not follow one."""
    offered = formats(document)
    if not offered:
        raise NotFound(asked.site().addresses.iri(document))
    syntax = best(request.headers.get("Accept"), offered) or offered[0]
    response = _document(document, syntax)
    response.vary.update(("Accept",))
    return response


@blueprint.get(f"/{CATALOGUE}.<suffix>", endpoint="catalogue-as")
@blueprint.get(f"/{CATALOGUE}-<flavour>.<suffix>", endpoint="flavour-as")
@blueprint.get(f"/{VOID_DOCUMENT}.<suffix>", endpoint="void-as")
@blueprint.get(f"/{EXAMPLES}.<suffix>", endpoint="examples-as")
def suffixed(suffix: str, flavour: str = "") -> Response:
    path = asked.path().removesuffix(f".{suffix}")
    if not flavour and profiles.another(path, formats(path), suffix):
        return resources.described(asked.path(), formats(path))
    if suffix == HTML.suffix and not flavour:
        return resources.page_of(path, formats(path))
    syntax = rdf_by_suffix(suffix)
    if syntax is None:
        raise NotFound(request.path)
    return _document(path, syntax, about=CATALOGUE if flavour else "")


@blueprint.get(f"/{DUMPS}")
def dumps() -> Response:
    """The list of whole-release files, with sizes and checksums."""
    published, language = asked.published(), asked.language()

    def page() -> bytes:
        found = listing(published.manifest)
        latest = f"{request.url_root}{DUMPS}{LATEST}/"
        check = f"curl -O {latest}{found.example}\ncurl -s {latest}{found.example}.sha256 | sha256sum -c"
        signed = (published.folder / SIGNATURE).is_file()
        followed = history.is_told()
        return html.render(
            "dumps.html", asked.frame(), listing=found, check=check, signed=signed, followed=followed
        )

    context = (language, request.url_root, request.args.get("lang", ""))
    headers = [("Content-Language", language), ("Link", links.field(links.of_dumps()))]
    return caching.answer(page, HTML.content_type, context, vary=("Accept-Language",), headers=headers)


@blueprint.get(f"/{DUMPS}<release>/<path:name>")
def dump(release: str, name: str) -> Response:
    """One file of a release; ``latest`` follows the current one, the others never change."""
    current = asked.published()
    if release == LATEST:
        return send(current.folder, current.manifest, name, links.of_dump(name))
    folder = current.folder.parent / release
    manifest = current.manifest if release == current.manifest.name else _other(folder, release)
    return send(folder, manifest, name, links.of_dump(name), versioned=True)


def formats(path: str) -> list[RdfSyntax]:
    """The RDF syntaxes in which the release holds the document at *path* as a file."""
    manifest = asked.published().manifest
    return [syntax for syntax in RDF_SYNTAXES if manifest.file(f"{path}.{syntax.suffix}")]


def _document(path: str, syntax: Syntax, about: str = "") -> Response:
    """The file that holds the document at *path* in *syntax*, with the links of the document.

    A flavour of a document has no page of its own: *about* is the document it is a flavour of.
    """
    published: Published = asked.published()
    about = about or path
    focus = NamedNode(asked.site().addresses.subject(about))
    told = profiles.of_file(about, focus)
    found = links.of_document(about, focus, syntax, formats(about), told)
    return send(published.folder, published.manifest, f"{path}.{syntax.suffix}", found)


def send(
    folder: Path, manifest: Manifest, name: str, about: Sequence[Link], *, versioned: bool = False
) -> Response:
    """One listed file. Raises NotFound.

    Only data are immutable at a *versioned* address: manifest and descriptions name the day of
    the build, which is not part of the release's name.
    """
    parts = request.path.startswith(IN_PARTS)
    immutable = False
    if name in _UNLISTED and (folder / name).is_file():
        form = Form(folder / name, _tag_of(folder / name))
        response = sent([form], _UNLISTED[name], folder, parts=parts)
    elif name.endswith(_SUM) and (summed := _entry(manifest, name.removesuffix(_SUM))):
        response = _checksum(summed)
    else:
        entry = _entry(manifest, name)
        if entry is None or not (folder / entry.path).is_file():
            raise NotFound(request.path)
        response = sent(_forms(folder, manifest, entry), _content_type(entry), folder, parts=parts)
        immutable = versioned and entry.path.startswith((DUMPS, TABLES))
    if immutable:
        response.headers["Cache-Control"] = caching.IMMUTABLE
    response.headers["Link"] = links.field(about)
    return response


def _entry(manifest: Manifest, name: str) -> FileEntry | None:
    return manifest.file(f"{DUMPS}{name}") or manifest.file(name)


def _checksum(entry: FileEntry) -> Response:
    """A line of ``SHA256SUMS``, for who has this file only, wherever it was saved."""
    line = f"{entry.sha256}  {PurePosixPath(entry.path).name}\n"
    return caching.answer(line.encode, TEXT.content_type, (entry.sha256,))


def _tag_of(file: Path) -> str:
    """The tag of a file whose digest nobody keeps: small, and it may be another one tomorrow."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:32]


def _forms(folder: Path, manifest: Manifest, entry: FileEntry) -> list[Form]:
    """The file, and the same compressed when the release has it."""
    forms = [Form(folder / entry.path, entry.sha256[:32])]
    for coding in KEPT:
        packed = manifest.file(f"{entry.path}.{COMPRESSIONS[coding].suffix}")
        if packed is not None and packed.compression == coding and (folder / packed.path).is_file():
            forms.append(Form(folder / packed.path, packed.sha256[:32], coding))
    return forms


def _content_type(entry: FileEntry) -> str:
    """Compressed files are files, not a content coding: what is saved is what the checksum is of."""
    known = COMPRESSIONS.get(entry.compression) or dumped_by_name(entry.syntax) or table_by_name(entry.syntax)
    return known.content_type if known else f"{entry.media_type}; {CHARSET}"


def _other(folder: Path, name: str) -> Manifest:
    """The manifest of a release that is kept but not current. Raises NotFound."""
    if not _RELEASE_NAME.fullmatch(name) or folder.is_symlink():
        raise NotFound(request.path)
    try:
        return _manifest(folder)
    except DamagedRelease:
        raise NotFound(request.path) from None


@lru_cache(maxsize=16)
def _manifest(folder: Path) -> Manifest:
    return read_manifest(folder)
