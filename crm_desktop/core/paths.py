"""Where the program's own files and the person's files lie. No I/O beyond looking."""

from __future__ import annotations

import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def program_folder() -> Path:
    """The folder of ``resources`` and ``migrations``: the checkout or the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else _CHECKOUT


def resources_folder() -> Path:
    """Icons, themes, templates, manual and translations."""
    return program_folder() / "resources"


def migrations_folder() -> Path:
    """Alembic's folder."""
    return program_folder() / "migrations"


def user_data_folder() -> Path:
    """Where workspaces lie unless the person chose a place."""
    from platformdirs import user_data_path

    return user_data_path("CRM Desktop", appauthor=False)


def user_log_folder() -> Path:
    """Logs and crash reports."""
    from platformdirs import user_log_path

    return user_log_path("CRM Desktop", appauthor=False)
