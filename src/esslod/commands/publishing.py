"""What several verbs need of a site: its library, and the progress of a long task in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from esslod.config import Site
from esslod.console import Console
from esslod.release.library import Library
from esslod.release.store import ensure_store

#: The steps that `build` and `verify` announce, as people say them.
STEPS: Final = {
    "wait": ("une autre fabrication est en cours : attente", "another build is running: waiting"),
    "load": ("lecture des fichiers", "reading the files"),
    "gate 1": ("contrôle des données", "checking the data"),
    "infer": ("déductions", "inferring"),
    "freeze": ("écriture des données", "writing the data"),
    "tables": ("tableaux", "tables"),
    "describe": ("description : catalogue, VoID", "describing: catalogue, VoID"),
    "gate 2": ("contrôle du catalogue", "checking the catalogue"),
    "store": ("index de requête", "query index"),
    "seal": ("scellement", "sealing"),
    "download": ("téléchargement", "downloading"),
    "verify": ("vérification", "verifying"),
}


def library(site: Site) -> Library:
    """The folder of releases of *site* and that of their indexes."""
    return Library(site.releases_folder, site.stores_folder)


def current_with_index(site: Site) -> tuple[Path, Path]:
    """The current release and its query index, rebuilt when missing. Raises NoRelease, DamagedRelease."""
    releases = library(site)
    release = releases.current()
    return release, ensure_store(releases, release)


def announcer(console: Console) -> Callable[[str], None]:
    """Says each step in the language of *console*, when somebody is looking."""

    def announce(step: str) -> None:
        console.progress(console.pick(*STEPS.get(step, (step, step))))

    return announce
