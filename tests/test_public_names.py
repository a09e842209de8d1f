"""What ``import esslod`` offers: these names, no others, and nothing loaded before it is used."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import esslod

PUBLIC = {
    "EsslodError",
    "Fault",
    "Manifest",
    "Release",
    "Report",
    "__version__",
    "open_release",
    "validate",
}
HEAVY = ("rdflib", "pyshacl", "pyoxigraph", "flask", "granian", "jinja2", "pyld")


def test_the_public_names() -> None:
    """A name added or removed is a decision: it changes this list."""
    assert set(esslod.__all__) == PUBLIC
    assert set(dir(esslod)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_each_public_name_is_documented(name: str) -> None:
    """Each loads, keeps its name, and says what it is."""
    found = getattr(esslod, name)
    assert found.__name__ == name
    assert inspect.getdoc(found)


def test_public_methods_are_documented_and_typed() -> None:
    """Every public method of Release says what it does and what it returns."""
    for name, method in inspect.getmembers(esslod.Release, inspect.isfunction):
        if not name.startswith("_"):
            assert inspect.getdoc(method), name
            assert "return" in method.__annotations__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Lazy loading does not change what a wrong name does."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = esslod.nothing


@pytest.mark.parametrize("module", ["esslod", "esslod.cli", "esslod.parser"])
def test_importing_costs_nothing(module: str) -> None:
    """Neither the package nor the command line loads a heavy library before it is needed."""
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
