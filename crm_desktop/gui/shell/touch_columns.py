"""Columns of lists that tell when a record was last dealt with, and what is to be done next.

Their values come with ``Line.more``. Painting runs inside paint events on the GUI thread.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.kit.paint.marks import NextStep, paint_next_step
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.row_drawing import RIGHT_ROOM
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.shell.line_columns import Line
from crm_desktop.gui.shell.numbers import shown_date, shown_short_date

TOUCH, STEP = "last_touch", "next_step"
LATE_DAYS = 30
"""So long without a contact is late (interaction.md, section 21: 40 days are)."""


def touch_column(width: int) -> Column:
    """When the record was last dealt with; those who wait long in amber."""
    return Column(
        _("Last touch"), _touch_words, width, _spoken_touch, _paint_touch, grows=False,
        sorts=True, key=TOUCH, right=True,
    )  # fmt: skip


def step_column(width: int) -> Column:
    """When the next step is due."""
    return Column(
        _("Next step"), _step_words, width, _spoken_step, _paint_step, grows=False, sorts=True,
        key=STEP, usual=False,
    )  # fmt: skip


def near_day(day: date) -> str:
    """``today``, ``13 Oct``, ``13.10.2025``, as in a table (section 22)."""
    today = _today()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    shown = QDate(day.year, day.month, day.day)
    if day.year == today.year:
        return QLocale().toString(shown, "d MMM")
    return shown_short_date(shown)


def _today() -> date:
    return now().astimezone(LOCAL_ZONE).date()


def _day_of(line: Line, key: str) -> date | None:
    moment = line.more.get(key)
    return moment.astimezone(LOCAL_ZONE).date() if isinstance(moment, datetime) else None


def _touch_words(line: Line) -> str:
    day = _day_of(line, TOUCH)
    return "" if day is None else near_day(day)


def _is_late(day: date) -> bool:
    return (_today() - day).days > LATE_DAYS


def _spoken_touch(line: Line) -> str:
    """Written for the ear: ``Last contact: 4 September, 40 days ago, long ago``."""
    day = _day_of(line, TOUCH)
    if day is None:
        return _("Last contact: none")
    number = (_today() - day).days
    words = ngettext(
        "Last contact: {date}, {number} day ago", "Last contact: {date}, {number} days ago", number
    ).format(date=shown_date(QDate(day.year, day.month, day.day)), number=number)
    return _("{words}, long ago").format(words=words) if _is_late(day) else words


def _paint_touch(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    day = _day_of(line, TOUCH)
    if day is None:
        return
    is_late = _is_late(day)
    face = theme.faces.label_medium if is_late else theme.faces.label_digits
    ink = theme.colours.warning_text if is_late else theme.colours.text_secondary
    paint_text(painter, rect.adjusted(0, 0, -RIGHT_ROOM, 0), near_day(day), face, ink, right=True)


def _step_words(line: Line) -> str:
    day = _day_of(line, STEP)
    return "" if day is None else near_day(day)


def _spoken_step(line: Line) -> str:
    words = _step_words(line)
    return _("Next step: {date}").format(date=words) if words else _("No next step is planned")


def _paint_step(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    day = _day_of(line, STEP)
    if day is None:
        return
    distance = (day - _today()).days
    step = NextStep.PLANNED if distance > 0 else NextStep.TODAY
    if distance < 0:
        step = NextStep.OVERDUE
    paint_next_step(painter, rect, step, near_day(day), theme)
