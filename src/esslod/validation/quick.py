"""pySHACL's answers in half its time: `quickly` and `QuickGraph`, for `shacl.py`.

Nothing here decides: the constraints stay pySHACL's own. It looks them up again for every node that a
shape is about, and what it asks its graphs, millions of times, is short. A test holds what it finds this
way to what it finds by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pyshacl.constraints
import pyshacl.shape
import rdflib
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from rdflib.paths import Path
from rdflib.term import Identifier

_PROPERTY: Final = rdflib.URIRef("http://www.w3.org/ns/shacl#property")
#: Where `pyshacl.shape` keeps the parameters it knows and the component of each; absent until it needs them.
_KEPT_AS: Final = "CONSTRAINT_PARAMS"
_WORDING: Final = "make_v_result_description"


class QuickGraph(rdflib.Graph):
    """A graph in two dictionaries; nothing can be removed from it."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        # Last come the keys of a dictionary, not a set, so that they keep their order.
        self._about: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._with: dict[Any, dict[Any, dict[Any, None]]] = {}
        self._count = 0

    def add(self, triple: Any) -> QuickGraph:
        """Without checking again that each term is one."""
        subject, predicate, value = triple
        values = self._about.setdefault(subject, {}).setdefault(predicate, {})
        self._count += value not in values
        values[value] = None
        self._with.setdefault(predicate, {}).setdefault(value, {})[subject] = None
        return self

    def remove(self, triple: Any) -> QuickGraph:
        raise NotImplementedError

    def __len__(self) -> int:
        return self._count

    def triples(self, triple: Any) -> Any:
        subject, predicate, value = triple
        if isinstance(predicate, Path):
            return super().triples(triple)
        if subject is not None or predicate is None:
            subjects = self._about if subject is None else (subject,)
            found = ((one, *said) for one in subjects for said in self.predicate_objects(one))
            return (one for one in found if predicate in (None, one[1]) and value in (None, one[2]))
        known = self._with.get(predicate, {})
        values = known if value is None else (value,)
        return ((one, predicate, value) for value in values for one in known.get(value, ()))

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:
        if isinstance(subject, Identifier) and isinstance(predicate, rdflib.URIRef):
            return iter(self._about.get(subject, {}).get(predicate, ()))
        return super().objects(subject, predicate, unique)

    def predicate_objects(self, subject: Any = None, unique: bool = False) -> Any:
        if isinstance(subject, Identifier):
            said = self._about.get(subject, {})
            return ((predicate, value) for predicate, values in said.items() for value in values)
        return super().predicate_objects(subject, unique)


class _AllAtOnce(PropertyConstraintComponent):
    """``sh:property``, whose shape judges all nodes in one go, as it does when it has targets of its own."""

    def _evaluate_property_shape(
        self, executor: Any, shape: Any, graph: Any, nodes: dict[Any, Iterable[Any]], *others: Any
    ) -> Any:
        every = list(dict.fromkeys(node for values in nodes.values() for node in values))
        return super()._evaluate_property_shape(  # type: ignore[no-untyped-call]
            executor, shape, graph, {None: [every]}, *others
        )


class _QuickList(list[Any]):
    """A list that answers ``in`` like a set."""

    def __init__(self, members: Iterable[Any]) -> None:
        super().__init__(members)
        self._set = frozenset(self)

    def __contains__(self, member: object) -> bool:
        return member in self._set


@contextmanager
def quickly() -> Iterator[None]:
    """Meanwhile pySHACL takes constraints for what they are here, and words no results: nobody reads them."""
    known, room = pyshacl.constraints, vars(pyshacl.shape)
    parameters, wording = room.get(_KEPT_AS), getattr(ConstraintComponent, _WORDING)
    components = {**known.CONSTRAINT_PARAMETERS_MAP, _PROPERTY: _AllAtOnce}
    room[_KEPT_AS] = (_QuickList(known.ALL_CONSTRAINT_PARAMETERS), components)
    setattr(ConstraintComponent, _WORDING, lambda *_, **__: "")
    try:
        yield
    finally:
        # pySHACL fills in what is None.
        room[_KEPT_AS] = parameters or (None, None)
        setattr(ConstraintComponent, _WORDING, wording)
