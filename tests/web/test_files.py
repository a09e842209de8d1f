"""Catalogue, VoID and dumps: the release's files as they are."""

from __future__ import annotations

import gzip
import hashlib
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import pytest
from flask.testing import FlaskClient


def test_catalogue_is_data_for_harvesters(client: FlaskClient) -> None:
    """``*/*`` gets RDF at the catalogue itself: 200, charset said, no redirect."""
    answer = client.get("/catalog", headers={"Accept": "*/*"})
    assert answer.status_code == 200
    assert answer.content_type == "text/turtle; charset=utf-8"
    assert answer.headers["Content-Location"] == "/catalog.ttl"
    assert "Accept" in answer.headers["Vary"]
    assert client.get("/catalog.rdf").content_type == "application/rdf+xml; charset=utf-8"
    assert client.get("/catalog", headers={"Accept": "application/rdf+xml"}).data == b"<rdf/>"


def test_catalogue_refuses_what_it_has_not(client: FlaskClient) -> None:
    """A format the release does not hold is 406 when negotiated, 404 as a suffix."""
    assert client.get("/catalog", headers={"Accept": "application/n-quads"}).status_code == 406
    assert client.get("/catalog.nq").status_code == 404
    assert client.get("/catalog-nowhere.ttl").status_code == 404


def test_void_is_where_it_is_looked_for(client: FlaskClient) -> None:
    """/.well-known/void answers the description itself."""
    answer = client.get("/.well-known/void")
    assert answer.status_code == 200
    assert answer.data == client.get("/void.ttl").data == client.get("/void").data


def test_dump_is_the_file(client: FlaskClient) -> None:
    """The latest and the versioned address give the same bytes, whose digest is the tag's beginning."""
    latest = client.get("/dumps/latest/esslod.ttl")
    fixed = client.get("/dumps/0123456789ab/esslod.ttl")
    assert latest.data == fixed.data
    assert latest.content_type == "text/turtle; charset=utf-8"
    assert hashlib.sha256(latest.data).hexdigest().startswith(latest.headers["ETag"].strip('"'))


def test_gzip_is_a_file_not_a_coding(client: FlaskClient) -> None:
    """A .gz stays compressed at the client's: what is saved is what the checksum is of."""
    answer = client.get("/dumps/latest/esslod.ttl.gz", headers={"Accept-Encoding": "gzip"})
    assert answer.content_type == "application/gzip"
    assert "Content-Encoding" not in answer.headers
    assert gzip.decompress(answer.data) == client.get("/dumps/latest/esslod.ttl").data


def test_ranges(client: FlaskClient) -> None:
    """A download can be resumed; a range past the end is 416; a stale If-Range gets the whole."""
    path = "/dumps/latest/esslod.ttl"
    whole = client.get(path)
    part = client.get(path, headers={"Range": "bytes=10-19", "If-Range": whole.headers["ETag"]})
    assert part.status_code == 206
    assert part.data == whole.data[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    beyond = client.get(path, headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    stale = client.get(path, headers={"Range": "bytes=10-19", "If-Range": '"old"'})
    assert stale.status_code == 200


def test_kept_releases_answer(client: FlaskClient) -> None:
    """A release that is no longer current still serves its files; one that never was is 404."""
    assert client.get("/dumps/ba9876543210/esslod.ttl").status_code == 200
    assert client.get("/dumps/ffffffffffff/esslod.ttl").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/latest/../manifest.json",
        "/dumps/latest/..%2f..%2fcurrent%2fmanifest.json",
        "/dumps/../0123456789ab/manifest.json",
        "/dumps/%2e%2e/esslod.ttl",
        "/dumps/current/esslod.ttl",
        "/dumps/latest//etc/passwd",
        "/dumps/latest/%00",
        "/dumps/latest/nothing.ttl",
    ],
)
def test_no_path_leads_out(client: FlaskClient, path: str) -> None:
    """Only files that the manifest lists are served."""
    assert client.get(path, follow_redirects=True).status_code in (404, 405)


def test_manifest_and_checksums(client: FlaskClient) -> None:
    """The manifest and SHA256SUMS stand beside the dumps."""
    assert client.get("/dumps/latest/manifest.json").json["name"] == "0123456789ab"
    sums = client.get("/dumps/0123456789ab/SHA256SUMS")
    assert sums.content_type == "text/plain; charset=utf-8"
    assert "dumps/esslod.ttl\n" in sums.text


def test_list_of_dumps(client: FlaskClient) -> None:
    """The page lists each file with its size, digest and both addresses."""
    page = client.get("/dumps/").text
    assert 'href="/dumps/latest/esslod.ttl.gz"' in page
    assert 'href="/dumps/0123456789ab/esslod.ttl"' in page
    assert "/dumps/latest/esslod.ttl.gz.sha256 | sha256sum -c" in page
    assert "Turtle, gzip" in page
    assert "Turtle, zstd" in page


def test_list_of_datasets(client: FlaskClient) -> None:
    """Below, one line a dataset, with a link for each format; compressed files are not listed again."""
    page = client.get("/dumps/?lang=en").text.partition("Dataset by dataset")[2]
    assert page.count('href="/dumps/latest/dataset/') == 2
    assert 'href="/dumps/latest/dataset/places.jelly"' in page
    assert "Jelly" in page


def test_jelly_is_binary(client: FlaskClient) -> None:
    """Its own media type, without a charset, and never compressed on the way."""
    answer = client.get("/dumps/latest/dataset/places.jelly", headers={"Accept-Encoding": "gzip"})
    assert answer.content_type == "application/x-jelly-rdf"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("name", ["esslod.ttl", "esslod.ttl.zst", "dataset/places.jelly", "catalog.ttl"])
@pytest.mark.parametrize("release", ["latest", "0123456789ab"])
def test_every_file_has_its_checksum(client: FlaskClient, release: str, name: str) -> None:
    """``.sha256`` after any address: what ``sha256sum -c`` reads where the file was saved."""
    answer = client.get(f"/dumps/{release}/{name}.sha256")
    digest = hashlib.sha256(client.get(f"/dumps/{release}/{name}").data).hexdigest()
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == f"{digest}  {name.rpartition('/')[2]}\n"


def test_no_checksum_of_nothing(client: FlaskClient) -> None:
    """What is not in the release has none, nor has a checksum."""
    for name in ("nothing.ttl.sha256", ".sha256", "esslod.ttl.sha256.sha256", "../x.sha256"):
        assert client.get(f"/dumps/latest/{name}").status_code == 404


def test_signature(client: FlaskClient, library: Path) -> None:
    """Beside the manifest of a signed release, nowhere else; its tag is that of its bytes."""
    file = library / "0123456789ab" / "manifest.json.jws"
    assert client.get("/dumps/latest/manifest.json.jws").status_code == 404
    try:
        file.write_bytes(b"a..b")
        answer = client.get("/dumps/latest/manifest.json.jws")
        assert (answer.data, answer.content_type) == (b"a..b", "application/jose")
        assert answer.headers["Cache-Control"] == "public, no-cache"
        file.write_bytes(b"a..c")
        again = client.get("/dumps/latest/manifest.json.jws")
        assert again.headers["ETag"] != answer.headers["ETag"]
    finally:
        file.unlink()


def test_a_dump_is_coded_beforehand(client: FlaskClient) -> None:
    """Who accepts zstd or gzip gets the file that the build compressed, under a tag of its own."""
    path = "/dumps/latest/esslod.ttl"
    plain, coded = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.data == client.get(f"{path}.gz").data
    assert gzip.decompress(coded.data) == plain.data
    quicker = client.get(path, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert quicker.headers["Content-Encoding"] == "zstd"
    assert quicker.data == client.get(f"{path}.zst").data
    assert len({answer.headers["ETag"] for answer in (plain, coded, quicker)}) == 3
    assert coded.content_type == plain.content_type
    assert coded.headers["ETag"] != plain.headers["ETag"]
    assert client.get(path).headers.get("Content-Encoding") is None


def test_parts_of_one_form_are_not_put_into_the_other(client: FlaskClient) -> None:
    """A download begun in gzip goes on in gzip, or from the start."""
    path = "/dumps/latest/esslod.ttl"
    coded = client.get(path, headers={"Accept-Encoding": "gzip"})
    asked = {"Range": "bytes=5-14", "If-Range": coded.headers["ETag"]}
    assert client.get(path, headers={**asked, "Accept-Encoding": "gzip"}).data == coded.data[5:15]
    whole = client.get(path, headers=asked)
    assert (whole.status_code, whole.data) == (200, client.get(path).data)


def test_several_parts(client: FlaskClient) -> None:
    """They come as one multipart body, each saying where it belongs."""
    path = "/dumps/latest/esslod.ttl"
    whole = client.get(path).data
    answer = client.get(path, headers={"Range": "bytes=0-4, 100-119, -3"})
    assert answer.status_code == 206
    assert answer.content_length == len(answer.data)
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + answer.headers["Content-Type"].encode() + b"\r\n\r\n" + answer.data
    )
    parts = {part["Content-Range"]: part.get_payload(decode=True) for part in message.iter_parts()}
    size = len(whole)
    assert parts == {
        f"bytes 0-4/{size}": whole[:5],
        f"bytes 100-119/{size}": whole[100:120],
        f"bytes {size - 3}-{size - 1}/{size}": whole[-3:],
    }


def test_only_data_are_immutable(client: FlaskClient) -> None:
    """A release's name does not say its date: manifest and catalogue do, and are asked for again."""
    assert "immutable" in client.get("/dumps/0123456789ab/esslod.ttl.gz").headers["Cache-Control"]
    for name in ("manifest.json", "SHA256SUMS", "catalog.ttl"):
        assert client.get(f"/dumps/0123456789ab/{name}").headers["Cache-Control"] == "public, no-cache"
