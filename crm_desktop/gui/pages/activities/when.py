"""Choosing when something is due: today, tomorrow, Monday, or any day and time.

Used by the task line and the menus of steps. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.clock import iso
from crm_desktop.core.i18n import _
from crm_desktop.core.values.task_words import parse_task
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.activities import words

_LONGEST = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class When:
    """A day, perhaps with a time, in the person's zone; nothing is 'some day'."""

    day: date | None = None
    at: time | None = None

    def values(self) -> dict[str, Any]:
        """As commands take it."""
        if self.day is None:
            return {"due_on": None, "due_at": None}
        if self.at is None:
            return {"due_on": self.day.isoformat()}
        zone = clock.now().astimezone().tzinfo
        return {"due_at": iso(datetime.combine(self.day, self.at, zone))}

    def words(self) -> str:
        """``tomorrow, 15:30``; nothing for some day."""
        if self.day is None:
            return ""
        shown = words.day_words(self.day)
        if self.at is None:
            return shown
        zone = clock.now().astimezone().tzinfo
        at = words.time_words(datetime.combine(self.day, self.at, zone))
        return _("{day}, {time}").format(day=shown, time=at)


Choose = Callable[[When], None]


def when_of(due_on: date | None, due_at: datetime | None) -> When:
    """When an activity is due."""
    if due_at is not None:
        there = words.local(due_at)
        return When(there.date(), there.time().replace(second=0, microsecond=0))
    return When(due_on)


def fill_menu(menu: QMenu, at: time | None, choose: Choose, anchor: QWidget) -> None:
    """Offer the usual days (a time that was there is kept) and any other below ``anchor``."""
    today = words.today()
    monday = today + timedelta(days=7 - today.weekday())
    days = (
        ("today", _("Today"), today),
        ("tomorrow", _("Tomorrow"), today + timedelta(days=1)),
        ("monday", _("On Monday"), monday),
    )
    for name, title, day in days:
        action = menu.addAction(title)
        action.setObjectName(name)
        action.triggered.connect(partial(_tell, choose, When(day, at)))
    other = menu.addAction(_("Another day…"))
    other.setObjectName("date")
    other.triggered.connect(lambda: pick_day(anchor, When(today, at), choose))


def _tell(choose: Choose, when: When, _checked: bool = False) -> None:
    choose(when)


def pick_day(anchor: QWidget, when: When, choose: Choose) -> DayPicker:
    """Open the calendar below ``anchor``."""
    picker = DayPicker(when, anchor)
    picker.chosen.connect(choose)
    picker.show_below(anchor.mapToGlobal(anchor.rect().bottomLeft()))
    return picker


class DayPicker(QFrame):
    """A calendar, and a line that takes a day and a time in words or numbers."""

    chosen = Signal(object)  # When

    def __init__(self, when: When, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dress(self, kind="popover")
        self._at = when.at
        self.line = QLineEdit(self)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(_("Day and time"))
        self.line.setPlaceholderText(_("For example: on Friday 15:30"))
        self.calendar = QCalendarWidget(self)
        self.calendar.setGridVisible(False)
        none = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        self.calendar.setVerticalHeaderFormat(none)
        self.calendar.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        if when.day is not None:
            self.calendar.setSelectedDate(QDate(when.day.year, when.day.month, when.day.day))
        self.calendar.clicked.connect(self._take_day)
        self.calendar.activated.connect(self._take_day)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.calendar)

    def show_below(self, corner: QPoint) -> None:
        """With the upper left corner at ``corner``, within the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = min(corner.x(), room.right() - self.width())
        top = corner.y() + 4
        if top + self.height() > room.bottom():
            top = max(room.top(), room.bottom() - self.height())
        self.move(left, top)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes what was typed, or the day of the calendar."""
        if event.key() in _ENTER:
            self._take_line()
        else:
            super().keyPressEvent(event)

    def _take_line(self) -> None:
        read = parse_task(self.line.text(), words.today())
        day, at = read.value("day"), read.value("time")
        if not self.line.text().strip():
            self._take_day(self.calendar.selectedDate())
        elif isinstance(day, date) or isinstance(at, time):
            chosen = day if isinstance(day, date) else words.today()
            self._choose(When(chosen, at if isinstance(at, time) else None))
        else:
            dress(self.line, state="invalid")

    def _take_day(self, day: QDate) -> None:
        self._choose(When(date(day.year(), day.month(), day.day()), self._at))

    def _choose(self, when: When) -> None:
        self.chosen.emit(when)
        self.close()
