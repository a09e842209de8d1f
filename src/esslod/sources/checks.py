"""Literals of all documents checked together: each distinct one once."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal

from esslod.namespaces import XSD
from esslod.sources import wording
from esslod.sources.document import Document
from esslod.sources.literals import is_typed, rewritten, well_formed
from esslod.sources.origins import Term
from esslod.validation.report import Fault, Place


def literal_faults(documents: Sequence[Document]) -> list[Fault]:
    """A fault for each statement whose literal is ill-formed or would come back otherwise."""
    literals = {
        triple.object: None
        for document in documents
        for triple, _ in document.statements
        if isinstance(triple.object, Literal)
    }
    typed = [literal for literal in literals if is_typed(literal)]
    wrong = {literal for literal in typed if not well_formed(literal)}
    other = rewritten(literal for literal in typed if literal not in wrong)
    if not wrong and not other:
        return []
    return [
        _fault(triple.subject, triple.object, Place(document.file, line), other)
        for document in documents
        for triple, line in document.statements
        if isinstance(triple.object, Literal) and (triple.object in wrong or triple.object in other)
    ]


def _fault(subject: Term, literal: Literal, place: Place, other: dict[Literal, Literal]) -> Fault:
    named = {"focus": str(subject)}
    if literal in other:
        back = other[literal]
        return wording.fault(
            "rewritten-literal", place, str(literal), what=_written(literal), other=_written(back), **named
        )
    datatype = literal.datatype.value.replace(XSD.iri, "xsd:")
    return wording.fault(
        "ill-formed-literal", place, str(literal), what=literal.value, other=datatype, **named
    )


def _written(literal: Literal) -> str:
    """As in Turtle; numbers and booleans, which Turtle may write bare, say their type only when they must."""
    datatype = literal.datatype.value
    bare = literal.datatype in (XSD.integer, XSD.boolean) or (
        literal.datatype == XSD.decimal and "." in literal.value
    )
    return literal.value if bare else f'"{literal.value}"^^{datatype.replace(XSD.iri, "xsd:")}'
