"""The signature of a release: a detached JSON Web Signature over its manifest, with Ed25519.

``manifest.json.jws`` is ``header..signature``: compact form (RFC 7515 §7.1) without the payload
(appendix F), which is the manifest as it is (RFC 7797); EdDSA over Ed25519 (RFC 8037 §3.1). The
manifest holds the digest of every other file, so it vouches for all of them. The header holds the
public key, and its thumbprint (RFC 7638) as ``kid``; whose key that is, only somebody who got it
another way can tell. The same key and manifest always give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final

from esslod.errors import DamagedRelease, OperatorError
from esslod.release.library import Library
from esslod.release.manifest import MANIFEST, SIGNATURE
from esslod.release.staging import sync, writing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_REMEDY: Final = "openssl genpkey -algorithm ed25519 -out FILE"
_CURVE: Final = "Ed25519"


def read_private_key(file: Path) -> Ed25519PrivateKey:
    """The Ed25519 key of a PEM *file* (PKCS #8, no pass phrase). Raises OperatorError."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- sites that sign only
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 -- as above

    try:
        key = load_pem_private_key(_octets(file), None)
    except (ValueError, TypeError) as error:
        raise OperatorError(f"{file}: {error}", remedy=_REMEDY) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise OperatorError(f"{file}: not an Ed25519 key", remedy=_REMEDY)
    return key


def read_public_key(file: Path) -> Ed25519PublicKey:
    """The Ed25519 public key of *file*: PEM, or JWK (RFC 8037 §2); of a private key, its public half.

    Raises OperatorError.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- sites that sign only
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 -- as above

    text = _octets(file)
    if b"PRIVATE KEY" in text:
        return read_private_key(file).public_key()
    try:
        key = _from_jwk(json.loads(text)) if text.lstrip().startswith(b"{") else load_pem_public_key(text)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OperatorError(f"{file}: {error}", remedy="give a PEM or JWK file") from error
    if not isinstance(key, Ed25519PublicKey):
        raise OperatorError(f"{file}: not an Ed25519 key", remedy="give the public key of the publisher")
    return key


def signed(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The detached signature of *payload*, without a final line feed."""
    header = _header(key.public_key())
    return header + b".." + _base64(key.sign(header + b"." + payload))


def signer(signature: bytes, payload: bytes) -> Ed25519PublicKey:
    """The key that made *signature* over *payload*. Raises DamagedRelease when it did not.

    Only the form that `signed` writes is read: no other algorithm can be smuggled in, and no
    byte can change unnoticed.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- signed releases only

    header, dots, octets = signature.partition(b"..")
    try:
        key = _from_jwk(json.loads(_plain(header))["jwk"])
        if not dots or header != _header(key):
            raise ValueError("another form than esslod writes")
        key.verify(_plain(octets), header + b"." + payload)
    except InvalidSignature:
        raise DamagedRelease(f"{SIGNATURE}: does not sign this manifest") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedRelease(f"{SIGNATURE}: not a signature: {error}") from error
    return key


def thumbprint(key: Ed25519PublicKey) -> str:
    """The name of *key*: the SHA-256 of its JWK (RFC 7638, RFC 8037 appendix A.3), base64url."""
    return _base64(hashlib.sha256(_json(_jwk(key))).digest()).decode()


def sign_release(library: Library, release: Path, key: Ed25519PrivateKey) -> bool:
    """Sign the folder *release* unless *key* has signed it already; whether it was signed now.

    The signature is no part of what a release says: it may come later, and a new key replaces it.
    """
    payload = (release / MANIFEST).read_bytes()
    target, fresh = release / SIGNATURE, library.folder / ".staging-signature"
    octets = signed(payload, key)
    if target.exists() and target.read_bytes() == octets:
        return False
    with writing(release):
        fresh.write_bytes(octets)
        sync(fresh)
        fresh.replace(target)
        sync(release)
    return True


def _header(key: Ed25519PublicKey) -> bytes:
    named = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "jwk": _jwk(key), "kid": thumbprint(key)}
    return _base64(_json(named))


def _jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The members that RFC 7638 asks for; sorted, as `_json` writes them, they are what is hashed."""
    return {"crv": _CURVE, "kty": "OKP", "x": _base64(key.public_bytes_raw()).decode()}


def _from_jwk(jwk: dict[str, str]) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- signed releases only
        Ed25519PublicKey,
    )

    if (jwk["kty"], jwk["crv"]) != ("OKP", _CURVE):
        raise ValueError(f"not an {_CURVE} key")
    return Ed25519PublicKey.from_public_bytes(_plain(jwk["x"].encode()))


def _json(table: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(table, separators=(",", ":"), sort_keys=True).encode()


def _base64(octets: bytes) -> bytes:
    """base64url without padding (RFC 7515 §2)."""
    return urlsafe_b64encode(octets).rstrip(b"=")


def _plain(text: bytes) -> bytes:
    """What `_base64` was given. Raises ValueError for any other spelling of the same octets."""
    octets = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    if _base64(octets) != text:
        raise ValueError("not base64url")
    return octets


def _octets(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}", remedy=_REMEDY) from error
