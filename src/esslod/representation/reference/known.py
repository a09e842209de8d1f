"""What reference pages of one release share: shapes, statistics, names; read once, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pyoxigraph import Quad

from esslod.addresses import Addresses
from esslod.fields import Fields
from esslod.rdf.description import Reader, labels_of
from esslod.representation.reference.naming import Show
from esslod.representation.reference.rules import Rules
from esslod.representation.reference.shapes import Shapes
from esslod.representation.reference.usage import Usage


class Reference:
    """The rules and the use of the terms of one release."""

    def __init__(
        self, reader: Reader, addresses: Addresses, prefixes: Mapping[str, str], fields: Fields
    ) -> None:
        self.reader = reader
        self.addresses = addresses
        self._prefixes = prefixes
        self._fields = fields

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self.reader)

    @cached_property
    def usage(self) -> Usage:
        return Usage(self.reader)

    def show(self, language: str) -> Show:
        """What makes the values of a page in *language*."""
        return Show(self.reader, self.addresses, self._prefixes, self._fields, self._named, language)

    def rules(self, show: Show, language: str) -> Rules:
        return Rules(self.shapes, show, language)

    @cached_property
    def _named(self) -> tuple[Quad, ...]:
        """The names of everything that shapes speak of."""
        return tuple(labels_of(self.reader, self.shapes.terms()))
