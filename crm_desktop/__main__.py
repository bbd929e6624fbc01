"""The entry: ``crm-desktop`` with a command runs it, without one (or with files) opens the window.

Qt is imported only for the window, SQLAlchemy only for what needs the database.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from crm_desktop.core.i18n import set_language, system_language
from crm_desktop.core.logs import log_kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit status."""
    if len(sys.argv) > 1:
        import multiprocessing  # a start by a double click doesn't wait for it

        # Worker processes of the frozen program start here: by what stands in their arguments.
        multiprocessing.freeze_support()
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_asked_language(words) or system_language())
    from crm_desktop.cli.parser import parse

    parsed = parse(words)
    if parsed.version:
        from crm_desktop.cli.main import tell_version

        return tell_version()
    with log_kept():
        return _run(parsed)


def _run(parsed: argparse.Namespace) -> int:
    if parsed.command == "selftest":
        from crm_desktop.cli.selftest import run_selftest
        from crm_desktop.gui.drawing import draw_pages

        return run_selftest(draw_pages)
    if parsed.command == "screenshots":
        from crm_desktop.gui.screenshots import run_screenshots

        return run_screenshots(parsed)
    if parsed.command is None:
        from crm_desktop.gui.app import run

        return run(parsed.workspace, parsed.lang, parsed.files)
    from crm_desktop.cli.main import run_command

    return run_command(parsed)


def _asked_language(words: Sequence[str]) -> str | None:
    """``--lang`` has to be known before the parser can speak."""
    for position, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in {"ru", "en", "pl"}:
            return value
    return None


def _speak_utf8() -> None:
    """Windows' consoles default to a code page that lacks half of our letters. Whoever closed a
    stream before the start wants to hear nothing."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
