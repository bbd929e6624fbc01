"""Crash reports: where a bug struck, without anything that a person typed or saved.

``cli.main`` and the window write one for each exception that nobody expected, on any thread.
``SessionMark`` belongs to the window: what Python never hears of (a crash in native code, a kill,
a power cut) leaves the mark behind, and the next start makes a report of it.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TextIO

from crm_desktop import __version__
from crm_desktop.core.clock import now
from crm_desktop.core.files import FileLock, turn
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.logs import describe_error, last_lines, short_place
from crm_desktop.core.paths import user_log_folder

_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "psycopg", "sqlcipher3")
_MOST_REPORTS = 20
# A line of faulthandler: ``File "/home/anna/…/page.py", line 12 in draw``.
_NATIVE_PLACE = late_pattern(r'^  File "(.+)", line (\d+) in (.+)$')
_NATIVE_LINES = late_pattern(r"^(Fatal |Windows fatal |Current thread |Thread )")


def write_crash_report(error: BaseException, folder: Path | None = None) -> Path | None:
    """Write the report among the program's logs; ``None`` where that isn't possible."""
    return _write(describe_error(error), folder or user_log_folder())


class SessionMark:
    """A sign that a window's process runs, taken down when it ends in good order. Meanwhile
    crashes of native code are written into it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_log_folder()
        name = f"session-{now().strftime('%Y%m%d-%H%M%S-%f')}-{os.getpid()}"
        self._path = self._folder / f"{name}.txt"
        self._lock_path = self._folder / f"{name}.lock"
        self._lock = FileLock(self._lock_path)
        self._file: TextIO | None = None

    def set(self) -> None:
        """Put it up. Without a place for it the program works all the same."""
        with suppress(OSError), _sessions(self._folder):
            self._lock.take()
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def take_down(self) -> None:
        """The process ends as it should."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        self._path.unlink(missing_ok=True)
        self._lock.release()
        self._lock_path.unlink(missing_ok=True)


def report_lost_sessions(folder: Path | None = None) -> list[Path]:
    """A report of each process that ended without taking its mark down, oldest first. The marks
    are gone afterwards, so each is told once."""
    folder = folder or user_log_folder()
    reports: list[Path | None] = []
    with suppress(OSError), _sessions(folder):
        for mark in sorted(folder.glob("session-*.txt")):
            lock = FileLock(mark.with_suffix(".lock"))
            if lock.take():
                reports.append(_write(_native_lines(mark), folder))
                mark.unlink()
                lock.release()
                mark.with_suffix(".lock").unlink(missing_ok=True)
    return [report for report in reports if report is not None]


def _sessions(folder: Path) -> AbstractContextManager[None]:
    """One process at a time looks at the marks."""
    return turn(folder / "sessions.lock")


def _write(lines: Iterator[str], folder: Path) -> Path | None:
    path = folder / f"crash-{now().strftime('%Y%m%d-%H%M%S-%f')}.txt"
    report = [*_versions(), "", *lines, "", *last_lines(folder=folder)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(report) + "\n", encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _versions() -> Iterator[str]:
    import platform  # 20 ms, with the next ones, that few starts need
    from importlib.metadata import PackageNotFoundError, version

    yield f"CRM Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):  # a frozen program may carry no metadata
            yield f"{library} {version(library)}"


def _native_lines(mark: Path) -> Iterator[str]:
    """What faulthandler left. Only lines of known form, and no folders of the person."""
    lines = mark.read_text(encoding="utf-8", errors="replace").splitlines()
    yield "The program ended without closing." if not lines else "The program was ended by:"
    for line in lines:
        place = _NATIVE_PLACE.match(line)
        if place:
            yield f"  {short_place(place[1])}:{place[2]} in {place[3]}"
        elif _NATIVE_LINES.match(line):
            yield line
