"""One SHACL validation result, before anyone knows which file it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.validation.report import Severity, Text
from esslod.validation.shapes import Shapes

Term = NamedNode | BlankNode | Literal | Triple
_IRIS: Final = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class Result:
    """SHACL §3.6.2. ``path`` is written as SPARQL writes it, ``predicates`` are the properties in it.

    ``rule`` is the IRI of the ``sh:sparql`` constraint, else of the shape.
    """

    severity: Severity
    rule: str
    rule_name: Text
    component: str
    message: Text
    remedy: Text
    focus: Term
    path: str = ""
    value: Term | None = None

    @property
    def predicates(self) -> tuple[NamedNode, ...]:
        return tuple(NamedNode(iri) for iri in _IRIS.findall(self.path))

    @property
    def order(self) -> tuple[str, ...]:
        """By what it is about: two runs list the same results in the same order."""
        return (str(self.focus), self.path, str(self.value), self.rule, self.component, self.message.en)


def of_shape(  # noqa: PLR0913 - a result has that many parts
    shapes: Shapes,
    shape: Term,
    focus: Term,
    component: str,
    *,
    constraint: Term | None = None,
    path: str = "",
    value: Term | None = None,
    bindings: Mapping[str, Term] | None = None,
) -> Result:
    """The result of *shape* (through *constraint*) on *focus*, with the messages the shapes give it.

    ``{$this}`` and ``{?name}`` in messages are replaced by *bindings* (SHACL §5.3.2).
    """
    speaking = (shape,) if constraint is None else (constraint, shape)
    rule = shapes.owner(speaking[0])
    name = shapes.name(speaking[0], rule)
    said = shapes.messages(*speaking, rule) or _generic(name, component)
    bound = {"this": focus, **({} if value is None else {"value": value}), **(bindings or {})}
    french, english = _substituted(said.fr, bound), _substituted(said.en, bound)
    return Result(
        shapes.severity(shape),
        rule.value if isinstance(rule, NamedNode) else component,
        name,
        component,
        Text(french[0], english[0]),
        Text(french[1], english[1]),
        focus,
        path,
        value,
    )


def _generic(name: Text, component: str) -> Text:
    """For rules without a message of their own."""
    local = component.rpartition("#")[2].removesuffix("ConstraintComponent")
    return Text(
        f"La règle « {name.fr} » n’est pas respectée ({local}).\nCorrigez ou ajoutez la valeur.",
        f"The rule “{name.en}” is not respected ({local}).\nCorrect or add the value.",
    )


def _substituted(text: str, bindings: Mapping[str, Term]) -> tuple[str, str]:
    """What is wrong, and what to do: the first line of a message and the rest of it."""
    for name, term in bindings.items():
        shown = str(term) if isinstance(term, Triple) else term.value
        text = text.replace(f"{{?{name}}}", shown).replace(f"{{${name}}}", shown)
    message, _, remedy = text.strip().partition("\n")
    return message.strip(), " ".join(remedy.split())
