"""Numbers as people read them in the current language. Any thread."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def shown_number(number: int) -> str:
    """``1,302`` or ``1 302``, by the language."""
    return QLocale().toString(number)
