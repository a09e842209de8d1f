"""The dumps of a release as people read them: the files of the whole, then those of each dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esslod.addresses import DUMPS
from esslod.rdf.formats import COMPRESSIONS, DUMPED, dumped_by_name
from esslod.release.manifest import FileEntry, Manifest

#: The role of files that hold the whole release; the others hold one dataset of it.
WHOLE: Final = "dump"
#: Datasets that the page shows, at most; the catalogue and the checksums list them all.
MOST: Final = 200
_ORDER: Final = {syntax.name: place for place, syntax in enumerate(DUMPED)}


@dataclass(frozen=True)
class Row:
    """One file: its path in the folder of dumps, its format in words, bytes, digest."""

    name: str
    format: str
    suffix: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Dataset:
    """One dataset: the path of its files without suffix, and the plain files, Turtle first."""

    name: str
    files: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """``left`` are datasets not shown."""

    whole: tuple[Row, ...]
    datasets: tuple[Dataset, ...]
    left: int

    @property
    def example(self) -> str:
        """A file worth showing how to check: the first compressed one, else any, else nothing."""
        return next((row.name for row in self.whole if row.suffix == "gz"), "") or next(
            (row.name for row in self.whole), ""
        )


def listing(manifest: Manifest) -> Listing:
    """The dumps of a release, in the order of formats, plain before compressed."""
    entries = [entry for entry in manifest.files if entry.path.startswith(DUMPS)]
    entries.sort(key=lambda entry: (_ORDER.get(entry.syntax, 99), entry.compression, entry.path))
    whole = tuple(_row(entry) for entry in entries if entry.role == WHOLE)
    files: dict[str, list[Row]] = {}
    for entry in entries:
        if entry.role != WHOLE and not entry.compression:
            row = _row(entry)
            files.setdefault(row.name.removesuffix(f".{row.suffix}"), []).append(row)
    datasets = tuple(Dataset(name, tuple(files[name])) for name in sorted(files))
    return Listing(whole, datasets[:MOST], max(0, len(datasets) - MOST))


def _row(entry: FileEntry) -> Row:
    name = entry.path.removeprefix(DUMPS)
    suffix = name.rpartition(".")[2]
    syntax, packed = dumped_by_name(entry.syntax), COMPRESSIONS.get(entry.compression)
    label = syntax.label if syntax else suffix
    form = f"{label}, {packed.label}" if packed else label
    return Row(name, form, suffix, entry.size, entry.sha256)
