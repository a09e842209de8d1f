"""The command line: what each verb prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from esslod import __version__, cli
from esslod.cli import main
from esslod.errors import EXIT_DONE, EXIT_INPUT, EXIT_OURS, EXIT_USAGE

Run = Callable[..., subprocess.CompletedProcess[str]]
Captured = pytest.CaptureFixture[str]
EDITION = "data/territories/epci-246300701/2025-02-11.ttl"


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are in French unless a test says otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def spoil(site: Path, old: str, new: str) -> None:
    """Replace the only *old* in the edition."""
    file = site / EDITION
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r}: {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")


def releases(site: Path) -> dict[str, bytes]:
    """Every byte that is published."""
    folder = site / "releases"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


class TestGrammar:
    def test_version(self, capsys: Captured) -> None:
        """--version prints the version on standard output, and nothing else."""
        assert main(["--version"]) == EXIT_DONE
        assert capsys.readouterr() == (f"esslod {__version__}\n", "")

    def test_no_verb_is_a_usage_error_that_shows_the_verbs(self, capsys: Captured) -> None:
        """Typing esslod alone shows what can be typed."""
        assert main([]) == EXIT_USAGE
        out, err = capsys.readouterr()
        assert out == ""
        assert "validate" in err

    @pytest.mark.parametrize(
        "words",
        [
            ["frobnicate"],
            ["validate", "--format", "pdf"],
            ["serve", "--port", "70000"],
            ["build", "--date", "11/02/2025"],
            ["query", "--param", "novalue"],
            ["query"],
            ["query", "a.rq", "-e", "ASK {}"],
            ["--site", "nowhere", "validate"],
            ["validate", "nowhere.ttl"],
            ["query", "nowhere.rq"],
        ],
    )
    def test_wrong_commands(
        self, words: list[str], capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A wrong command exits 2, prints no result, and says where to look or what to do."""
        monkeypatch.chdir(tmp_path)
        assert main(words) == EXIT_USAGE
        out, err = capsys.readouterr()
        assert out == ""
        assert "→" in err

    @pytest.mark.parametrize("words", [["--lang", "en", "frobnicate"], ["frobnicate", "--lang=en"]])
    def test_the_language_may_stand_anywhere(self, words: list[str], capsys: Captured) -> None:
        """--lang before or after the verb decides even how a wrong command is told."""
        main(words)
        assert "Wrong command" in capsys.readouterr().err

    def test_the_locale_decides_otherwise(self, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without --lang, LANG does."""
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        main(["frobnicate"])
        assert "Wrong command" in capsys.readouterr().err

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_help_of_every_verb(self, language: str, capsys: Captured) -> None:
        """Each verb has help in both languages, on standard output."""
        for verb in ("validate", "build", "releases", "verify", "rollback", "serve", "query", "settings"):
            assert main([verb, "--help", "--lang", language]) == EXIT_DONE
            assert f"esslod {verb}" in capsys.readouterr().out

    def test_help_waits_for_no_library(self) -> None:
        """--help loads nothing that takes its time."""
        asks = "import sys; from esslod.cli import main\ntry: main(['--help'])\nfinally: print(*sys.modules)"
        words = [sys.executable, "-c", asks]
        told = subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stdout
        loaded = {name.partition(".")[0] for name in told.split()}
        slow = {"pyoxigraph", "rdflib", "pyshacl", "flask", "granian", "jinja2", "cryptography", "xlsxwriter"}
        assert "esslod" in loaded
        assert not loaded & slow


class TestErrors:
    def test_an_unexpected_error_is_ours(self, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exit 3, a reference, a hint, no traceback; the same fault has the same reference."""

        def fail(_invocation: object) -> int:
            raise ZeroDivisionError("secret")

        monkeypatch.setattr("esslod.commands.settings.run", fail)
        references = set()
        for _ in range(2):
            assert main(["settings"]) == EXIT_OURS
            out, err = capsys.readouterr()
            assert out == ""
            assert "Traceback" not in err
            assert "--debug" in err
            references |= set(re.findall(r"[0-9a-f]{8}", err))
        assert len(references) == 1
        assert main(["settings", "--debug"]) == EXIT_OURS
        assert "Traceback" in capsys.readouterr().err

    def test_ctrl_c_is_quiet(self, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        """Interrupting prints nothing and exits 130."""

        def interrupted(_invocation: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("esslod.commands.settings.run", interrupted)
        assert main(["settings"]) == cli.EXIT_INTERRUPTED
        assert capsys.readouterr() == ("", "")

    def test_wrong_settings_are_all_told(
        self, site: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Exit 2, each fault with its place."""
        (site / "esslod.toml").write_text('port = "no"\ncolour = 3\n', encoding="utf-8")
        monkeypatch.setenv("ESSLOD_KEEP", "0")
        assert main(["--site", str(site), "settings"]) == EXIT_USAGE
        err = capsys.readouterr().err
        for told in ("port", "colour", "ESSLOD_KEEP", "esslod.toml"):
            assert told in err

    @pytest.mark.parametrize("verb", [["query", "-e", "ASK {}"], ["verify"], ["rollback"]])
    def test_nothing_published_yet(self, verb: list[str], site: Path, capsys: Captured) -> None:
        """What needs a release says that there is none, and how to make one."""
        assert main(["--site", str(site), *verb]) == EXIT_INPUT
        assert "esslod build" in capsys.readouterr().err

    def test_a_reader_that_goes_away(self, published_site: Path) -> None:
        """``esslod query … | head`` ends without a traceback."""
        words = [sys.executable, "-m", "esslod", "query", "-e", "SELECT * { ?s ?p ?o }", "--format", "csv"]
        running = subprocess.Popen(
            words, cwd=published_site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        assert running.stderr is not None
        with running:
            running.stdout.readline()
            running.stdout.close()
            told = running.stderr.read()
        assert told == ""
        assert running.returncode == cli.EXIT_READER_GONE


class TestValidate:
    def test_our_data_is_right(self, site: Path, capsys: Captured) -> None:
        """The project's own data passes, strictly."""
        assert main(["--site", str(site), "validate", "--strict"]) == EXIT_DONE
        assert capsys.readouterr().err == ""

    def test_syntax_and_rules_at_once(self, small_site: Path, capsys: Captured) -> None:
        """A file that cannot be read does not hide the faults of another; each has its line."""
        (small_site / "data" / "broken.ttl").write_text("this is not Turtle\n", encoding="utf-8")
        spoil(small_site, "obeu-measure:amount 1312500", "obeu-measure:amount 1")
        assert main(["--site", str(small_site), "validate"]) == EXIT_INPUT
        out = capsys.readouterr().out
        assert "data/broken.ttl:1" in out
        assert re.search(rf"{re.escape(EDITION)}:\d+: violation", out)

    def test_only_the_paths_asked_for(self, small_site: Path, capsys: Captured) -> None:
        """Faults of other files are not shown when a path is given."""
        spoil(small_site, "obeu-measure:amount 1312500", "obeu-measure:amount 1")
        words = ["validate", str(small_site / "data" / "organisations.ttl")]
        assert main(["--site", str(small_site), *words]) == EXIT_DONE
        assert EDITION not in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["text", "json", "sarif", "turtle"])
    def test_a_fault_in_every_form(self, form: str, faulty_site: Path, capsys: Captured) -> None:
        """The file of a fault is in each form, on standard output; exit 1."""
        assert main(["--site", str(faulty_site), "validate", "--format", form]) == EXIT_INPUT
        out, err = capsys.readouterr()
        assert err == ""
        assert "broken.ttl" in out
        if form == "text":
            assert "data/broken.ttl:2" in out
        elif form == "turtle":
            assert "ValidationReport" in out
        else:
            json.loads(out)

    def test_both_languages(self, faulty_site: Path, capsys: Captured) -> None:
        """The same faults are told in French and in English."""
        told = []
        for language in ("fr", "en"):
            main(["--site", str(faulty_site), "validate", "--lang", language])
            told.append(capsys.readouterr().out)
        assert told[0] != told[1]
        assert len(told[0].splitlines()) == len(told[1].splitlines())


class TestReleases:
    def test_build_again(self, own_small_site: Path, capsys: Captured) -> None:
        """The result of build is the release's name, alone on standard output; again gives the same."""
        current = (own_small_site / "releases" / "current").resolve().name
        assert main(["--site", str(own_small_site), "build"]) == EXIT_DONE
        out, err = capsys.readouterr()
        assert out == current + "\n"
        assert "Rien de nouveau" in err

    def test_a_refused_build_changes_nothing(self, own_small_site: Path, capsys: Captured) -> None:
        """Exit 1, the report, and every published byte as before."""
        before = releases(own_small_site)
        spoil(own_small_site, "obeu-measure:amount 1312500", "obeu-measure:amount 1")
        assert main(["--site", str(own_small_site), "build"]) == EXIT_INPUT
        out, err = capsys.readouterr()
        assert out == ""
        assert re.search(rf"{re.escape(EDITION)}:\d+: violation", err)
        assert releases(own_small_site) == before

    def test_releases_and_rollback(self, own_small_site: Path, capsys: Captured) -> None:
        """A second release becomes current; rollback makes the first one current again."""
        site = ["--site", str(own_small_site)]
        first = (own_small_site / "releases" / "current").resolve().name
        with (own_small_site / "esslod.toml").open("a", encoding="utf-8") as settings:
            settings.write('publisher_name = "Essai"\n')
        assert main([*site, "build"]) == EXIT_DONE
        second = capsys.readouterr().out.strip()
        assert second != first
        assert main([*site, "releases"]) == EXIT_DONE
        listed = capsys.readouterr().out
        assert re.search(rf"^\*\s+{second}", listed, re.MULTILINE)
        assert re.search(rf"^\s+{first}", listed, re.MULTILINE)
        assert main([*site, "rollback"]) == EXIT_DONE
        assert capsys.readouterr().out.strip() == first
        assert (own_small_site / "releases" / "current").resolve().name == first
        assert main([*site, "rollback", "nowhere"]) == EXIT_INPUT

    def test_no_release_is_no_error(self, site: Path, capsys: Captured) -> None:
        """Listing an empty library prints no result, and says how to begin."""
        assert main(["--site", str(site), "releases"]) == EXIT_DONE
        out, err = capsys.readouterr()
        assert out == ""
        assert "esslod build" in err

    def test_verify(self, small_published_site: Path, capsys: Captured) -> None:
        """A sound release is made again and compared, byte for byte."""
        assert main(["--site", str(small_published_site), "verify"]) == EXIT_DONE
        assert "reproduction" in capsys.readouterr().out

    def test_verify_a_damaged_folder(self, own_small_site: Path, capsys: Captured) -> None:
        """One changed byte is found, and its file named; the folder alone is enough to find it."""
        release = (own_small_site / "releases" / "current").resolve()
        dump = release / "dumps" / "esslod.ttl"
        dump.write_bytes(dump.read_bytes().replace(b"1312500", b"1312501"))
        assert main(["verify", str(release)]) == EXIT_INPUT
        out, err = capsys.readouterr()
        assert "dumps/esslod.ttl" in out
        assert "→" in err


class TestQuery:
    @pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml", "table"])
    def test_forms_of_select(self, form: str, published_site: Path, capsys: Captured) -> None:
        """A SELECT answers in every results syntax, and as a table."""
        words = ["--site", str(published_site), "query", "-e", "SELECT (5 AS ?n) {}", "--format", form]
        assert main(words) == EXIT_DONE
        out = capsys.readouterr().out
        assert "5" in out
        if form == "table":
            assert out == "n\n─\n5\n"
        if form == "json":
            assert json.loads(out)["results"]["bindings"][0]["n"]["value"] == "5"

    @pytest.mark.parametrize("form", ["table", "turtle", "nt", "rdf", "jsonld", "nq", "trig"])
    def test_forms_of_construct(self, form: str, published_site: Path, capsys: Captured) -> None:
        """A CONSTRUCT answers in every RDF syntax; as Turtle when none is asked for."""
        text = "CONSTRUCT { <https://example.org/s> <https://example.org/p> 5 } {}"
        assert main(["--site", str(published_site), "query", "-e", text, "--format", form]) == EXIT_DONE
        assert "example.org" in capsys.readouterr().out

    def test_ask_is_a_word(self, published_site: Path, capsys: Captured) -> None:
        """ASK answers oui or non, yes or no."""
        assert main(["--site", str(published_site), "query", "-e", "ASK { ?s ?p ?o }"]) == EXIT_DONE
        assert capsys.readouterr().out == "oui\n"

    def test_a_file_with_a_parameter(self, published_site: Path, capsys: Captured) -> None:
        """A declared parameter restricts the answer; an IRI may leave out its base."""
        file = str(published_site / "queries" / "membership.rq")
        words = ["--site", str(published_site), "query", file, "--format", "csv", "--param"]
        assert main([*words, "territory=id/territory/epci/246300701"]) == EXIT_DONE
        assert len(capsys.readouterr().out.splitlines()) > 1
        assert main([*words, "territory=id/territory/epci/000000000"]) == EXIT_DONE
        assert len(capsys.readouterr().out.splitlines()) == 1

    @pytest.mark.parametrize("value", ["nope=1", "territory=a b", "territory=x> } #"])
    def test_a_wrong_parameter(self, value: str, published_site: Path, capsys: Captured) -> None:
        """An undeclared name and a value that is no IRI are refused before anything runs."""
        file = str(published_site / "queries" / "membership.rq")
        assert main(["--site", str(published_site), "query", file, "--param", value]) == EXIT_INPUT
        assert "→" in capsys.readouterr().err

    def test_standard_input(self, published_site: Path, run_esslod: Run) -> None:
        """``-`` reads the query from standard input."""
        asked = run_esslod("query", "-", folder=published_site, text="SELECT (5 AS ?n) {}")
        assert asked.stdout == "n\n─\n5\n"

    @pytest.mark.parametrize("text", ["SELECT", "SELECT * { ?s ?p }", "DROP ALL", "SELECT (" * 2000])
    def test_a_wrong_query(self, text: str, published_site: Path, capsys: Captured) -> None:
        """A query that cannot be read is the caller's error: exit 1, no traceback, no crash."""
        assert main(["--site", str(published_site), "query", "-e", text]) == EXIT_INPUT
        assert capsys.readouterr().err

    def test_interrupting_a_long_query(self, published_site: Path) -> None:
        """Ctrl-C ends a query that would take for ever, quietly, with 130."""
        text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        running = subprocess.Popen(
            [sys.executable, "-m", "esslod", "query", "-e", text],
            cwd=published_site,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(2)
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=20)
        assert (running.returncode, told) == (cli.EXIT_INTERRUPTED, b"")


class TestSettings:
    def test_they_are_a_settings_file(self, site: Path, capsys: Captured) -> None:
        """What settings prints is an esslod.toml that says the same."""
        (site / "esslod.toml").write_text('port = 9000\ntitle_fr = "L’\\"ESS\\""\n', encoding="utf-8")
        assert main(["--site", str(site), "settings"]) == EXIT_DONE
        printed = capsys.readouterr().out
        assert "\nport = 9000\n" in printed
        assert "\n# threads = 16\n" in printed
        (site / "esslod.toml").write_text(printed, encoding="utf-8")
        assert main(["--site", str(site), "settings"]) == EXIT_DONE
        assert capsys.readouterr().out == printed
