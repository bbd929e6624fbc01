"""What is pasted into a list: rows of a spreadsheet are imported, a scrap of text about somebody
begins a new contact.

Made by the session, one for a window's lists of people and things, one for its custom lists. GUI
thread only.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.values.person_text import PersonText, parse_person
from crm_desktop.gui.kit.scratch import ScratchFolder
from crm_desktop.gui.kit.text_drops import TextDrops, dropped_words

_TABLE = late_pattern(r"<table\b", re.IGNORECASE)


class Pasting(QObject):
    """``rows_came`` gives the files the rows were written to, ``person_came`` what a new contact
    begins with, ``nothing_came`` says in words that the clipboard holds neither."""

    rows_came = Signal(object)  # tuple[Path, ...]
    person_came = Signal(object)  # PersonText
    nothing_came = Signal(str)

    def __init__(self, region: str | None, parent: QObject, *, takes_people: bool = True) -> None:
        super().__init__(parent)
        self._region, self._takes_people = region, takes_people
        self._folder = ScratchFolder(self)
        self._number = 0

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData | None) -> None:
        """Take what was pasted."""
        if data is None or self._took(data):
            return
        if self._takes_people:
            words = _(
                "There are no rows and nobody’s phone or e-mail on the clipboard. Copy rows of a "
                "table or a signature, then paste again."
            )
        else:
            words = _("There are no rows on the clipboard. Copy rows of a table, then paste again.")
        self.nothing_came.emit(words)

    def take_drops(self, *widgets: QWidget) -> None:
        """Take what is dropped on these from other programs too."""
        drops = TextDrops(self, lambda: True)
        drops.dropped.connect(self._take_dropped)
        drops.watch(*widgets)

    def _take_dropped(self, data: QMimeData) -> None:
        if not self._took(data):
            self.nothing_came.emit(
                _(
                    "There is nobody’s name, phone or e-mail in these words. Drop them on a card "
                    "to keep them as a note."
                )
            )

    def _took(self, data: QMimeData) -> bool:
        if table := as_table(data):
            self.rows_came.emit((self._write(*table),))
        elif self._takes_people and (person := parse_person(dropped_words(data), self._region)):
            self.person_came.emit(person)
        else:
            return False
        return True

    def _write(self, text: str, suffix: str) -> Path:
        """Each block has a file of its own: an import may still read the one before."""
        self._number += 1
        folder = self._folder.path / str(self._number)
        folder.mkdir()
        name = _("Pasted rows")
        path = folder / f"{name}.{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        return path


def as_table(data: QMimeData) -> tuple[str, str] | None:
    """The rows as the text of a file, and its ending; none if there are no rows. Spreadsheets
    and browsers put cells with tabs between them beside the document's table."""
    if data.hasText() and "\t" in data.text().strip():
        return data.text(), "tsv"
    if data.hasHtml() and _TABLE.search(data.html()):
        return data.html(), "xls"  # as banks and old programs send them
    return None


def as_values(person: PersonText) -> dict[str, object]:
    """As the dialog of a new contact takes them."""
    values: dict[str, object] = {"name": person.name} if person.name else {}
    if person.sites:
        values["sites"] = list(person.sites)
    for name, found in (("phones", person.phones), ("emails", person.emails)):
        if found:
            items = [
                {"value": value, "type": "other", "primary": not place}
                for place, value in enumerate(found)
            ]
            values[name] = items
    return values
