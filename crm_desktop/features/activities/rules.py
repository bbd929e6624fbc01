"""Pure decisions about activities: how they are called, when they are due, whom they mention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from crm_desktop.core.clock import LOCAL_ZONE, UTC, iso
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.late_pattern import late_pattern
from crm_desktop.core.text.folding import clean_line
from crm_desktop.features.activities.rows import PLANNED_KINDS, ActivityKind
from crm_desktop.features.common.days import moment_of_day

KINDS = tuple(kind.value for kind in ActivityKind)
PLANNED = frozenset(kind.value for kind in PLANNED_KINDS)

LONGEST_TEXT = 1_000_000
"""Characters of a text."""

_LONGEST_TITLE, _LONGEST_LINE = 200, 2_000
_MENTION = late_pattern(r"\[@[^\]\n]{1,200}\]\(user:([0-9a-fA-F-]{36})\)")
# Bounded, and without a bracket in a bracket: a text of a million brackets is read in one go.
_LINK = late_pattern(r"!?\[([^\[\]\n]{0,1000})\]\([^()\n]{0,2000}\)")
_MARKS = late_pattern(
    r"^\s*(?:(?:#{1,6}|[>*+\-]|\d+[.)])(?:\s+|$))+"  # of headings, quotes and lists
    r"|^\s*-{3,}\s*$"  # a line across
    r"|\\(\W)"  # the sign itself is meant
    r"|[*`~]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)"
)


def display_title(state: Mapping[str, Any]) -> str:
    """What others call the activity: its title, or the first line of its text without marks."""
    if state["title"]:
        return str(state["title"])
    lines = (plain(line[:_LONGEST_LINE]) for line in (state["text"] or "").split("\n", 50))
    return next((line for line in lines if line), "")[:_LONGEST_TITLE]


def plain(line: str) -> str:
    """A line of Markdown as plain words: links by their text, no marks."""
    return clean_line(_MARKS.sub(r"\1", without_targets(line)))


def without_targets(text: str) -> str:
    """Markdown with links and mentions as their texts alone."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def mentioned(text: str | None) -> list[str]:
    """Ids of the users that the text mentions, each once."""
    found = (str(UUID(key)) for key in _MENTION.findall(text or "") if _is_id(key))
    return list(dict.fromkeys(found))


def _is_id(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def due_moment(state: Mapping[str, Any]) -> str | None:
    """When the activity is due, as one moment: for filters and orders of lists. A day stands for
    an hour of it (``common.days``; ``soonest``: in the order where you are)."""
    if state["due_at"]:
        return str(state["due_at"])
    if state["due_on"]:
        return iso(moment_of_day(date.fromisoformat(state["due_on"])))
    return None


def soonest(due_on: date | None, due_at: datetime | None) -> tuple[bool, datetime, bool]:
    """The order of what is to be done, as the person at this computer sees it: what has only a
    day comes first on that day (as all-day events stand in calendars), what has none last."""
    if due_at is not None:
        return False, due_at, True
    if due_on is not None:
        return False, datetime.combine(due_on, time(), LOCAL_ZONE).astimezone(UTC), False
    return True, datetime.max.replace(tzinfo=UTC), False


def require_whole(state: Mapping[str, Any]) -> None:
    """``Invalid`` for what is planned without a title, noted without a text, due twice."""
    if state["kind"] in PLANNED and not state["title"]:
        raise Invalid(
            msg("Say in a few words what is to be done. Nothing was saved yet; type a title."),
            "title",
        )
    if state["kind"] == ActivityKind.NOTE.value and not state["text"]:
        raise Invalid(
            msg("An empty note can’t be saved. Type what is worth remembering."),
            "text",
        )
    if state["due_on"] and state["due_at"]:
        raise Invalid(
            msg("Choose a day or a time, not both. Nothing was saved."),
            "due_on",
        )


def markdown(text: str) -> str:
    """Markdown fit for storing: cleaned as other texts, but with its indents and hard breaks,
    which have a meaning there (CommonMark, 2.2 and 6.7)."""
    lines = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    return "\n".join(map(_clean, lines)).strip("\n")


def _clean(line: str) -> str:
    body = clean_line(line)
    indent = line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4)
    broken = "  " if body and line.endswith("  ") else ""
    return f"{indent}{body}{broken}" if body else ""
