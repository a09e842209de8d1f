"""The folder of releases: what is there, which one is served, and how that changes.

::

    releases/
      .lock            held (flock) by the build that runs; the kernel lets go when it dies
      .staging/        the release being written; whatever is found there is a dead build's
      order            names, oldest first: the order in which builds made them current
      3f2a…/           a release, never changed
      current → 3f2a…  moved by one atomic rename
      history/         what was published when, for those who follow (`journal.py`)
    stores/
      .lock, .staging  the same, for the indexes
      3f2a…/           a release's query index; may be deleted, is rebuilt from the release
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from string import hexdigits
from typing import Final

from esslod.errors import DamagedRelease, NoRelease, UnknownRelease
from esslod.release.lock import PATIENCE, STAGING, Progress, held, silent
from esslod.release.manifest import CURRENT, NAME_LENGTH, Manifest, current_release, read_manifest
from esslod.release.staging import sync, writing

ORDER: Final = "order"


@dataclass(frozen=True)
class Release:
    """One folder of the library; ``manifest`` is None when it cannot be read, ``problem`` says why."""

    name: str
    folder: Path
    current: bool
    manifest: Manifest | None
    problem: str = ""


@dataclass(frozen=True)
class Library:
    """The folder of releases and the folder of their query indexes."""

    folder: Path
    stores: Path

    @property
    def staging(self) -> Path:
        return self.folder / STAGING

    @property
    def store_staging(self) -> Path:
        return self.stores / STAGING

    def releases(self) -> tuple[Release, ...]:
        """Every release, oldest first; damaged ones too, with what is wrong."""
        if not self.folder.is_dir():
            return ()
        order = {name: number for number, name in enumerate(self._order())}
        found = [self._release(path) for path in self.folder.iterdir() if _is_release(path)]
        return tuple(sorted(found, key=lambda release: _age(release, order)))

    def current(self) -> Path:
        """The folder of the release being served. Raises NoRelease."""
        return current_release(self.folder)

    def release(self, name: str | None = None) -> Path:
        """The folder of the release *name*, or of the current one. Raises UnknownRelease, NoRelease."""
        if name is None:
            return self.current()
        folder = self.folder / name
        if not _is_release(folder):
            raise UnknownRelease(f"{name}: no such release", remedy="esslod releases")
        return folder

    def store(self, name: str) -> Path:
        """Where the query index of the release *name* stands, or will."""
        return self.stores / name

    def lock(self, progress: Progress = silent, patience: float = PATIENCE) -> AbstractContextManager[None]:
        """Hold the releases for one build. A second build waits, then is told (BusyLibrary).

        Staging folders found once the lock is held belong to builds that died: they go.
        """
        return held(self.folder, progress, patience)

    def store_lock(
        self, progress: Progress = silent, patience: float = PATIENCE
    ) -> AbstractContextManager[None]:
        """Hold the indexes: a server may have to make one where releases are read-only."""
        return held(self.stores, progress, patience)

    def seal(self, staged: Path, name: str) -> Path:
        """Give the finished folder *staged* its name. Only a damaged release is ever replaced."""
        target = self.folder / name
        with writing(self.folder):
            if target.exists():
                target.rename(self.folder / f"{STAGING}-replaced")
            staged.rename(target)
            sync(self.folder)
        return target

    def seal_store(self, name: str) -> Path:
        """Put the index in ``stores/.staging`` in its place; servers keep the one they opened."""
        target = self.store(name)
        with writing(self.stores):
            if target.exists():
                target.rename(self.stores / f"{STAGING}-replaced")
            self.store_staging.rename(target)
            sync(self.stores)
            shutil.rmtree(self.stores / f"{STAGING}-replaced", ignore_errors=True)
        return target

    def publish(self, name: str) -> Path:
        """A build made *name*: it becomes the newest, and current."""
        order = [known for known in self._order() if known != name]
        with writing(self.folder):
            _replace_text(self.folder / ORDER, "".join(f"{known}\n" for known in (*order, name)))
        return self.switch(name)

    def switch(self, name: str) -> Path:
        """Make *name* current: one atomic rename of a link. Raises UnknownRelease, DamagedRelease."""
        folder = self.release(name)
        read_manifest(folder)
        link = self.folder / f"{STAGING}-link"
        with writing(self.folder):
            link.unlink(missing_ok=True)
            link.symlink_to(name, target_is_directory=True)
            link.replace(self.folder / CURRENT)
            sync(self.folder)
        return folder

    def rollback(self, name: str | None = None) -> Path:
        """Make *name*, or the release before the current one, current."""
        return self.switch(self.earlier().name if name is None else name)

    def earlier(self) -> Path:
        """The release before the current one. Raises NoRelease when there is none."""
        names = [release.name for release in self.releases() if not release.problem]
        here = self.current().name
        earlier = names[: names.index(here)] if here in names else names
        if not earlier:
            raise NoRelease(f"{here}: no earlier release in {self.folder}", remedy="esslod releases")
        return self.folder / earlier[-1]

    def prune(self, keep: int) -> tuple[str, ...]:
        """Delete all but the newest *keep* releases, and indexes without a release; never the current."""
        releases = self.releases()
        surplus = [r for r in releases[: max(0, len(releases) - keep)] if not r.current]
        with writing(self.folder):
            for release in surplus:
                gone = self.folder / f"{STAGING}-pruned"
                release.folder.rename(gone)
                shutil.rmtree(gone)
            kept = {release.name for release in self.releases()}
            for store in self.stores.iterdir():
                if is_name(store.name) and store.is_dir() and store.name not in kept:
                    shutil.rmtree(store)
            _replace_text(self.folder / ORDER, "".join(f"{n}\n" for n in self._order() if n in kept))
        return tuple(release.name for release in surplus)

    def _release(self, folder: Path) -> Release:
        link = self.folder / CURRENT
        current = link.exists() and link.resolve() == folder.resolve()
        try:
            return Release(folder.name, folder, current, read_manifest(folder))
        except DamagedRelease as error:
            return Release(folder.name, folder, current, None, error.message)

    def _order(self) -> list[str]:
        try:
            return (self.folder / ORDER).read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            return []


def is_name(name: str) -> bool:
    """Whether *name* has the form of a release's name: nothing else is ever listed or deleted."""
    return len(name) == NAME_LENGTH and set(name) <= set(hexdigits.lower())


def _is_release(path: Path) -> bool:
    return is_name(path.name) and path.is_dir() and not path.is_symlink()


def _age(release: Release, order: dict[str, int]) -> tuple[int, str, str]:
    """Releases nobody ordered (copied in by hand, or sealed by a build that died) come first."""
    date = release.manifest.date if release.manifest else ""
    return order.get(release.name, -1), date, release.name


def _replace_text(file: Path, text: str) -> None:
    fresh = file.with_name(f"{STAGING}-{file.name}")
    fresh.write_text(text, encoding="utf-8")
    sync(fresh)
    fresh.replace(file)
