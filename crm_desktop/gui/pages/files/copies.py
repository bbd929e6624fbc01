"""Copies of files for looking at: in a private folder that goes with the program.

A copy can't be written to, so that nobody works in one that vanishes, and is marked as brought
from elsewhere, so that the system is careful with it. Called on reader threads.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from crm_desktop.backend.work import Reader
from crm_desktop.core.clock import now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.files.queries import copy_out
from crm_desktop.features.files.rows import FileRow
from crm_desktop.features.files.rules import HEAD, clean_name, looks_runnable

_READ_ONLY = 0o400


def copy_for_looking(reader: Reader, file: FileRow) -> Path:
    """A copy of the file under its own name; ``Invalid`` for a program that is called something
    else. Whoever asks has made sure that it is not called a program."""
    folder = Path(tempfile.mkdtemp(dir=_folder()))
    path = copy_out(reader, file.digest, folder / clean_name(file.name))
    with path.open("rb") as copy:
        head = copy.read(HEAD)
    if looks_runnable(head):
        path.unlink()
        raise Invalid(
            msg(
                "This file is a program and only pretends to be something else, so it wasn’t "
                "opened. Delete it unless you know where it comes from."
            )
        )
    mark_as_foreign(path)
    path.chmod(_READ_ONLY)
    return path


def save_copy(reader: Reader, digest: str, path: Path) -> Path:
    """A copy at a place that the person chose."""
    mark_as_foreign(copy_out(reader, digest, path))
    return path


def mark_as_foreign(path: Path) -> None:
    """Tell the system that the file came from elsewhere, where it knows such a mark."""
    with suppress(OSError):
        if sys.platform == "win32":
            # [MS-FSCC] 5.6.1: zone 3 is the internet.
            mark = Path(f"{path}:Zone.Identifier")
            mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii", newline="")
        elif sys.platform == "darwin":
            value = f"0081;{int(now().timestamp()):x};CRM Desktop;"
            command = ["/usr/bin/xattr", "-w", "com.apple.quarantine", value, str(path)]
            subprocess.run(command, check=False, capture_output=True)


@cache
def _folder() -> str:
    """Made when the first copy is wanted; nobody else may look into it."""
    folder = tempfile.TemporaryDirectory(prefix="crm-desktop-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name
