"""What the query index keeps of a literal that it cannot keep as written.

The engine turns ``xsd:nonNegativeInteger`` into ``xsd:integer``. Gate 1 lets no such literal
into the data; only the catalogue has some, since DCAT-AP asks for them.
"""

from __future__ import annotations

from typing import Final

from esslod.namespaces import XSD

_WRITTEN: Final = f'"^^<{XSD.nonNegativeInteger.value}> .'.encode()
_KEPT: Final = f'"^^<{XSD.integer.value}> .'.encode()


def as_kept(line: bytes) -> bytes:
    """The N-Triples *line* as the query index will say it."""
    return line.removesuffix(_WRITTEN) + _KEPT if line.endswith(_WRITTEN) else line
