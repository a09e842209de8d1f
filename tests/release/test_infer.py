"""Facts about inference."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import Addresses
from esslod.errors import AuthorError
from esslod.release.infer import infer

_BASE = "https://example.com/"
_P, _Q, _R = (NamedNode(f"http://example.org/{name}") for name in "pqr")
_INFERRED = NamedNode(_BASE + "dataset/inferred")


@dataclass(frozen=True)
class _Source:
    file: str
    graph: str
    quads: tuple[Quad, ...]


@dataclass(frozen=True)
class _Sources:
    files: tuple[_Source, ...]


def _thing(name: str) -> NamedNode:
    return NamedNode(_BASE + name)


def _sources() -> _Sources:
    one, two = _thing("dataset/one"), _thing("dataset/two")
    return _Sources(
        (
            _Source("data/one.ttl", one.value, (Quad(_thing("a"), _P, _thing("b"), one),)),
            _Source("data/two.ttl", two.value, (Quad(_thing("b"), _P, _thing("c"), two),)),
        )
    )


def _inferred(rules: dict[str, str]) -> set[Quad]:
    dataset = infer(_sources(), rules, Addresses(_BASE))  # type: ignore[arg-type]
    return {quad for quad in dataset.quads if quad.graph_name == _INFERRED}


def _rule(head: str, body: str) -> str:
    return f"PREFIX e: <http://example.org/>\nCONSTRUCT {{ {head} }} WHERE {{ {body} }}"


def test_what_is_inferred_has_its_own_graph() -> None:
    """A rule reads the union of all graphs and writes to one graph of its own."""
    assert _inferred({"x.rq": _rule("?c e:q ?a", "?a e:p ?b . ?b e:p ?c")}) == {
        Quad(_thing("c"), _Q, _thing("a"), _INFERRED)
    }


def test_what_is_stated_is_not_inferred() -> None:
    """A rule that builds what some graph already states adds nothing, and no graph."""
    dataset = infer(_sources(), {"x.rq": _rule("?a e:p ?b", "?a e:p ?b")}, Addresses(_BASE))  # type: ignore[arg-type]
    assert len(dataset.quads) == 2
    assert _INFERRED.value not in dataset.origins


def test_rules_feed_one_another() -> None:
    """Rules run until nothing new appears, whatever their names' order."""
    rules = {"a.rq": _rule("?a e:r ?b", "?a e:q ?b"), "b.rq": _rule("?b e:q ?a", "?a e:p ?b")}
    assert {quad.predicate for quad in _inferred(rules)} == {_Q, _R}


def test_rules_speak_of_the_site_s_base() -> None:
    """IRIs of a rule under the canonical base mean the site's own base; texts are left alone."""
    rule = _rule(
        '<https://w3id.org/esslod/b> e:q "<https://w3id.org/esslod/b>"', "<https://w3id.org/esslod/a> ?p ?o"
    )
    (quad,) = _inferred({"x.rq": rule})
    assert quad.subject == _thing("b")
    assert quad.object == Literal("<https://w3id.org/esslod/b>")


def test_origins_name_the_file_of_each_graph() -> None:
    """Each graph knows the file that states it; the inferred one has none."""
    dataset = infer(_sources(), {"x.rq": _rule("?b e:q ?a", "?a e:p ?b")}, Addresses(_BASE))  # type: ignore[arg-type]
    assert dataset.origins == {
        _BASE + "dataset/inferred": "",
        _BASE + "dataset/one": "data/one.ttl",
        _BASE + "dataset/two": "data/two.ttl",
    }


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("SELECT * WHERE { ?a ?b ?c }", "not a CONSTRUCT"),
        ("CONSTRUCT WHERE", "x.rq"),
        (_rule("?a e:q []", "?a e:p ?b"), "blank node"),
        (_rule("?a e:p ?n", "?a e:p ?b BIND(IRI(CONCAT(STR(?b), 'x')) AS ?n)"), "rounds"),
    ],
    ids=["not a CONSTRUCT", "not SPARQL", "blank nodes", "without end"],
)
def test_bad_rules_are_the_author_s(rule: str, told: str) -> None:
    """A rule that cannot run, builds blank nodes or never rests is refused by name, with a remedy."""
    with pytest.raises(AuthorError, match=told) as caught:
        _inferred({"x.rq": rule})
    assert caught.value.remedy
