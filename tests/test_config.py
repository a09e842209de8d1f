"""Settings: names, defaults, sentences; every fault at once; the environment wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from esslod.addresses import CANONICAL_BASE
from esslod.config import SETTINGS_FILE, Site, load_site, locale, settings
from esslod.errors import EXIT_USAGE, InvalidSettings


def site(folder: Path, toml: str = "", **environment: str) -> Site:
    (folder / SETTINGS_FILE).write_text(toml, encoding="utf-8")
    return load_site(folder, {f"ESSLOD_{name.upper()}": value for name, value in environment.items()})


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    """A folder without esslod.toml is a site with every default."""
    assert load_site(tmp_path, {}) == Site(folder=tmp_path)


def test_every_setting_has_its_sentences() -> None:
    """A setting without a sentence in both languages, ending in a full stop, cannot be documented."""
    for setting in settings():
        assert setting.fr.endswith("."), setting.name
        assert setting.en.endswith("."), setting.name


def test_every_default_is_valid(tmp_path: Path) -> None:
    """Writing every default into the environment changes nothing."""

    def written(default: object) -> str:
        return " ".join(default) if isinstance(default, tuple) else str(default)

    environment = {f"ESSLOD_{s.name.upper()}": written(s.default) for s in settings()}
    assert load_site(tmp_path, environment) == Site(folder=tmp_path)


def test_the_file_is_read(tmp_path: Path) -> None:
    """Texts, numbers, booleans and lists of esslod.toml arrive with their types."""
    read = site(
        tmp_path,
        'title_fr = "Essai"\nport = 9000\nquery_seconds = 2\ntrust_forwarded = true\n'
        'service_hosts = ["https://example.org/sparql"]\n',
    )
    assert (read.title_fr, read.port, read.query_seconds, read.trust_forwarded, read.service_hosts) == (
        "Essai",
        9000,
        2.0,
        True,
        ("https://example.org/sparql",),
    )


def test_the_environment_wins(tmp_path: Path) -> None:
    """ESSLOD_PORT is stronger than the file; a list in a variable is split on spaces."""
    read = site(tmp_path, "port = 9000\n", port="9001", service_hosts="https://a.example/ https://b.example/")
    assert read.port == 9001
    assert read.service_hosts == ("https://a.example/", "https://b.example/")


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Three wrong settings make one error: where each was written, and what was expected."""
    with pytest.raises(InvalidSettings) as caught:
        site(tmp_path, 'port = "no"\ncolour = "red"\n', keep="0")
    assert {fault.setting for fault in caught.value.faults} == {"port", "colour", "keep"}
    by_name = {fault.setting: fault for fault in caught.value.faults}
    assert by_name["port"].origin.endswith(SETTINGS_FILE)
    assert by_name["keep"].origin == "ESSLOD_KEEP"
    assert by_name["keep"].expected == "≥ 1"
    assert caught.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "true"),
        ("port", "[1]"),
        ("title_fr", "3"),
        ("trust_forwarded", '"perhaps"'),
        ("base_iri", '"https://example.org/no-slash"'),
        ("base_iri", '"relative/"'),
        ("base_iri", '"https://example.org/a b/"'),
        ("base_iri", '"https://example.org/#/"'),
        ("query_seconds", "0.01"),
        ("access_log", '"loud"'),
        ("access_log", "true"),
        ("security_contact", '"somebody@example.org"'),
        ("security_contact", '"mailto:a@example.org\\nExpires: never"'),
    ],
)
def test_wrong_values_are_refused(tmp_path: Path, name: str, value: str) -> None:
    """A value of the wrong type, or out of bounds, is never silently converted."""
    with pytest.raises(InvalidSettings) as caught:
        site(tmp_path, f"{name} = {value}\n")
    assert [fault.setting for fault in caught.value.faults] == [name]


@pytest.mark.parametrize(
    ("name", "value"), [("access_log", "json"), ("security_contact", "mailto:a@example.org")]
)
def test_choices_and_contacts(tmp_path: Path, name: str, value: str) -> None:
    """A setting with a few choices takes one of them; a contact is an address that security.txt may name."""
    assert getattr(site(tmp_path, f'{name} = "{value}"\n'), name) == value


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"port = 1\nport = 2\n"])
def test_an_unreadable_file_is_a_fault(tmp_path: Path, content: bytes) -> None:
    """Broken TOML and broken UTF-8 are told as faults of the file, not as a traceback."""
    (tmp_path / SETTINGS_FILE).write_bytes(content)
    with pytest.raises(InvalidSettings, match=r"esslod\.toml"):
        load_site(tmp_path, {})


def test_folders_hang_under_the_site(tmp_path: Path) -> None:
    """Relative folders are relative to the site, absolute ones are taken as they are."""
    read = site(tmp_path, f'releases = "published"\nstores = "{tmp_path / "elsewhere"}"\n')
    assert read.releases_folder == tmp_path / "published"
    assert read.stores_folder == tmp_path / "elsewhere"


def test_the_base_gives_the_addresses(tmp_path: Path) -> None:
    """A publisher with its own domain has every IRI under it."""
    assert Site().addresses.base == CANONICAL_BASE
    read = site(tmp_path, 'base_iri = "https://data.example.org/"\n')
    assert read.addresses.iri("def") == "https://data.example.org/def"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "C"}, "fr"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
    ],
)
def test_the_locale_gives_the_language(environment: dict[str, str], language: str) -> None:
    """LC_ALL, then LC_MESSAGES, then LANG (POSIX §8.2); French unless English is asked for."""
    assert locale(environment) == language
