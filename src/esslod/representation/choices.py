"""What a parameter of a question can be, by name, for a form: instances, codes or values."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from esslod.parameters import choices as choices_query
from esslod.rdf.description import LABELS
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.naming import Names
from esslod.representation.writing import sorting_key

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.representation.answers import Reading

_NAMED: Final = """
SELECT ?choice ?property ?label WHERE {
  { %s } OPTIONAL { ?choice ?property ?label FILTER(?property IN (%s)) }
}"""


@dataclass(frozen=True)
class Choice:
    """One of them: its IRI, what stands in an address (shorter when it is ours), and its name."""

    iri: str
    value: str
    name: str


def choices_of(parameter: Parameter, reading: Reading, language: str) -> tuple[Choice, ...]:
    """All that *parameter* can be, by name; none where one types freely."""
    if not parameter.choices:
        return ()
    base = reading.addresses.base
    chosen, _, _ = choices_query(rebase_iri(parameter.choices, base)).rpartition(" ORDER BY ")
    properties = ", ".join(map(str, LABELS))
    # One question for all, their names with them: names asked for apart, 300 at a time, take much longer.
    rows = [
        row
        for row in reading.reader.select(_NAMED % (chosen, properties))
        if isinstance(row["choice"], NamedNode)
    ]
    named = (Quad(row["choice"], row["property"], row["label"]) for row in rows if "label" in row)
    names = Names(named, reading.prefixes, base)
    found = (
        Choice(node.value, node.value.removeprefix(base), names.best(node, language)[0])
        for node in dict.fromkeys(row["choice"] for row in rows)
    )
    return tuple(sorted(found, key=lambda choice: (sorting_key(choice.name), choice.value)))


def folded(name: str) -> str:
    """*name* as people may type it: without accents, capitals, kinds of apostrophes or doubled spaces."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    return " ".join(bare.replace("’", "'").casefold().split())
