"""The questions of queries/: each answers what the sheet says, and nothing where the sheets cannot tell.

Expected answers are those of the sheet of record, written here by hand. What one profile cannot
answer (several territories, several editions) is asked with an invented one beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pyoxigraph as ox
import pytest

from esslod.api import Release, open_release
from esslod.queries import bind, read_query, with_defaults

ROOT = Path(__file__).resolve().parents[2]
QUERIES = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "queries").glob("*.rq"))}
INVENTED = Path(__file__).parent / "queries.trig"
BASE = "https://w3id.org/esslod/"
CLERMONT = "id/territory/epci/246300701"
ESSAI = "id/territory/epci/999999999"
#: What the published data cannot answer yet, and honestly do not.
NOT_YET = {"edition-changes", "old-profiles", "shared-partners"}
#: Sums and descriptions: no passage says them.
WITHOUT_PASSAGE = {
    "changes-since", "identifiers-and-links", "indicator-by-level", "investment-and-operating",
    "key-figures", "old-profiles", "staff-by-level", "where-to-find",
}  # fmt: skip

Row = dict[str, str]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def release(published_site: Path) -> Release:
    return open_release(published_site)


@pytest.fixture(scope="module")
def published(release: Release) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(release._store)
    return store


@pytest.fixture(scope="module")
def both(published: ox.Store) -> ox.Store:
    """The published data and the invented profile, whose statements are in the default graph too."""
    store = ox.Store()
    store.bulk_extend(published)
    quads = list(ox.parse(path=str(INVENTED), format=ox.RdfFormat.TRIG, base_iri=BASE))
    store.extend(quads)
    store.extend(ox.Quad(*quad.triple) for quad in quads)
    return store


def ask(store: ox.Store, name: str, **given: str) -> list[Row]:
    """The rows, IRIs under our base as paths; *given* as a person types it."""
    query = read_query(QUERIES[name])
    terms = {key: query.parameter(key).term(value, BASE) for key, value in given.items()}
    found = store.query(bind(query.text, terms))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = ({key: row[key] for key in names if row[key] is not None} for row in found)
    return [{key: term.value.removeprefix(BASE) for key, term in row.items()} for row in rows]


def last(path: str) -> str:
    return PurePosixPath(path).name.rpartition("#")[2]


def column(rows: list[Row], *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(row.get(name) for name in names) for row in rows]


def test_questions_are_numbered() -> None:
    """The twenty that the data were made to answer, and those that came after; the README lists each."""
    numbers = {name: read_query(text).number for name, text in QUERIES.items()}
    assert sorted(numbers.values()) == list(range(1, len(QUERIES) + 1))
    assert len(QUERIES) >= 20
    told = (ROOT / "queries/README.md").read_text(encoding="utf-8")
    assert all(f"| {number} | [{name}]({name}.rq) |" in told for name, number in numbers.items())


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_answers_as_it_stands_and_with_its_defaults(name: str, published: ox.Store) -> None:
    """The published data answer every question but those that need a second profile or edition."""
    assert bool(ask(published, name)) == (name not in NOT_YET)
    found = published.query(with_defaults(read_query(QUERIES[name]), BASE))
    assert isinstance(found, ox.QuerySolutions)
    assert bool(list(found)) == (name not in NOT_YET)


@pytest.mark.parametrize("name", sorted(set(QUERIES) - WITHOUT_PASSAGE))
def test_facts_come_with_their_passage(name: str, both: ox.Store) -> None:
    """Each row names a passage, its section and its position, in the last columns.

    Only a section about which nothing at all is said has none.
    """
    columns = [variable.value for variable in both.query(QUERIES[name]).variables]  # type: ignore[union-attr]
    assert {"passage", "passageSection", "start", "end"} <= set(columns)
    for row in ask(both, name):
        assert {"passage", "passageSection", "start", "end"} <= set(row) or row["scope"] == "section"


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_is_fixed(name: str, both: ox.Store) -> None:
    """The same statements, entered in another order, give the same rows in the same order."""
    other = ox.Store()
    other.extend(sorted(both, key=str, reverse=True))
    assert ask(other, name) == ask(both, name)


def test_1_shares_above_their_benchmark(published: ox.Store) -> None:
    """14 % is 4 points above 10 %: above, but not by more than 4."""
    found = ask(published, "ess-share-and-benchmark", above="0")
    assert column(found, "value", "benchmarkValue") == [("14", "10")]
    assert ask(published, "ess-share-and-benchmark", above="4") == []


@pytest.mark.parametrize(
    ("with_whom", "actions"),
    [
        ("id/organisation/name/alter-incub", {"cooperatives"}),
        ("id/organisation/name/cress", {"acc-ess"}),
        ("code/structure-type/ptce", {"ptce"}),
        ("id/organisation/name/rtes", set()),
    ],
)
def test_10_who_works_with_whom(with_whom: str, actions: set[str], published: ox.Store) -> None:
    """An incubator, the CRESS, a PTCE; RTES publishes the sheet but is no partner."""
    found = ask(published, "actions-and-partners", **{"with": with_whom})
    assert {last(row["action"]) for row in found} == actions


def test_11_plans_of_a_year_with_a_priority_on_a_theme(published: ox.Store) -> None:
    """The second priority, with two measures, from 2022 to 2026."""
    asked = {"theme": "code/theme/social-innovation"}
    for year in ("2022", "2026"):
        found = ask(published, "priorities-and-measures", **asked, year=year)
        assert column(found, "priorityPosition", "measurePosition") == [("2", "1"), ("2", "2")]
    assert ask(published, "priorities-and-measures", **asked, year="2027") == []


def test_15_who_joined_in_or_before_a_year(published: ox.Store) -> None:
    """Member since 2015: in 2015, not in 2014."""
    assert len(ask(published, "membership", until="2015")) == 1
    assert ask(published, "membership", until="2014") == []


def test_2_an_indicator_by_level(published: ox.Store, both: ox.Store) -> None:
    """14 % in the only métropole; the invented place counts once, by its latest edition."""
    shown = ("levelLabel", "territories", "lowest", "mean", "highest", "notExact")
    asked = {"indicator": "code/indicator/share-of-economic-activity"}
    metropole = ("métropole", "1", "14", "14", "14", "0")
    assert column(ask(published, "indicator-by-level", **asked), *shown) == [metropole]
    found = column(ask(both, "indicator-by-level", **asked), *shown)
    assert found == [("communauté de communes", "1", "9", "9", "9", "1"), metropole]
    assert ask(both, "indicator-by-level", **asked, level="code/level/region") == []


def test_3_what_changed_between_two_editions(published: ox.Store, both: ox.Store) -> None:
    """One edition of Clermont: nothing to compare. Two of the invented place: what each says alone."""
    assert ask(published, "edition-changes") == []
    found = ask(both, "edition-changes", profile="id/profile/epci-999999999")
    assert {(row["before"][-10:], row["after"][-10:]) for row in found} == {("2019-07-24", "2024-06-03")}
    told = {tuple(last(row[key]) for key in ("fact", "property", "change", "value")) for row in found}
    assert told == {
        ("share", "obsValue", "removed", "8"), ("share", "obsValue", "added", "9"),
        ("share", "precision", "removed", "about"), ("share", "precision", "added", "at-least"),
        ("share", "lowerBound", "added", "9"), ("share", "refPeriod", "added", "2023-2024"),
        ("total", "amount", "removed", "50000"), ("total", "amount", "added", "120000"),
        ("total", "amountBasis", "removed", "per-year"), ("total", "amountBasis", "added", "whole-period"),
        ("total", "fiscalPeriod", "removed", "2019-2019"), ("total", "fiscalPeriod", "added", "2023-2024"),
        ("places", "supportMode", "added", "financial-support"),
        ("staff", "label", "added", "Équipe"), ("staff", "obsValue", "added", "0.5"),
        ("investment", "label", "added", "Investissement"), ("investment", "amount", "added", "15000"),
        ("operating", "label", "added", "Fonctionnement"), ("operating", "amount", "added", "90000"),
        ("rtes", "label", "removed", "Adhésion"), ("membership", "label", "added", "Adhésion : en rédaction"),
    }  # fmt: skip


def test_4_values_without_a_year_or_not_exact(published: ox.Store, both: ox.Store) -> None:
    """Neither share has a year, which gaps record, nor has the head count; all are exact."""
    found = ask(published, "uncertain-values", territory=CLERMONT)
    assert {(last(row["fact"]), row["value"], row["reason"], last(row.get("gap", ""))) for row in found} == {
        ("share-of-economic-activity", "14", "no-year", "share-year"),
        ("share-of-economic-activity-france", "10", "no-year", "share-france-year"),
        ("staff-persons", "1", "no-year", ""),
    }
    invented = ask(both, "uncertain-values", territory=ESSAI)
    assert column(invented, "value", "reason", "lowerBound") == [
        ("8", "no-year", None), ("8", "not-exact", None), ("9", "not-exact", "9")
    ]  # fmt: skip
    assert [last(row["precision"]) for row in invented] == ["about", "about", "at-least"]


@pytest.mark.parametrize(
    ("number", "passages"),
    [
        ("14", [("stated", "share", "221", "265")]),
        ("10", [("stated", "share-france", "274", "302")]),
        ("1312500", [("stated", "budget-total", "414", "463")]),
        (
            "120000,0",
            [("stated", "budget-operating", "640", "676"), ("inferred", "budget-heading", "382", "412")],
        ),
        ("15", []),
    ],
)
def test_5_the_passage_behind_a_number(
    number: str, passages: list[tuple[str, ...]], published: ox.Store
) -> None:
    """The place in the text of record, whose digest is given; the heading from which a basis is inferred."""
    found = ask(published, "source-of-a-number", number=number)
    assert [(row["link"], last(row["passage"]), row["start"], row["end"]) for row in found] == passages
    assert {row["sha256"] for row in found} <= {
        "9d0974b0e36703ad997cb9ba009edf1b8031b34a65bf440e3bde9ba0f01c5c18"
    }
    assert {(row["page"], row["updated"]) for row in found} <= {
        ("https://www.rtes.fr/clermont-auvergne-metropole", "2025-02-11")
    }


def test_6_the_budget_per_year(published: ox.Store, both: ox.Store) -> None:
    """1 312 500 € are five years: 262 500 € a year, stated. The lines are yearly, which is inferred."""
    found = ask(published, "budget-per-year", territory=CLERMONT)
    assert {(last(row["line"]), Decimal(row["perYear"]), row["basisStatus"]) for row in found} == {
        ("total", 262500, "stated"),
        ("investment-cooperatives", 95000, "inferred"),
        ("investment-third-places", 47500, "inferred"),
        ("operating", 120000, "inferred"),
    }
    (total,) = ask(published, "budget-per-year", section="code/budget-section/total")
    assert (total["amount"], total["basis"], total["years"]) == ("1312500", "whole-period", "5")
    totals = ask(both, "budget-per-year", territory=ESSAI, section="code/budget-section/total")
    assert [Decimal(row["perYear"]) for row in totals] == [50000, 60000]


def test_7_investment_and_operating(published: ox.Store, both: ox.Store) -> None:
    """142 500 and 120 000 of 262 500 € a year; a line of two years counts for half."""
    shown = ("section", "perYear", "allLines", "share")
    found = column(ask(published, "investment-and-operating"), *shown)
    sections = ("code/budget-section/investment", "code/budget-section/operating")
    assert [(row[0], *(Decimal(str(cell)) for cell in row[1:])) for row in found] == [
        (sections[0], 142500, 262500, Decimal("54.29")),
        (sections[1], 120000, 262500, Decimal("45.71")),
    ]
    invented = column(ask(both, "investment-and-operating", territory=ESSAI), *shown)
    assert [(row[0], Decimal(str(row[3]))) for row in invented] == [(sections[1], 75), (sections[0], 25)]


def test_9_who_supports_third_places(published: ox.Store, both: ox.Store) -> None:
    """Clermont: money and coaching; a budget line of 47 500 €, yearly as inferred, in investment."""
    found = ask(published, "third-places")
    actions = [row for row in found if row["kind"] == "action"]
    assert {last(row["mode"]) for row in actions} == {"financial-support", "coaching"}
    assert {last(row["fact"]) for row in actions} == {"third-places"}
    assert {(row["start"], row["end"]) for row in actions} == {("2277", "2471")}
    lines = [row for row in found if row["kind"] == "budget"]
    assert set(column(lines, "amount", "section", "basis", "basisStatus")) == {
        ("47500", "investment", "per-year", "inferred")
    }
    assert {last(row["passage"]) for row in lines} == {"budget-investment", "budget-third-places"}
    labels = {row["authorityLabel"] for row in ask(both, "third-places")}
    assert labels == {"Clermont Auvergne Métropole", "Essai"}
    asked = {"beneficiary": "code/structure-type/cooperative", "item": "code/budget-item/cooperatives"}
    cooperatives = ask(published, "third-places", **asked)
    assert {last(row["fact"]) for row in cooperatives} == {"cooperatives", "investment-cooperatives"}


def test_12_staff_by_level(published: ox.Store, both: ox.Store) -> None:
    """One person in a métropole; half a full-time post elsewhere stays apart."""
    shown = ("levelLabel", "territories", "total")
    persons = {"indicator": "code/indicator/staff-persons"}
    assert column(ask(published, "staff-by-level"), *shown) == [("métropole", "1", "1")]
    assert column(ask(both, "staff-by-level", **persons), *shown) == [("métropole", "1", "1")]
    fte = ask(both, "staff-by-level", indicator="code/indicator/staff-fte")
    assert column(fte, *shown) == [("communauté de communes", "1", "0.5")]


def test_13_profiles_older_than_so_many_years(published: ox.Store, both: ox.Store) -> None:
    """The sheet of 11 February 2025 is two years old on 11 February 2027, and older the day after."""
    assert ask(published, "old-profiles") == []  # on the day of the release, 1 March 2026
    assert ask(published, "old-profiles", on="2027-02-11") == []
    (row,) = ask(published, "old-profiles", on="2027-02-12")
    assert (row["updated"], row["age"]) == ("2025-02-11", "2")
    (row,) = ask(published, "old-profiles", years="1")
    assert (row["day"], row["age"]) == ("2026-03-01", "1")
    (row,) = ask(both, "old-profiles", on="2026-06-04")  # by its latest edition
    assert (row["edition"][-10:], row["profileLabel"]) == ("2024-06-03", "Profil d’essai")


def test_14_what_is_missing_and_why(published: ox.Store, both: ox.Store) -> None:
    """Clermont fills every section; four details are not stated. A section may be missing without a word."""
    found = ask(published, "missing-sections")
    assert {row["scope"] for row in found} == {"detail"}
    assert {(last(row["gap"]), last(row["missing"]), last(row["reason"])) for row in found} == {
        ("share-year", "refPeriod", "not-stated"),
        ("share-france-year", "refPeriod", "not-stated"),
        ("budget-phase", "budgetPhase", "not-stated"),
        ("actions-priorities", "contributesTo", "not-stated"),
    }
    invented = ask(both, "missing-sections", territory=ESSAI)
    assert [(last(row["section"]), last(row.get("reason", ""))) for row in invented] == [
        ("membership", "being-drafted"), ("programme", "")
    ]  # fmt: skip


def test_16_plans_that_end_without_a_successor(published: ox.Store, both: ox.Store) -> None:
    """Clermont's plan covers 2022 to 2026; of the invented plans the first has a successor."""
    (row,) = ask(published, "ending-plans", year="2026")
    assert (row["plan"], row["first"], row["last"]) == ("id/plan/246300701/ess-2022-2026", "2022", "2026")
    assert (row["start"], row["end"]) == ("771", "838")
    assert ask(published, "ending-plans", year="2025") == []
    assert column(ask(both, "ending-plans", territory=ESSAI), "year", "planLabel") == [("2024", "Plan B")]


def test_17_identifiers_and_verified_links(published: ox.Store) -> None:
    """The SIREN, the official codes, and the four verified links of the département and the région."""
    found = ask(published, "identifiers-and-links", territory=CLERMONT)
    assert {(row["of"].removeprefix("id/"), row["kind"], row["value"]) for row in found} == {
        ("organisation/siren/246300701", "identifier", "246300701"),
        ("territory/epci/246300701", "code", "246300701"),
        ("territory/departement/63", "code", "63"),
        ("territory/departement/63", "link",
         "http://id.insee.fr/geo/departement/a5aedd31-9278-4505-850d-641997047b42"),
        ("territory/departement/63", "link",
         "http://publications.europa.eu/resource/authority/atu/FRA_DPT_063"),
        ("territory/region/84", "code", "84"),
        ("territory/region/84", "link", "http://id.insee.fr/geo/region/c12b23e7-d2e7-4443-ac4b-de8de5ce22f2"),
        ("territory/region/84", "link", "http://publications.europa.eu/resource/authority/atu/FRA_RG_ARA"),
    }  # fmt: skip


def test_18_partners_of_several_territories(published: ox.Store, both: ox.Store) -> None:
    """None in one profile; with another, the CRESS, with the caution that an acronym proves nothing."""
    assert ask(published, "shared-partners") == []
    alone = ask(published, "shared-partners", least="1")
    assert {row["partnerLabel"] for row in alone} == {"URSCOP", "CRESS", "CISCA", "Alter’Incub"}
    shared = ask(both, "shared-partners")
    assert {row["partnerLabel"] for row in shared} == {"CRESS"}
    assert {row["territory"] for row in shared} == {CLERMONT, ESSAI}
    assert all("personne morale" in row["caution"] for row in shared)


def test_19_what_changed_since_a_date(published: ox.Store, both: ox.Store) -> None:
    """The sheet was updated on 11 February 2025: that day counts, the next does not."""

    def sheets(store: ox.Store, since: str) -> list[str]:
        found = ask(store, "changes-since", since=since)
        assert all(row["day"] >= since for row in found)
        return [row["thing"] for row in found if row["event"] == "sheet-updated"]

    assert sheets(published, "2025-02-11") == ["id/profile/epci-246300701/2025-02-11"]
    assert sheets(published, "2025-02-12") == []
    assert len(sheets(both, "2019-07-24")) == 3
    assert ask(published, "changes-since", since="2999-01-01") == []
    withdrawn = [row for row in ask(both, "changes-since") if row["event"] == "withdrawn"]
    assert column(withdrawn, "day", "thing") == [("2025-06-30", "id/old-thing")]


def test_20_where_everything_is(published: ox.Store, release: Release) -> None:
    """A dump that the release lists, the Licence Ouverte, the release's own name, the endpoint."""
    found = ask(published, "where-to-find", dataset="dataset/profiles")
    said: dict[str, set[str]] = {}
    for row in found:
        said.setdefault(row["what"], set()).add(row["value"])
    assert said["version"] == {release.manifest.name}
    assert said["licence"] == {"https://www.etalab.gouv.fr/licence-ouverte-open-licence"}
    assert "sparql" in said["query-service"]
    assert said["vocabulary"] >= {"def"}
    assert {last(value) for value in said["dump"]} >= {"esslod.ttl", "esslod.nq", "esslod.jsonld"}
