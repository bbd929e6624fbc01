"""What a row of a file says and shows, in the current language. Any thread."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.features.files.rows import FileRow
from crm_desktop.features.files.rules import is_runnable, suffix_of
from crm_desktop.gui.shell.numbers import shown_size

_TABLES = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".ods"})
_TEXTS = frozenset({".txt", ".md", ".rtf", ".doc", ".docx", ".odt"})


def look_of(file: FileRow) -> tuple[str, str]:
    """The icon of its kind and the token of its colour (icons.json, "Files")."""
    suffix = suffix_of(file.name)
    if is_runnable(file.name, file.media_type):
        return "app-window", "text_secondary"
    if suffix == ".pdf":
        return "file-pdf", "danger"
    if file.media_type.startswith("image/"):
        return "image", "success"
    if suffix in _TABLES:
        return "table", "success"
    if suffix in _TEXTS:
        return "file-text", "accent"
    return "file", "text_secondary"


def facts(file: FileRow) -> str:
    """``420 KB · 14 Oct · Anna``."""
    given_name = file.author.split(" ")[0]
    parts = (shown_size(file.size), _day(file.created_at), given_name)
    return " · ".join(part for part in parts if part)


def _day(moment: datetime) -> str:
    there, now = moment.astimezone(), clock.now().astimezone()
    pattern = "d MMM" if there.year == now.year else "d MMM yyyy"
    return QLocale().toString(QDate(there.year, there.month, there.day), pattern)


def refused_to_open() -> str:
    """Why a program is not opened."""
    return _(
        "This file is a program and could harm the computer, so it isn’t opened from here. If you "
        "know where it comes from, save it and open it there."
    )
