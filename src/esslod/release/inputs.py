"""What a release is made of, as read from the site's folder: sources, rules, queries, settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from esslod.addresses import SPARQL
from esslod.config import Site
from esslod.errors import AuthorError
from esslod.rdf.formats import COMPRESSIONS, DUMPED, TABLES
from esslod.release.dcat import template_bytes
from esslod.release.describe import DESCRIPTIONS
from esslod.release.versions import read_versions

if TYPE_CHECKING:
    from esslod.sources.load import Sources

RULES: Final = "ontology/rules"
QUERIES: Final = "queries"
#: The documents a release is described in: one that lacks some is another release.
_DOCUMENTS: Final = (*DESCRIPTIONS, SPARQL)
#: Settings that a release publishes; the others only say how it is made or served.
_PUBLISHED: Final = (
    "title_fr", "title_en", "description_fr", "description_en",
    "publisher_name", "publisher_iri", "publisher_type", "contact_page",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """Everything a release is made of, as read."""

    site: Site
    sources: Sources
    rules: Mapping[str, str]
    queries: Mapping[str, str]
    versions: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def settings(self) -> str:
        """Digest of what is published besides the data.

        Settings, catalogue template, queries, documents, past versions of the vocabulary, forms of files.
        """
        published = {name: getattr(self.site, name) for name in _PUBLISHED}
        forms = [*(syntax.name for syntax in (*DUMPED, *TABLES)), *COMPRESSIONS]
        table = [published, template_bytes().decode(), dict(self.queries), _DOCUMENTS, self._past, forms]
        return _sha256(json.dumps(table, ensure_ascii=False, sort_keys=True))

    @property
    def digest(self) -> str:
        """Digest of every source file, comments included."""
        table = [self.sources.digest, dict(self.rules), dict(self.queries), self._past]
        return _sha256(json.dumps(table, ensure_ascii=False, sort_keys=True))

    @property
    def _past(self) -> dict[str, str]:
        return {version: hashlib.sha256(octets).hexdigest() for version, octets in self.versions.items()}


def read_inputs(site: Site) -> Inputs:
    """Read everything once. Faults of the sources are inside `Inputs.sources`, for gate 1 to tell."""
    from esslod.sources.load import load  # noqa: PLC0415 -- only the verbs that build need it

    rules, queries = _texts(site.folder / RULES), _texts(site.folder / QUERIES)
    return Inputs(site, load(site.folder, site.addresses), rules, queries, read_versions(site.folder))


def _texts(folder: Path) -> dict[str, str]:
    """The queries of *folder*, by file name. Raises AuthorError for one that is not UTF-8."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.rq")):
        try:
            texts[file.name] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise AuthorError(f"{file}: {error}", remedy="save the file as UTF-8 text") from error
    return texts


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
