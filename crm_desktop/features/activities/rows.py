"""What reads of activities give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from crm_desktop.core.late_dataclass import dataclass


class ActivityKind(str, Enum):
    """The kinds of activity; the value is stored."""

    NOTE = "note"
    TASK = "task"
    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"


PLANNED_KINDS = (ActivityKind.TASK, ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT)
"""What can be a next step: everything but notes."""


@dataclass(frozen=True)
class Person:
    """Somebody of the office: id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class Linked:
    """A record that an activity belongs to."""

    entity: str
    id: str
    name: str


@dataclass(frozen=True)
class ActivityRow:
    """An activity. ``text`` is Markdown (CommonMark; a mention is the link
    ``[@Name](user:ID)``). A planned one has ``due_on`` (all day) or ``due_at`` (UTC), or neither;
    it is open while ``done_at`` is ``None``. A note is done when it is written."""

    rid: int
    id: str
    version: int
    kind: ActivityKind
    title: str
    text: str
    due_on: date | None
    due_at: datetime | None
    done_at: datetime | None
    result: str
    important: bool
    pinned: bool
    owner: Person | None
    author: Person | None
    links: tuple[Linked, ...]
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None

    def about(self, record_id: str) -> str:
        """With whom it is, where it is shown for a record (a company) that has it only from its
        people; else nothing."""
        if any(one.id == record_id for one in self.links):
            return ""
        return ", ".join(one.name for one in self.links if one.entity == "contact")
