"""Kinds, days and times of activities as people read and hear them, in the current language.

Called by timeline, composer, next steps and preview. Pure but for language, time zone and the
present moment; any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow
from crm_desktop.gui.kit.paint.marks import NextStep
from crm_desktop.gui.shell.numbers import shown_number, shown_time
from crm_desktop.gui.shell.values import birthday

_DATE = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")
_HOURS_SHOWN = 12
"""Up to here a step of today says in how many hours it is due."""


@dataclass(frozen=True)
class KindLook:
    """The icon and colour of a kind (icons.json, "Activity types")."""

    icon: str
    colour: str


LOOKS: dict[str, KindLook] = {
    "note": KindLook("note-pencil", "slate"),
    "task": KindLook("check-square", "slate"),
    "call": KindLook("phone", "blue"),
    "meeting": KindLook("users-three", "violet"),
    "visit": KindLook("map-pin", "teal"),
    "file": KindLook("paperclip", "slate"),
    "change": KindLook("pencil-simple", "slate"),
    "stage": KindLook("handshake", "slate"),
    "created": KindLook("plus-circle", "slate"),
}


def look_of(kind: str) -> KindLook:
    """The look of a kind; one that a later feature adds and nobody describes looks like a note."""
    return LOOKS.get(kind, LOOKS["note"])


def kind_words(kind: ActivityKind) -> str:
    """``Task``, ``Call``…"""
    return {
        ActivityKind.NOTE: _("Note"),
        ActivityKind.TASK: _("Task"),
        ActivityKind.CALL: _("Call"),
        ActivityKind.MEETING: _("Meeting"),
        ActivityKind.VISIT: _("Visit"),
    }[kind]


def title_of(activity: ActivityRow) -> str:
    """What it is called: its title, else its kind."""
    return activity.title or kind_words(activity.kind)


def local(moment: datetime) -> datetime:
    """The moment in the zone of the person."""
    return moment.astimezone()


def today() -> date:
    """The present day where the person is."""
    return clock.now().astimezone().date()


def time_words(moment: datetime) -> str:
    """``15:30``."""
    there = local(moment)
    return shown_time(QTime(there.hour, there.minute))


def day_words(day: date) -> str:
    """``today``, ``tomorrow``, ``20 Oct``, ``20 Oct 2027``: short, within a line."""
    distance = (day - today()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if distance in near:
        return near[distance]
    pattern = "d MMM" if day.year == today().year else "d MMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def date_words(value: str) -> str:
    """``13 December 1999`` for a date as it is stored, ``13 December`` for a birthday without a
    year; anything else as it is."""
    return birthday(value) if _DATE.fullmatch(value) else value


def heading_words(day: date) -> str:
    """``Today, 14 October``, ``12 October``, ``12 October 2025``: above the entries of a day."""
    pattern = "d MMMM" if day.year == today().year else "d MMMM yyyy"
    shown = QLocale().toString(QDate(day.year, day.month, day.day), pattern)
    if day == today():
        return _("Today, {date}").format(date=shown)
    if day == today() - timedelta(days=1):
        return _("Yesterday, {date}").format(date=shown)
    return shown


def due_day(activity: ActivityRow) -> date | None:
    """The day on which it is due."""
    return local(activity.due_at).date() if activity.due_at is not None else activity.due_on


def due_words(activity: ActivityRow) -> str:
    """``today, 15:30``, ``20 Oct``; nothing without a day."""
    day = due_day(activity)
    if day is None:
        return ""
    if activity.due_at is None:
        return day_words(day)
    return _("{day}, {time}").format(day=day_words(day), time=time_words(activity.due_at))


def step_of(activity: ActivityRow) -> NextStep:
    """How urgent it is: overdue, today or later."""
    day = due_day(activity)
    if day is None:
        return NextStep.PLANNED
    if activity.due_at is not None and activity.due_at < clock.now():
        return NextStep.OVERDUE
    if day < today():
        return NextStep.OVERDUE
    return NextStep.TODAY if day == today() else NextStep.PLANNED


def step_words(activity: ActivityRow) -> str:
    """The words of the badge: when it is due."""
    return due_words(activity) or _("without a day")


def left_words(activity: ActivityRow) -> str:
    """How long there is still: ``in 3 h``, ``in 20 min``, ``overdue``; nothing far away."""
    if step_of(activity) is NextStep.OVERDUE:
        return _("overdue")
    if activity.due_at is None:
        return ""
    seconds = int((activity.due_at - clock.now()).total_seconds())
    hours = round(seconds / 3600)
    if seconds < 3600:
        minutes = max(1, seconds // 60)
        return _("in {number} min").format(number=shown_number(minutes))
    return _("in {number} h").format(number=shown_number(hours)) if hours <= _HOURS_SHOWN else ""


def spoken_step(activity: ActivityRow) -> str:
    """A planned activity for the ear: ``Call: Talk about the offer, due today, 15:30``."""
    parts = [_("{kind}: {title}").format(kind=kind_words(activity.kind), title=title_of(activity))]
    if due := due_words(activity):
        words = _("due {day}")
        if step_of(activity) is NextStep.OVERDUE:
            words = _("overdue since {day}")
        parts.append(words.format(day=due))
    if activity.important:
        parts.append(_("important"))
    if activity.owner is not None:
        parts.append(_("owner {name}").format(name=activity.owner.name))
    return ", ".join(parts)


def count_words(number: int) -> str:
    """``3 found``: under a search in the timeline."""
    words = ngettext("{number} found", "{number} found", number)
    return words.format(number=shown_number(number))
