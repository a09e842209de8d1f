"""The documentation is true: its commands run, its links lead somewhere, its tables are up to date.

A fenced block says in its info string what the test does with it:

- ``sh tested`` and ``python tested`` are run in a copy of the published site, in the order of
  the document; ``fails`` besides means that the exit code must be 1;
- ``… file=PATH`` is written to PATH in that copy;
- ``text output``: each of its lines is in what the block before it printed;
- ``sh live`` is run against a server, in tests/smoke/test_live.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "queries").glob("*.md")])
_BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(?P<text>.+?)\s*$", re.MULTILINE)
SERVE = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e . && .venv/bin/esslod serve"
TEST = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]'"
    " && .venv/bin/python -m pytest"
)


@dataclass(frozen=True)
class Block:
    """A fenced block: the words of its info string, and its text."""

    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str:
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), "")


def blocks(document: Path) -> list[Block]:
    text = document.read_text(encoding="utf-8")
    return [Block(tuple(found["info"].split()), found["text"]) for found in _BLOCK.finditer(text)]


def name_of(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


RUN = [d for d in DOCUMENTS if any("tested" in block.words for block in blocks(d))]


@pytest.fixture
def workshop(own_published_site: Path) -> Path:
    """A published site with the tools beside it, and commands named as the documents name them."""
    for name in ("tools", "docs"):
        shutil.copytree(ROOT / name, own_published_site / name)
    commands = own_published_site.parent / "bin"
    commands.mkdir()
    for name, words in (("esslod", "-m esslod"), ("python", "")):
        command = commands / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    return own_published_site


def run_block(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    language = block.words[0]
    command = ["bash", "-euo", "pipefail", "-c"] if language == "sh" else [sys.executable, "-c"]
    path = os.pathsep.join([str(folder.parent / "bin"), os.environ["PATH"]])
    return subprocess.run(
        [*command, block.text],
        cwd=folder,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("document", RUN, ids=name_of)
def test_commands_run(document: Path, workshop: Path) -> None:
    """Every block marked tested does what the document says, one after the other."""
    printed = ""
    for block in blocks(document):
        if block.file:
            target = workshop / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if "tested" in block.words:
            ran = run_block(block, workshop)
            printed = ran.stdout
            assert ran.returncode == ("fails" in block.words), f"{block.text}\n{printed}"
        if "output" in block.words:
            for line in filter(None, map(str.strip, block.text.splitlines())):
                assert line in printed, f"{line!r} not in:\n{printed}"


def test_the_main_documents_have_commands_that_run() -> None:
    """README, the tutorials and the how-to guides are under test; an empty list would prove nothing."""
    under_test = {name_of(document) for document in RUN}
    assert {
        "README.md",
        "docs/tutorial.md",
        "docs/how-to/validate.md",
        "docs/how-to/release.md",
        "docs/how-to/query.md",
    } <= under_test


def test_the_tutorials_do_the_same() -> None:
    """What the French tutorial proves holds for the English one: same commands, same file."""

    def essence(document: Path) -> list[str]:
        texts = (block.text.replace("--lang en ", "") for block in blocks(document))
        return [
            re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).replace("?profile", "?profil") for text in texts
        ]

    assert essence(ROOT / "docs" / "tutorial.md") == essence(ROOT / "docs" / "en" / "tutorial.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    """A link to a file of the project finds the file, and its heading when it names one."""
    text = _BLOCK.sub("", document.read_text(encoding="utf-8"))
    for found in _LINK.finditer(text):
        target = found["target"]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


def anchors(document: Path) -> set[str]:
    """The anchors that readers on the web give to headings: lower case, hyphens, no punctuation."""
    text = _BLOCK.sub("", document.read_text(encoding="utf-8"))
    kept = (re.sub(r"[^\w\- ]", "", heading["text"].lower()) for heading in _HEADING.finditer(text))
    return {heading.replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_nothing_of_one_machine(document: Path) -> None:
    """Documents name no folder of whoever wrote them, and no package registry."""
    text = document.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:work|root|home|farm|tmp)/", text)
    assert "index-url" not in text


def test_generated_pages_are_up_to_date() -> None:
    """settings.md and command-line.md say what the code says: run tools/reference.py after changing it."""
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_two_commands_do_everything() -> None:
    """README has one command that installs and serves, and one that installs and tests, in both languages."""
    commands = [block.text.strip() for block in blocks(ROOT / "README.md") if block.words[:1] == ("sh",)]
    assert commands.count(SERVE) == 2
    assert commands.count(TEST) == 2


def test_ci_runs_the_test_command() -> None:
    """README and .ci/run install with the same words and run the same tests; .ci/run then runs the others."""
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "-c constraints.txt -e '.[test]'" in steps
    command = TEST.rpartition(".venv/bin/")[2]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    options = settings["ini_options"]["addopts"]
    left_out = options[options.index("-m") + 1].replace("not ", "").replace(" and ", " or ")
    asked = [line for line in steps.splitlines() if line.startswith(command)]
    assert asked == [command, f'{command} -m "{left_out}"']
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_decision_is_listed() -> None:
    """The list of decisions has every page, in order, and each page has its three parts."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(file.name for file in folder.glob("[0-9]*.md"))
    for name in listed:
        text = (folder / name).read_text(encoding="utf-8")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, (name, part)


def test_every_dependency_has_its_reason() -> None:
    """A library in pyproject.toml has a line in decision 0001."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    listed = project.partition("dependencies = [")[2].partition("]")[0]
    names = re.findall(r'"([a-z0-9-]+)', listed)
    assert names
    for name in names:
        assert name in reasons, name
