"""The page of all shapes: what authors must respect, class by class and rule by rule."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from esslod.namespaces import SH
from esslod.representation.page import Value
from esslod.representation.reference.known import Reference
from esslod.representation.reference.rules import Rule, ShapeView
from esslod.representation.writing import sorting_key


@dataclass(frozen=True)
class ClassRules:
    """A class and the shapes that concern its members."""

    link: Value
    short: str
    shapes: tuple[ShapeView, ...]


@dataclass(frozen=True)
class RuleBook:
    """``by_class`` is an index; ``shapes`` look for their nodes themselves, ``reused`` are asked for by
    others; ``fields`` are property shapes and constraints no node shape holds; ``rest`` has no rules.
    """

    by_class: tuple[ClassRules, ...]
    shapes: tuple[ShapeView, ...]
    reused: tuple[ShapeView, ...]
    fields: tuple[Rule, ...]
    rest: tuple[tuple[str, Value], ...]


def _title(view: ShapeView) -> tuple[str, str]:
    return sorting_key(view.title.text), view.iri


def rule_book(reference: Reference, parts: tuple[NamedNode, ...], language: str) -> RuleBook:
    """The rules of the release; *parts* are the terms of its document, each of which gets a place."""
    show, shapes = reference.show(language), reference.shapes
    show.learn(parts)
    rules = reference.rules(show, language)
    targeted = shapes.targeted
    named = [part for part in parts if shapes.is_shape(part)]
    held = {rule for shape in named for rule in shapes.rules(shape)}
    others = [part for part in named if part not in targeted and part not in held]
    views = {shape: rules.view(shape) for shape in targeted}
    kinds = {kind for shape in targeted for kind in shapes.all(shape, SH.targetClass)}
    loose = [part for part in others if shapes.one(part, SH.path) or shapes.one(part, SH.select)]
    return RuleBook(
        tuple(
            ClassRules(
                show(kind),
                show.names.short(kind),
                tuple(v for v in views.values() if kind in v.kinds and v.binding),
            )
            for kind in sorted(kinds, key=show.sorting)
        ),
        tuple(sorted(views.values(), key=_title)),
        tuple(sorted((rules.view(part) for part in others if part not in loose), key=_title)),
        tuple(rules.rule(part) for part in loose),
        tuple((part.value.partition("#")[2], show(part)) for part in parts if part not in named),
    )
