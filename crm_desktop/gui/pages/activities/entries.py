"""The rows of a timeline in words: headings, cards and thin lines made of what was read.

Pure, made on reader threads or the GUI thread; the model keeps them, the delegate paints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.shown_phones import format_phone
from crm_desktop.features.activities.rows import ActivityKind, ActivityRow, Person
from crm_desktop.features.common.timeline import TimelineItem
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.deals.rows import DealStep
from crm_desktop.gui.kit.paint.marks import NextStep
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.numbers import shown_number, shown_size

_LONGEST_VALUE = 120
# Stored as what their bytes sum up to, which is for nobody to read.
_PICTURES = {"photo", "logo"}
# Stored as the moment at which a record was put away.
_SHELVES = {"archived_at", "deleted_at"}
_NO_MARKS = str.maketrans("", "", "*_`#[]")
FieldLabels = Mapping[str, str]


class Shape(Enum):
    """How an entry is drawn."""

    HEADING = "heading"
    CARD = "card"
    PLANNED = "planned"
    LINE = "line"


@dataclass(frozen=True)
class Piece:
    """A part of a thin line: ``style`` is ``plain``, ``strong``, ``faint`` or ``arrow``."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Entry:
    """One row. ``key`` stays the same as long as it is the same thing; ``text`` is Markdown;
    ``spoken`` is the row for the ear; ``about`` the person whose entry it is, on the card of a
    company."""

    key: str
    shape: Shape
    spoken: str
    icon: str = ""
    colour: str = "slate"
    title: str = ""
    text: str = ""
    when: str = ""
    author: Person | None = None
    pieces: tuple[Piece, ...] = ()
    badge: tuple[NextStep, str] | None = None
    marks: tuple[str, ...] = ()
    activity: ActivityRow | None = None
    day: date | None = None
    about: str = ""


Known = dict[str, tuple[TimelineItem, "Entry | None"]]
"""Items by key with their entries."""


def make_rows(
    items: Iterable[TimelineItem], labels: FieldLabels, known: Known, day: date | None = None
) -> list[Entry]:
    """The rows of a story under a heading for each day; ``day`` is that of the row above.
    ``known`` remembers what items look like, since after each change nearly all are as they
    were."""
    rows: list[Entry] = []
    for item in items:
        before = known.get(item.key)
        if before is not None and (before[0] is item or before[0] == item):
            entry = before[1]
        else:
            entry = entry_of(item, labels)
            known[item.key] = item, entry
        if entry is None:
            continue
        if entry.day != day and entry.day is not None:
            day = entry.day
            rows.append(heading(day))
        rows.append(entry)
    return rows


def upper_rows(
    planned: Iterable[ActivityRow], pinned: Sequence[TimelineItem], record_id: str = ""
) -> list[Entry]:
    """What stands above the story of a record: what is still to be done, then what is pinned."""
    rows = [planned_entry(activity, activity.about(record_id)) for activity in planned]
    entries = [entry for item in pinned if (entry := _activity(item, item.payload)) is not None]
    if entries:
        rows.append(Entry("pinned", Shape.HEADING, _("Pinned"), title=_("Pinned")))
    return rows + [_with_day(entry) for entry in entries]


def _with_day(entry: Entry) -> Entry:
    """There is no heading of a day above it."""
    assert entry.day is not None
    when = _("{day}, {time}").format(day=words.day_words(entry.day), time=entry.when)
    return replace(entry, when=when, spoken=f"{entry.spoken}, {words.day_words(entry.day)}")


def heading(day: date) -> Entry:
    """The row above the entries of a day."""
    shown = words.heading_words(day)
    return Entry(f"day:{day.isoformat()}", Shape.HEADING, shown, title=shown, day=day)


def planned_entry(activity: ActivityRow, about: str = "") -> Entry:
    """Something that is still to be done."""
    look = words.look_of(activity.kind.value)
    left = words.left_words(activity)
    return Entry(
        f"planned:{activity.id}",
        Shape.PLANNED,
        ", ".join(filter(None, (words.spoken_step(activity), about))),
        look.icon,
        look.colour,
        words.title_of(activity),
        activity.text,
        words.due_words(activity),
        activity.owner,
        badge=(words.step_of(activity), left) if left else None,
        marks=("important",) if activity.important else (),
        activity=activity,
        about=about,
    )


def entry_of(item: TimelineItem, labels: FieldLabels) -> Entry | None:
    """What happened, as a card or a thin line; ``None`` for what is still planned."""
    if isinstance(item.payload, ActivityRow):
        return _activity(item, item.payload)
    if item.kind == "file":
        return _file(item)
    if item.kind == "change" and [c.field for c in item.payload.fields] == ["blacklisted"]:
        return _blacklisting(item)
    pieces = _pieces(item, labels)
    return _line(item, pieces) if pieces else None


def _pieces(item: TimelineItem, labels: FieldLabels) -> tuple[Piece, ...]:
    """What a thin line says."""
    if isinstance(item.payload, DealStep):
        return _step(item.payload)
    if item.kind == "created":
        return (Piece(_("The record was created")),)
    if item.kind == "change":
        return _changes(item.payload.fields, labels)
    title = getattr(item.payload, "title", "")
    return (Piece(str(title)),) if title else ()


def _activity(item: TimelineItem, activity: ActivityRow) -> Entry | None:
    if activity.is_open and activity.kind is not ActivityKind.NOTE:
        return None
    look = words.look_of(activity.kind.value)
    when = words.time_words(item.moment)
    title, text = words.title_of(activity), activity.text
    if activity.result:
        text = f"{text}\n\n{activity.result}" if text else activity.result
    marks = ["done"] if activity.kind is ActivityKind.TASK else []
    marks += ["pinned"] if activity.pinned else []
    marks += ["important"] if activity.important else []
    spoken = [title, item.about, _spoken_text(text)]
    if activity.author is not None:
        spoken.append(activity.author.name)
    spoken.append(when)
    spoken += [_("pinned")] if activity.pinned else []
    return Entry(
        item.key,
        Shape.CARD,
        ", ".join(filter(None, spoken)),
        look.icon,
        look.colour,
        title,
        text,
        when,
        activity.author,
        marks=tuple(marks),
        activity=activity,
        day=words.local(item.moment).date(),
        about=item.about,
    )


def _file(item: TimelineItem) -> Entry:
    row = item.payload
    pieces = (
        Piece(_("File:"), "faint"),
        Piece(str(getattr(row, "name", "")), "strong"),
        Piece(shown_size(int(getattr(row, "size", 0))), "faint"),
    )
    return _line(item, pieces)


def _step(step: DealStep) -> tuple[Piece, ...]:
    """``Proposal → Contract``; of a closed deal how it ended."""
    if step.status != "open":
        return (Piece(_("Won") if step.status == "won" else _("Lost"), "strong"),)
    before = (Piece(step.previous), Piece("", "arrow")) if step.previous else ()
    return (*before, Piece(step.stage))


def _blacklisting(item: TimelineItem) -> Entry:
    """Important enough to be said in words of its own."""
    reason = item.payload.fields[0].new
    if not reason:
        return _line(item, (Piece(_("Taken off the blacklist")),))
    pieces = Piece(_("Put on the blacklist:")), Piece(value_words(reason), "strong")
    return replace(_line(item, pieces), icon="prohibit", colour="rose")


def _line(item: TimelineItem, pieces: tuple[Piece, ...]) -> Entry:
    look = words.look_of(item.kind)
    when = words.time_words(item.moment)
    if item.about:
        pieces = (Piece(f"{item.about}:", "faint"), *pieces)
    author = _author(item.payload)
    if author is not None:
        pieces = (*pieces[:-1], Piece(f"{pieces[-1].text.rstrip('.')},", pieces[-1].style))
        pieces = (*pieces, Piece(author, "faint"))
    spoken = " ".join(_("became") if p.style == "arrow" else p.text for p in pieces)
    return Entry(
        item.key,
        Shape.LINE,
        f"{spoken}, {when}",
        look.icon,
        when=when,
        pieces=pieces,
        day=words.local(item.moment).date(),
    )


def _author(payload: Any) -> str | None:
    person = getattr(payload, "author", None)
    name = getattr(person, "name", person) or getattr(payload, "actor", None)
    return str(name) if name else None


def _changes(fields: Sequence[Any], labels: FieldLabels) -> tuple[Piece, ...]:
    """``Position: Manager → Director; City: …``: of many fields the first three."""
    pieces: list[Piece] = []
    known = [(label, change) for change in fields if (label := _label(change.field, labels))]
    for number, (label, change) in enumerate(known[:3]):
        if number:
            pieces[-1] = Piece(f"{pieces[-1].text};", pieces[-1].style)
        if change.field in _SHELVES:  # kept as the moment, which stands at the right anyway
            pieces.append(Piece(_shelf_words(change.field, bool(change.new))))
            continue
        old, new = value_words(change.old), value_words(change.new)
        if change.field in _PICTURES:
            old, new = "", _("a picture") if new else ""
        pieces.append(Piece(f"{label}:"))
        # Of a list only what went is told, and what came: it needn't be empty now.
        is_less = isinstance(change.old, (list, tuple)) and bool(change.old) and not new
        if old:
            pieces += [Piece(old)] if is_less else [Piece(old), Piece("", "arrow")]
        nothing = _("removed") if is_less else _("empty")
        pieces.append(Piece(new or nothing, "plain" if new else "faint"))
    if len(known) > 3:
        left = len(known) - 3
        more = ngettext("and {number} more field", "and {number} more fields", left)
        pieces.append(Piece(more.format(number=shown_number(left)), "faint"))
    return tuple(pieces)


def _shelf_words(field: str, is_put: bool) -> str:
    if field == "archived_at":
        return _("Put into the archive") if is_put else _("Taken out of the archive")
    return _("Put into the recycle bin") if is_put else _("Taken out of the recycle bin")


def _label(field: str, labels: FieldLabels) -> str:
    """What a field is called; a custom one brings its name along."""
    return field[len(PREFIX) :] if field.startswith(PREFIX) else labels.get(field, "")


def value_words(value: Any) -> str:
    """A value of the journal as people read it, on one line."""
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, Mapping):
        return _item_words(value)
    if isinstance(value, (list, tuple)):
        return _cut(", ".join(filter(None, map(value_words, value))))
    return _cut(words.date_words(" ".join(str(value).split())))


def _item_words(item: Mapping[str, Any]) -> str:
    if item.get("text"):
        return str(item["text"])
    if "extension" in item:
        return format_phone(str(item.get("value", "")), item["extension"])
    if "role" in item:
        is_main = bool(item.get("primary"))
        return values.participant(str(item.get("contact")), item["role"], is_main=is_main)
    if (known := _tie_words(item)) is not None:
        return known
    for key in ("value", "name", "company", "contact", "city"):
        if item.get(key):
            return str(item[key])
    return ", ".join(str(part) for part in item.values() if part and not isinstance(part, bool))


def _tie_words(item: Mapping[str, Any]) -> str | None:
    """What somebody is to another person or at a company."""
    if "kind" in item and item.get("contact"):
        return values.relation(item["kind"], str(item["contact"]))
    if item.get("position"):
        return values.participant(str(item.get("company")), item["position"])
    return None


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _spoken_text(text: str) -> str:
    """The beginning of a text without its marks."""
    return " ".join(text[:300].translate(_NO_MARKS).split())
