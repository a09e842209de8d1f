"""OAI-PMH 2.0, §3 and §4: verbs, arguments, errors, lists that go on, deletions; by hand and by sickle."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from esslod.web import oai

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
X, Y, Z = (f"https://w3id.org/esslod/dataset/{name}" for name in "xyz")


@pytest.fixture
def ask(followed: FlaskClient) -> Callable[..., ET.Element]:
    """The answer to a request, after what every answer must be."""

    def asked(method: str = "GET", **arguments: str) -> ET.Element:
        named = {name.rstrip("_"): value for name, value in arguments.items()}
        if method == "POST":
            answer = followed.post("/oai", data=named)
        else:
            answer = followed.get("/oai", query_string=named)
        assert answer.status_code == 200
        assert answer.content_type == "text/xml; charset=utf-8"
        root = ET.fromstring(answer.data)
        assert root.tag == f"{OAI}OAI-PMH"
        assert [child.tag for child in root][:2] == [f"{OAI}responseDate", f"{OAI}request"]
        return root

    return asked


def code(root: ET.Element) -> str | None:
    """The error told, if any."""
    error = root.find(f"{OAI}error")
    return None if error is None else error.get("code")


def identifiers(root: ET.Element) -> list[str | None]:
    return [header.findtext(f"{OAI}identifier") for header in root.iter(f"{OAI}header")]


def test_identify(ask: Callable[..., ET.Element]) -> None:
    """§4.2: every required element, deletions kept for ever, seconds."""
    told = {child.tag.removeprefix(OAI): child.text for child in ask(verb="Identify")[2]}
    assert told["protocolVersion"] == "2.0"
    assert told["deletedRecord"] == "persistent"
    assert told["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert told["earliestDatestamp"] == "2026-01-02T12:00:00Z"
    assert told["baseURL"] == "http://localhost/oai"
    assert "@" in (told["adminEmail"] or "")


def test_formats_and_sets(ask: Callable[..., ET.Element]) -> None:
    """§4.4, §4.6: two formats; no sets."""
    prefixes = [element.text for element in ask(verb="ListMetadataFormats").iter(f"{OAI}metadataPrefix")]
    assert prefixes == ["oai_dc", "dcat_ap"]
    assert code(ask(verb="ListMetadataFormats", identifier="urn:nothing")) == "idDoesNotExist"
    assert code(ask(verb="ListSets")) == "noSetHierarchy"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_records(ask: Callable[..., ET.Element], method: str) -> None:
    """§4.5: the newest state of each record, by GET or POST; a deleted one has a header only."""
    root = ask(method, verb="ListRecords", metadataPrefix="dcat_ap")
    assert identifiers(root) == [X, Y, Z]
    deleted = [header.get("status") for header in root.iter(f"{OAI}header")]
    assert deleted == [None, "deleted", None]
    records = root.findall(f".//{OAI}record")
    assert [len(record) for record in records] == [2, 1, 2]
    graphs = records[0].findall(f"{OAI}metadata/{RDF}RDF")
    assert len(graphs) == 1
    assert X in ET.tostring(graphs[0], encoding="unicode")
    assert Z not in ET.tostring(graphs[0], encoding="unicode")


def test_dublin_core(ask: Callable[..., ET.Element]) -> None:
    """§3.9: a title with its language, the publisher's name, the type."""
    root = ask(verb="GetRecord", identifier=X, metadataPrefix="oai_dc")
    title = root.find(f".//{DC}title")
    assert title is not None
    assert title.text == "X"
    assert title.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert root.findtext(f".//{DC}publisher") == "Nous"
    assert root.findtext(f".//{DC}type") == "Dataset"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"from_": "2026-01-03"}, [Y, Z]),
        ({"until": "2026-01-02"}, [X]),
        ({"from_": "2026-01-03T12:00:00Z", "until": "2026-01-03T12:00:00Z"}, [Y]),
        ({"from_": "2026-01-04T12:00:00Z"}, [Z]),
    ],
)
def test_dates_choose(ask: Callable[..., ET.Element], arguments: dict[str, str], found: list[str]) -> None:
    """§2.7.1: both bounds belong; a day is all of it."""
    assert identifiers(ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **arguments)) == found


def test_lists_go_on(ask: Callable[..., ET.Element], monkeypatch: pytest.MonkeyPatch) -> None:
    """§3.5: every token says how many there are and where it stands; the last one is empty."""
    monkeypatch.setattr(oai, "RECORDS", 1)
    root = ask(verb="ListRecords", metadataPrefix="oai_dc")
    seen, cursors = identifiers(root), []
    while True:
        token = root.find(f".//{OAI}resumptionToken")
        assert token is not None
        assert token.get("completeListSize") == "3"
        cursors.append(token.get("cursor"))
        if not token.text:
            break
        # Some harvesters repeat the prefix beside the token.
        root = ask(verb="ListRecords", resumptionToken=token.text, metadataPrefix="oai_dc")
        seen += identifiers(root)
    assert seen == [X, Y, Z]
    assert cursors == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({}, "badVerb"),
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": X}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "urn:no", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "identifier": X, "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "x"}, "noSetHierarchy"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2027-01-01"}, "noRecordsMatch"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-01-01",
             "until": "2026-01-01T00:00:00Z"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-01-03", "until": "2026-01-01"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "from_": "2026-01-01"}, "badArgument"),
        (
            {"verb": "ListRecords",
             "resumptionToken": "ListIdentifiers!oai_dc!2026-01-01T00:00:00Z!2026-01-05T00:00:00Z!1!1!3"},
            "badResumptionToken",
        ),
    ],
)  # fmt: skip
def test_errors(ask: Callable[..., ET.Element], arguments: dict[str, str], wanted: str) -> None:
    """§3.6: the code that the protocol names; the request is echoed only when it was understood."""
    root = ask(**arguments)
    assert code(root) == wanted
    request = root.find(f"{OAI}request")
    assert request is not None
    assert bool(request.attrib) == (wanted not in ("badVerb", "badArgument"))


def test_an_argument_given_twice(followed: FlaskClient) -> None:
    """§3.6: a repeated argument is refused, a repeated verb too."""
    for query, wanted in (("verb=Identify&verb=Identify", "badVerb"),
                          ("verb=ListRecords&metadataPrefix=a&metadataPrefix=b", "badArgument")):  # fmt: skip
        assert code(ET.fromstring(followed.get(f"/oai?{query}").data)) == wanted


def test_answers_are_not_kept(followed: FlaskClient) -> None:
    """Each says when it was made."""
    assert followed.get("/oai?verb=Identify").headers["Cache-Control"] == "no-store"
