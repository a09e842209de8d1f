"""Reading our JSON-LD without the network: the context is put in place of its address."""

from __future__ import annotations

import json
from collections.abc import Callable

from esslod.addresses import CANONICAL_BASE


def with_context(text: bytes, fetch: Callable[[str], bytes]) -> bytes:
    """*text* made self-contained; *fetch* gives the document at a path of ours (``/context/…``)."""
    said = json.loads(text)
    address = said.get("@context") if isinstance(said, dict) else None
    if not isinstance(address, str):
        return text
    assert address.startswith(CANONICAL_BASE), address
    context = json.loads(fetch("/" + address.removeprefix(CANONICAL_BASE)))["@context"]
    return json.dumps(said | {"@context": context}).encode()
