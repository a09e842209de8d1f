"""A site that changes while the real ldes-client follows it; what it was told, and copies made of that.

The story, on the vocabulary and its code lists: a first release; a list is changed and another
added; the added one is deleted; a rollback brings it back.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.harvest.conftest import base, build, own_site, serving

from esslod.rdf.canonical import canonical, graph_digest

READER: Final = Path(__file__).with_name("readers") / "ldes_reads.mjs"
RUN_SECONDS: Final = 60
DAYS: Final = ("2026-03-01", "2026-03-02", "2026-03-03")
STREAMS: Final = ("data", "catalog")
_DELETE: Final = NamedNode("https://www.w3.org/ns/activitystreams#Delete")
_PART: Final = "level"
_ADDED: Final = "trial"
_LONG: Final = "theme"
_KEPT: Final = frozenset({_PART, _LONG, "catalogue", "shared", "withdrawn"})

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Member:
    """What the client told of one version: of which thing, when, its kind and its statements."""

    iri: str
    of: str
    time: str
    deleted: bool
    statements: tuple[Quad, ...]


def vocabulary_site(folder: Path) -> Path:
    """A site of two code lists, quick to build; one is so long that it fills a page of the stream."""
    site = own_site(folder)
    shutil.rmtree(site / "data")
    (site / "data").mkdir()
    for file in (*site.glob("ontology/**/*.*"), *site.glob("shapes/*.ttl")):
        if file.stem not in _KEPT:
            file.unlink()
    with (site / "ontology" / "codes" / f"{_LONG}.ttl").open("a", encoding="utf-8") as text:
        text.write(f'<code/{_LONG}> skos:scopeNote "{"long " * 105_000}"@en , "long"@fr .\n')
    return site


def run(modules: Path, address: str, **options: object) -> Lines:
    """What the client tells of the stream at *address*, until it ends."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "told")
        words = _words(modules, address, file, options)
        done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=RUN_SECONDS, check=False)
        assert done.returncode == 0, done.stderr
        return _lines(file)


def _words(modules: Path, address: str, file: Path, options: Mapping[str, object]) -> list[str]:
    return ["node", str(READER), str(modules), address, str(file), json.dumps(options)]


def story(site: Path, modules: Path) -> dict[str, Lines]:
    """Publish the releases of the story in *site*; what each way of following was told."""
    build(site, DAYS[0])
    told: dict[str, Lines] = {}
    state = str(site.parent / f"{site.name}-state")
    with serving(site) as root:
        data = f"{root}ldes/data.trig"
        told["first"] = run(modules, data, statePath=state)
        with following(modules, data, site.parent / f"{site.name}-followed") as followed:
            _change(site)
            _publish_rest(site)
            _until(followed, len(_journal(site, "data")["members"]))
        told["followed"] = _lines(followed)
        told["resumed"] = run(modules, data, statePath=state)
        told["again"] = run(modules, data, statePath=state)
        told["since"] = run(modules, data, after=f"{DAYS[0]}T12:00:00Z")
        told["ascending"] = run(modules, data, order="ascending")
        for stream in STREAMS:
            told[stream] = run(modules, f"{root}ldes/{stream}.trig")
    return told


@contextmanager
def following(modules: Path, address: str, file: Path) -> Iterator[Path]:
    """A client that stays in sync, writing to *file*."""
    words = _words(modules, address, file, {"polling": True, "pollInterval": 200})
    follower = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield file
    finally:
        follower.kill()
        follower.wait(timeout=10)


def _change(site: Path) -> None:
    """A list is changed, another added."""
    lists = site / "ontology" / "codes"
    text = (lists / f"{_PART}.ttl").read_text(encoding="utf-8")
    added = text.replace(f"code/{_PART}", f"code/{_ADDED}").replace(f'"{_PART}"', f'"{_ADDED}"')
    (lists / f"{_ADDED}.ttl").write_text(added, encoding="utf-8")
    changed = text.replace("Un État, auquel on compare un territoire.", "Un État, pour comparer.")
    assert changed != text
    (lists / f"{_PART}.ttl").write_text(changed, encoding="utf-8")
    build(site, DAYS[1])


def _publish_rest(site: Path) -> None:
    """The added list is deleted, then brought back by a rollback."""
    (site / "ontology" / "codes" / f"{_ADDED}.ttl").unlink()
    build(site, DAYS[2])
    words = [sys.executable, "-m", "esslod", "rollback"]
    done = subprocess.run(words, cwd=site, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def _journal(site: Path, stream: str) -> dict[str, Any]:
    journal = json.loads((site / "releases" / "history" / "journal.json").read_text(encoding="utf-8"))
    (found,) = (one for one in journal["streams"] if one["name"] == stream)
    return dict(found)


def _until(file: Path, members: int) -> None:
    """Wait until the follower was told of so many different *members*."""
    until = time.monotonic() + RUN_SECONDS
    while len({line["member"] for line in _lines(file) if "member" in line}) < members:
        assert time.monotonic() < until, f"{len(_lines(file))} lines, {members} members wanted"
        time.sleep(0.1)


def _lines(file: Path) -> Lines:
    """The whole lines of what is being written."""
    text = file.read_text(encoding="utf-8").rpartition("\n")[0] if file.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


def pages(lines: Lines) -> set[str]:
    return {line["page"] for line in lines if "page" in line}


def members(lines: Lines) -> dict[str, Member]:
    """The versions told, by their IRI; one told twice is one."""
    return {line["member"]: _member(line) for line in lines if "member" in line}


def _member(line: Mapping[str, str]) -> Member:
    iri = NamedNode(line["member"])
    quads = list(parse(line["quads"], format=RdfFormat.N_QUADS))
    return Member(
        iri=line["member"],
        of=line["of"],
        time=line["time"],
        deleted=any(quad.subject == iri and quad.object == _DELETE for quad in quads),
        statements=tuple(Quad(*quad.triple) for quad in quads if quad.graph_name == iri),
    )


def replica(told: Iterable[Member]) -> dict[str, str]:
    """IRI of each thing that is there → the digest of its statements, from the latest version of each."""
    latest: dict[str, Member] = {}
    for member in sorted(told, key=lambda member: member.time):
        latest[member.of] = member
    return {of: digest(member.statements) for of, member in latest.items() if not member.deleted}


def digest(statements: Iterable[Quad]) -> str:
    """RDFC-1.0 SHA-256 of one graph."""
    return graph_digest(canonical(statements).get("", ()))


def source(site: Path) -> dict[str, str]:
    """The same, as the manifest of the current release has it."""
    text = (site / "releases" / "current" / "manifest.json").read_text(encoding="utf-8")
    return {graph["iri"]: graph["digest"] for graph in json.loads(text)["graphs"]}


def numbers(site: Path, stream: str) -> list[int]:
    """The numbers of all members of *stream*, from the journal."""
    return [member["number"] for member in _journal(site, stream)["members"]]


def member_iri(site: Path, stream: str, number: int) -> str:
    return f"{base(site)}ldes/{stream}/member/{number}"
