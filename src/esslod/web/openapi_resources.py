"""The endpoints of resources in the API description: see `openapi_facts.py`, which adds the others."""

from __future__ import annotations

from typing import Final

from esslod.rdf import formats
from esslod.rdf.formats import Syntax
from esslod.web.openapi_kinds import ABOUT, DESCRIBED, DOCUMENT, PAGE, READ, Facts


def _document(fr: str, en: str) -> Facts:
    return Facts("resources", fr, en, DOCUMENT, ABOUT, DESCRIBED)


def _cited(name: str, syntax: Syntax) -> Facts:
    fr, en = f"Comment citer un document, en {name}", f"How to cite a document, as {name}"
    return Facts("resources", fr, en, (syntax,), (), ("lang", "If-None-Match", "If-Modified-Since"))


def _tabled(syntax: Syntax) -> Facts:
    fr, en = "Ce que montre une page, en tableaux", "What a page shows, as tables"
    words = ("part-table", "lang", "If-None-Match", "If-Modified-Since")
    return Facts("resources", f"{fr} ({syntax.label})", f"{en} ({syntax.label})", (syntax,), (400,), words)


#: Endpoint → what it is.
OF_RESOURCES: Final[dict[str, Facts]] = {
    "thing": Facts(
        "resources",
        "La chose : mène à sa description",
        "The thing: leads to its description",
        statuses=(303, 410),
        words=("lang",),
    ),
    "description": _document("Ce que la version dit d’une chose", "What the release says of a thing"),
    "vocabulary": _document("Le vocabulaire", "The vocabulary"),
    "vocabulary-as": _document("Le vocabulaire dans un format", "The vocabulary in one format"),
    "version": _document("Une version du vocabulaire", "A version of the vocabulary"),
    "code": _document("Une liste de codes, ou un code", "A code list, or a code"),
    "dataset": _document("Un jeu de données", "A dataset"),
    "shapes": _document("Les formes SHACL", "The SHACL shapes"),
    "shapes-as": _document("Les formes SHACL dans un format", "The SHACL shapes in one format"),
    "shapes-graph": _document("Un groupe de formes SHACL", "A group of SHACL shapes"),
    "anything": Facts(
        "resources",
        "Ce que les données disent d’un IRI quelconque",
        "What the data say of any IRI",
        DOCUMENT,
        ABOUT,
        ("iri", "suffix", *DESCRIBED),
    ),
    "cite-bibtex": _cited("BibTeX", formats.BIBTEX),
    "cite-ris": _cited("RIS", formats.RIS),
    "cite-csl": _cited("CSL-JSON", formats.CSL_JSON),
    "parts-xlsx": _tabled(formats.XLSX),
    "parts-csv": _tabled(formats.CSV),
    "parts-csv-fr": _tabled(formats.CSV_FR),
    "parts-json": _tabled(formats.JSON),
    "editions": Facts(
        "resources",
        "Les éditions d’un profil, et ce qui change de l’une à l’autre",
        "The editions of a profile, and what changes from one to another",
        PAGE,
        (400,),
        ("edition-from", "edition-to", *READ),
    ),
}
