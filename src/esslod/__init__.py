"""esslod: social and solidarity economy profiles of territories as linked open data.

From Python::

    import esslod

    with esslod.open_release("my-site") as release:
        for row in release.query("SELECT ?s WHERE { ?s ?p ?o } LIMIT 3"):
            print(row["s"])

    report = esslod.validate("my-site", today=date.today())

Names are loaded when they are used, so that ``import esslod`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esslod.api import Release, open_release, validate
    from esslod.errors import EsslodError
    from esslod.release.manifest import Manifest
    from esslod.validation.report import Fault, Report

__version__ = "0.1.0"

__all__ = [
    "EsslodError",
    "Fault",
    "Manifest",
    "Release",
    "Report",
    "__version__",
    "open_release",
    "validate",
]

_HOMES = {
    "EsslodError": "esslod.errors",
    "Fault": "esslod.validation.report",
    "Manifest": "esslod.release.manifest",
    "Release": "esslod.api",
    "Report": "esslod.validation.report",
    "open_release": "esslod.api",
    "validate": "esslod.api",
}


def __getattr__(name: str) -> object:
    """Load a public name the first time it is used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'esslod' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (loaded when used, like the rest)

    found: object = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
