"""The window is on the screen before anything of the database is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HEAVY = ("sqlalchemy", "psycopg", "sqlcipher3", "alembic", "phonenumbers", "crm_desktop.catalog")
# Not for the first page either: they come when it is painted.
_LATER = (
    *(*_HEAVY[:2], *_HEAVY[3:], "PySide6.QtNetwork", "asyncio", "crm_desktop.gui.bridge.bridge"),
    *("uuid", "platform", "multiprocessing", "crm_desktop.core.text.folding"),
    *(
        "crm_desktop.gui.kit.form_field",
        "crm_desktop.gui.shell.tray",
        "crm_desktop.gui.session_cards",
    ),
)


def imported(what: str, names: tuple[str, ...]) -> str:
    """Which of these are there when a new process has imported ``what``."""
    script = f"import sys, {what}; print(sorted(name for name in {names!r} if name in sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def test_the_window_is_shown_without_what_reads_the_database() -> None:
    assert imported("crm_desktop.gui.app", _HEAVY) == "[]"


def test_the_first_look_needs_nothing_but_the_driver() -> None:
    needed = (
        "crm_desktop.features.contacts.first_page",
        "crm_desktop.gui.pages.contacts.list_columns",
        "crm_desktop.gui.shell.first_look",
        "crm_desktop.store.glance",
    )
    assert imported(", ".join(("crm_desktop.gui.app", *needed)), _LATER) == "[]"


def test_a_workspace_is_opened_without_what_only_writing_needs() -> None:
    assert imported("crm_desktop.bootstrap", ("psutil", "psycopg", "alembic")) == "[]"


def test_a_workspace_is_opened_without_what_begins_processes() -> None:
    assert imported("crm_desktop.bootstrap", ("multiprocessing", "concurrent.futures.process")) == (
        "[]"
    )


def test_the_program_reads_no_source_of_what_it_imports() -> None:
    script = (
        "from crm_desktop.gui.app import make_application; application = make_application('en');"
        "import colorsys, linecache; print(colorsys.__file__ in linecache.cache)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "False"
