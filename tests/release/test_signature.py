"""Facts about signatures: a standard reader accepts them, and nothing can change unnoticed."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from esslod.errors import DamagedRelease, OperatorError
from esslod.release.library import Library
from esslod.release.signature import (
    read_private_key,
    read_public_key,
    sign_release,
    signed,
    signer,
    thumbprint,
)
from esslod.release.verify import verify

#: RFC 8037, appendix A: a key, and the thumbprint it gives.
SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
PUBLIC = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
KEY = Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(SEED + "="))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
PAYLOAD = '{"à signer": true}\n'.encode()


def test_the_example_of_the_standard() -> None:
    """The key of RFC 8037 has the thumbprint that the RFC says (appendix A.3)."""
    assert thumbprint(KEY.public_key()) == KID


def test_header() -> None:
    """EdDSA over the payload as it is, which readers must understand; the key and its name."""
    header, nothing, _ = signed(PAYLOAD, KEY).split(b".")
    assert nothing == b""
    assert json.loads(urlsafe_b64decode(header + b"===")) == {
        "alg": "EdDSA", "b64": False, "crit": ["b64"], "jwk": PUBLIC, "kid": KID,
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_standard_reader_accepts_it() -> None:
    """A JOSE library that knows nothing of us verifies it with the public key, and this payload only."""
    signature, key = signed(PAYLOAD, KEY).decode(), OKPKey.import_key(PUBLIC)
    read = jws.deserialize_compact(signature, key, ["EdDSA"], payload=PAYLOAD)
    assert read.headers()["kid"] == KID
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(signature, key, ["EdDSA"], payload=PAYLOAD + b" ")


def test_the_same_key_and_text_give_the_same_bytes() -> None:
    """A release signed twice is the same release."""
    assert signed(PAYLOAD, KEY) == signed(PAYLOAD, KEY)
    assert signer(signed(PAYLOAD, KEY), PAYLOAD) == KEY.public_key()


def test_no_byte_of_a_signature_can_change() -> None:
    """Not even the bits that base64 leaves over, nor a line feed at the end."""
    signature = signed(PAYLOAD, KEY)
    for place in range(len(signature)):
        for mask in (1, 2, 32):
            changed = bytearray(signature)
            changed[place] ^= mask
            with pytest.raises(DamagedRelease):
                signer(bytes(changed), PAYLOAD)
    with pytest.raises(DamagedRelease):
        signer(signature + b"\n", PAYLOAD)


@pytest.mark.parametrize("text", [b"", b"..", b"a.b.c", b"e30..AA", b"W10..AA", b"\xff..\xff", b"." * 90])
def test_what_is_no_signature(text: bytes) -> None:
    """Any other text is told apart from a signature, never a traceback."""
    with pytest.raises(DamagedRelease):
        signer(text, PAYLOAD)


def _public(file: Path, key: Ed25519PublicKey) -> Path:
    file.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return file


def _private(file: Path, key: Any, secret: Any = None) -> Path:
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret or NoEncryption()))
    return file


def test_keys_of_files(tmp_path: Path) -> None:
    """PEM as OpenSSL writes it, or JWK; of a private key, the public half is what verifies."""
    private = _private(tmp_path / "k.pem", KEY)
    assert read_private_key(private).private_bytes_raw() == KEY.private_bytes_raw()
    (tmp_path / "k.jwk").write_text(json.dumps(PUBLIC))
    for file in (private, _public(tmp_path / "p.pem", KEY.public_key()), tmp_path / "k.jwk"):
        assert read_public_key(file) == KEY.public_key()


def test_what_is_no_key(tmp_path: Path) -> None:
    """No file, no key, another kind of key, a pass phrase: the operator is told which file."""
    wrong = tmp_path / "wrong"
    wrong.write_text("{}")
    ec = generate_ec(SECP256R1())
    (tmp_path / "ec.pub").write_bytes(
        ec.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    secret = _private(tmp_path / "secret", KEY, BestAvailableEncryption(b"x"))
    files = [tmp_path / "none", wrong, secret, _private(tmp_path / "ec", ec)]
    for read, several in ((read_private_key, files), (read_public_key, [*files, tmp_path / "ec.pub"])):
        for file in several:
            with pytest.raises(OperatorError, match=file.name):
                read(file)


def test_a_release_is_signed_once(library: Library, publish: Any) -> None:
    """The same key signs once; a new key replaces the signature; nothing else of the release changes."""
    release = library.release(publish("a"))
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    assert sign_release(library, release, KEY)
    assert not sign_release(library, release, KEY)
    assert verify(release, keys=[KEY.public_key()]).sound
    assert sign_release(library, release, OTHER)
    after = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    assert {path.name for path in set(after) - set(before)} == {"manifest.json.jws"}
    assert all(after[path] == content for path, content in before.items())


def test_the_verdict_tells_who_signed(library: Library, publish: Any) -> None:
    """Not signed, signed by somebody, by somebody else, by whom one trusts: four verdicts."""
    release, trusted = library.release(publish("a")), [KEY.public_key()]
    assert "signature: the release is not signed" in verify(release).unchecked
    (unsigned,) = verify(release, keys=trusted).problems
    assert (unsigned.kind, unsigned.message) == ("signature", "the release is not signed")
    sign_release(library, release, KEY)
    assert any(KID in reason for reason in verify(release).unchecked)
    verdict = verify(release, keys=[OTHER.public_key(), *trusted])
    assert verdict.sound
    assert "signature" in verdict.checked
    (other,) = verify(release, keys=[OTHER.public_key()]).problems
    assert other.kind == "signature"
    assert KID in other.message


def test_a_signed_manifest_cannot_change(library: Library, publish: Any) -> None:
    """Even when the checksums are made to agree, the signature does not."""
    release = library.release(publish("a"))
    sign_release(library, release, KEY)
    manifest = release / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"date": "2026', '"date": "2027'))
    found = {problem.kind for problem in verify(release).problems}
    assert found == {"signature", "sums"}
