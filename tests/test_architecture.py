"""The house keeps its floors: who may import whom, who may read the clock, how long things may be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "esslod"
FILES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}

SHARED = (
    "errors", "namespaces", "contrast", "config", "addresses", "parameters", "queries", "rdf", "fields",
    "tables", "finding", "release.manifest", "release.journal",
)  # fmt: skip
AUTHORING = ("sources", "validation", "release", "build")
PUBLISHING = ("engine", "representation", "web", "export")
#: Library → the modules that may import it.
ONLY_IN = {
    "flask": ("web",),
    "werkzeug": ("web",),
    "granian": ("web",),
    "httptools": ("web.course",),
    "uvloop": ("web.door",),
    "jinja2": ("representation.html",),
    "rdflib": ("validation.shacl", "validation.quick", "api"),
    "pyshacl": ("validation.shacl", "validation.quick"),
    "pyjelly": ("rdf.jelly",),
    "cryptography": ("release.signature",),
    "joserfc": (),  # it judges our signatures in tests
    "pyld": (),  # it judges our JSON-LD in tests; what we ship does without
}
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
ENVIRONMENT = {("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "putenv")}
LONGEST_FUNCTION = 59
LONGEST_MODULE = 250
#: Modules allowed to be longer, each with its reason.
LONG_MODULES: dict[str, str] = {
    "config": "one table: every setting with its two sentences; the code is 100 lines",
    "errors": "the whole tree of errors, drawn and declared in one place",
}
#: Names that hold an avoided word for a good reason.
STANDARD_NAMES = {"validation.shacl._core_results": "SHACL Core is the name of the standard's first part"}
AVOIDED = {"manager", "helper", "helpers", "util", "utils", "common", "core", "handler", "handlers"}


def module_of(path: Path) -> str:
    """``release.manifest`` for release/manifest.py, ``web`` for web/__init__.py, empty for the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def beneath(module: str, floors: tuple[str, ...]) -> bool:
    return any(module == floor or module.startswith(floor + ".") for floor in floors)


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under ``if TYPE_CHECKING``, which exist for the type checker only."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting.extend(node.orelse)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def imported(tree: ast.AST) -> Iterator[str]:
    """Full dotted names that run-time code imports."""
    for node in running(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def of_ours(tree: ast.AST) -> set[str]:
    """Our own modules that *tree* imports, without ``esslod.``."""
    found = set()
    for name in imported(tree):
        if name == "esslod" or not name.startswith("esslod."):
            continue
        inner = name.removeprefix("esslod.")
        while inner and inner not in MODULES:
            inner = inner.rpartition(".")[0]
        if inner:
            found.add(inner)
    return found


IMPORTS = {module: of_ours(FILES[path]) for module, path in MODULES.items()}


def test_there_is_something_to_check() -> None:
    """The walk finds the package: an empty list would make every rule below true."""
    assert {"cli", "config", "release.manifest", "sources.load", "web.app"} <= set(MODULES)


def test_no_import_cycle() -> None:
    """Modules can be sorted so that each imports only earlier ones."""
    remaining = {module: set(needs) - {module} for module, needs in IMPORTS.items()}
    while ready := [module for module, needs in remaining.items() if not needs & set(remaining)]:
        for module in ready:
            del remaining[module]
    assert not remaining, f"in or behind a cycle: {remaining}"


def test_the_halves_never_meet() -> None:
    """Authoring and publishing import each other nowhere: a folder on disk is all they share."""
    for module, needs in IMPORTS.items():
        if beneath(module, SHARED):
            foreign = {need for need in needs if not beneath(need, SHARED)}
        elif beneath(module, AUTHORING):
            foreign = {need for need in needs if not beneath(need, (*AUTHORING, *SHARED))}
        elif beneath(module, PUBLISHING):
            foreign = {need for need in needs if not beneath(need, (*PUBLISHING, *SHARED))}
        else:
            continue
        assert not foreign, f"{module} imports {sorted(foreign)}"


def test_every_module_has_a_floor() -> None:
    """A new module belongs to a half, to what they share, or to the top; nobody forgets to say which."""
    top = ("", "__main__", "api", "cli", "commands", "console", "parser", "text_table", "verbs")
    for module in MODULES:
        assert module in top or beneath(module, (*SHARED, *AUTHORING, *PUBLISHING, "commands")), module


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_each_library_has_one_home(library: str) -> None:
    """A library that could be replaced is known in one place only."""
    for module, path in MODULES.items():
        uses = any(name == library or name.startswith(library + ".") for name in imported(FILES[path]))
        assert not uses or beneath(module, ONLY_IN[library]), module


@pytest.mark.parametrize(
    ("names", "homes"),
    # A line of the access log says when: that is no part of any answer. OAI-PMH wants it in each answer,
    # and what is sent from memory at the door needs a date (RFC 9110 §6.6.1).
    [(CLOCKS, ("cli", "web.access_log", "web.oai", "web.caller")), (ENVIRONMENT, ("config",))],
    ids=["clock", "environment"],
)
def test_clock_and_environment_are_read_in_one_place(
    names: set[tuple[str, str]], homes: tuple[str, ...]
) -> None:
    """What a function returns depends on what it is given, not on the day or the machine."""
    for module, path in MODULES.items():
        if module in homes:
            continue
        for node in ast.walk(FILES[path]):
            if isinstance(node, ast.Attribute):
                owner = node.value
                named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
                assert (named, node.attr) not in names, f"{module}:{node.lineno}"
            if isinstance(node, ast.ImportFrom) and node.module in ("os", "time"):
                assert not {(node.module, alias.name) for alias in node.names} & names, module


def test_functions_are_short() -> None:
    """No function has 60 lines."""
    for module, path in MODULES.items():
        for node in ast.walk(FILES[path]):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{module}.{node.name}: {length} lines"


def test_modules_are_short() -> None:
    """A module over 250 lines is split, or is on the list with its reason; the list has no dead entry."""
    long = {
        module
        for module, path in MODULES.items()
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE
    }
    assert long == set(LONG_MODULES)


def test_exceptions_to_the_tools_are_named() -> None:
    """``type: ignore`` and ``noqa`` always say which rule they silence."""
    bare = re.compile(r"#\s*(?:type:\s*ignore(?!\[)|noqa(?!:))")
    for path in [*FILES, *(ROOT / "tools").glob("*.py")]:
        assert not bare.search(path.read_text(encoding="utf-8")), path.name


def test_names_say_what_things_are() -> None:
    """No module, class or function is called manager, helper, util…; no variable is called ``data``."""
    for module, path in MODULES.items():
        assert not AVOIDED & set(re.split(r"[._]", module)), module
        for node in ast.walk(FILES[path]):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                if f"{module}.{node.name}" in STANDARD_NAMES:
                    continue
                words = re.findall(r"[A-Z]?[a-z]+", node.name)
                assert not AVOIDED & {word.lower() for word in words}, f"{module}.{node.name}"
            elif isinstance(node, (ast.Name, ast.arg)):
                name = node.id if isinstance(node, ast.Name) else node.arg
                assert name != "data", f"{module}:{node.lineno}"


def test_every_module_says_what_it_is_for() -> None:
    """Each module that holds code begins with a docstring."""
    for module, path in MODULES.items():
        assert not FILES[path].body or ast.get_docstring(FILES[path]), module


def test_python_knows_no_term_of_the_domain() -> None:
    """The domain is data: no class or property of the ESS vocabulary is named in Python code."""
    term = re.compile(r"\bess:[A-Za-z]|\bdef#[A-Za-z]")
    for module, path in MODULES.items():
        docstrings = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(FILES[path])
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        }
        for node in ast.walk(FILES[path]):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value not in docstrings
            ):
                assert not term.search(node.value), f"{module}:{node.lineno}"


def test_tools_are_never_imported() -> None:
    """Scripts that write files stay out of what is installed."""
    for path, tree in FILES.items():
        roots = {name.partition(".")[0] for name in imported(tree)}
        assert not roots & {"tools", "tests", "benchmarks"}, path.name


def test_constraints_are_names_and_versions() -> None:
    """constraints.txt pins exact versions and holds no address."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert pinned
    for line in pinned:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+-]*", line), line
