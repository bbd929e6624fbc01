"""The crash report of a command: where a bug struck, without anything that a person typed or saved.

Called by ``cli.main`` on the main thread for exceptions that nobody expected.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from crm_desktop import __version__
from crm_desktop.core.clock import now
from crm_desktop.core.paths import program_folder, user_log_folder


def write_crash_report(error: BaseException) -> Path | None:
    """Write the report among the program's logs; ``None`` where that isn't possible."""
    folder = user_log_folder()
    path = folder / f"crash-{now().strftime('%Y%m%d-%H%M%S-%f')}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(error)) + "\n", encoding="utf-8")
    except OSError:
        return None
    return path


def _lines(error: BaseException) -> Iterator[str]:
    """The kinds of the errors and the places in the code. Their texts are left out: drivers put
    the values of records there, and paths hold the person's name."""
    yield f"CRM Desktop {__version__}, Python {platform.python_version()}, {sys.platform}"
    link: BaseException | None = error
    while link is not None:
        yield f"{type(link).__module__}.{type(link).__qualname__}"
        for frame in traceback.extract_tb(link.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        link = link.__cause__ or link.__context__


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(program_folder()):
        return path.relative_to(program_folder()).as_posix()
    return "/".join(path.parts[-3:])
