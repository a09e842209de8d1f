"""The recipes for R, LibreOffice and QGIS, run in those programs as Debian packages them.

Those that Python and Node.js run are in tests/smoke/test_reuse.py. Where a program is not installed
(``environments/debian.txt``, which .ci/run installs), its recipe is skipped, saying so.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.harvest.conftest import READERS, serving
from tools.reference import EXAMPLE

from esslod.representation.recipes import Recipe, recipes

pytestmark = [pytest.mark.live, pytest.mark.harvest]

SECONDS = 120
#: The interpreter that Debian's QGIS is installed for.
DEBIAN_PYTHON = Path("/usr/bin/python3")
#: How LibreOffice, in French, reads the variant for French spreadsheet programs: separator, quote, UTF-8,
#: from line 1, French, no text taken for what it looks like but numbers.
FRENCH = "CSV:59,34,76,1,,1036,false,true"
RECIPES = {one.name: one for one in recipes(EXAMPLE, "fr")}
_ADDRESS = re.compile(rf"{EXAMPLE.host}[^\s\"]*")


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The root of a server of the project's site."""
    with serving(site) as address:
        yield address


def run(words: list[str], folder: Path) -> str:
    """What a program prints, run in *folder*; skipped where it is not installed."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} NOT run: it is not installed")
    settings = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        words,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder), **settings},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(recipe: Recipe, host: str) -> list[str]:
    """The addresses that a recipe names, at *host*."""
    return [address.replace(EXAMPLE.host, host) for address in _ADDRESS.findall(recipe.code)]


def table(address: str) -> list[dict[str, str]]:
    """The rows of the CSV at *address*, read by Python."""
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:
        return list(csv.DictReader(answer.read().decode().splitlines()))


def opened(address: str, folder: Path, *words: str) -> openpyxl.Workbook:
    """What LibreOffice makes of an address, written down as a workbook."""
    kept = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "kept")]
    run(["soffice", "--headless", *words, *kept, address], folder)
    (file,) = (folder / "kept").iterdir()
    found = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    file.unlink()
    return found


def test_every_recipe_for_another_program_is_run() -> None:
    """Those that are not are of services on the web, and say so."""
    ours = {"bash", "python", "node"}
    assert {one.run for one in RECIPES.values()} - ours == {"Rscript", "soffice", "qgis", "addresses"}
    (service,) = (one for one in RECIPES.values() if one.run == "addresses")
    assert "ils n’exécutent pas ces services" in service.text


def test_r(host: str, tmp_path: Path) -> None:
    """R prints the columns, each value in its row, and draws them."""
    recipe = RECIPES["r"]
    told = run(["Rscript", "-e", recipe.code.replace(EXAMPLE.host, host)], tmp_path).splitlines()[1:]
    rows = table(f"{host}queries/{EXAMPLE.question}.csv")
    assert [line.split()[1:] for line in told] == [[row[EXAMPLE.label], row[EXAMPLE.value]] for row in rows]
    assert (tmp_path / "Rplots.pdf").stat().st_size > 1000


def test_a_spreadsheet_opens_every_address(host: str, tmp_path: Path) -> None:
    """Workbook, French CSV and CSV are the same rows in LibreOffice, and their numbers are numbers."""
    workbook, french, plain, formula = asked(RECIPES["spreadsheet"], host)
    assert formula == plain
    rows = table(plain)
    column = list(rows[0]).index(EXAMPLE.value)
    for address, filters in (
        (workbook, []),
        (french, ["--infilter=" + FRENCH]),
        (plain, ["--infilter=CSV:44,34,76"]),
    ):
        sheet = opened(address, tmp_path, *filters).worksheets[0]
        read = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [row[column] for row in read] == [float(row[EXAMPLE.value]) for row in rows], address
        assert [row[0] for row in read] == [next(iter(row.values())) for row in rows], address
        assert any("é" in str(cell) for row in read for cell in row), address


def test_a_spreadsheet_opens_the_workbook_of_everything(host: str, tmp_path: Path) -> None:
    """A sheet for each table, none empty, and the one that explains the columns; in either language."""
    *books, _ = asked(RECIPES["everything"], host)
    found = [opened(book, tmp_path) for book in books]
    for book, explained in zip(found, ("Colonnes", "Columns"), strict=True):
        assert explained in book.sheetnames and len(book.sheetnames) > 10
        assert all(sheet.max_row > 1 for sheet in book.worksheets)


def test_qgis(host: str, tmp_path: Path) -> None:
    """The layer has a row for each area, with the code and the number that the recipe's expressions give."""
    known = subprocess.run([DEBIAN_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    if known.returncode:
        pytest.skip("QGIS NOT run: it is not installed")
    _, *expressions = RECIPES["qgis"].code.splitlines()
    (address,) = asked(RECIPES["qgis"], host)
    told = run([str(DEBIAN_PYTHON), str(READERS / "qgis_reads.py"), address, *expressions], tmp_path)
    expected = [f'["{row["area"].rpartition("/")[2]}", {float(row["value"])}]' for row in table(address)]
    assert told == f"[{', '.join(expected)}]" and expected
