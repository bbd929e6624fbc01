"""Writes of activities; they run on the writer's thread inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crm_desktop.backend.work import Work
from crm_desktop.core.clock import iso, now
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.activities.commands import (
    CreateActivity,
    DeleteActivities,
    FinishActivity,
    UpdateActivity,
)
from crm_desktop.features.activities.rows import ActivityKind
from crm_desktop.features.activities.rules import (
    KINDS,
    LONGEST_TEXT,
    markdown,
    mentioned,
    require_whole,
)
from crm_desktop.features.common import checks
from crm_desktop.features.common.checks import Check
from crm_desktop.features.common.lifecycle import set_moment
from crm_desktop.features.common.links import require_links
from crm_desktop.features.common.reach import hidden_among

_NOTE = ActivityKind.NOTE.value


def _kind(value: Any, region: str | None) -> str:
    return str(checks.one_of(KINDS)(checks.required_line(value, region), region))


def _text(value: Any, _region: str | None) -> str | None:
    if value is None:
        return None
    if len(value) > LONGEST_TEXT:
        raise Invalid(
            msg(
                "The text is too long: {length} characters, at most {limit} fit here. Nothing "
                "was saved; shorten it or attach it as a file.",
                length=len(value),
                limit=LONGEST_TEXT,
            )
        )
    return markdown(value) or None


def _day(value: Any, _region: str | None) -> str | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(msg("{value} is no date. Nothing was saved.", value=value)) from None


def _moment(value: Any, _region: str | None) -> str | None:
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(msg("{value} is no moment. Nothing was saved.", value=value))
    return iso(moment)


def _flag(value: Any, _region: str | None) -> bool:
    return bool(value)


CHECKS: dict[str, Check] = {
    "kind": _kind,
    "title": checks.line,
    "text": _text,
    "due_on": _day,
    "due_at": _moment,
    "done_at": _moment,
    "result": checks.text,
    "important": _flag,
    "pinned": _flag,
    "owner": checks.same,
    "contacts": checks.ids,
    "companies": checks.ids,
    "deals": checks.ids,
}


def create(work: Work, command: CreateActivity) -> str:
    """Handler of ``CreateActivity``."""
    given = {
        "kind": _NOTE,
        "owner": work.actor.id,
        "important": False,
        "pinned": False,
        **command.values,
    }
    values = checks.checked(given, CHECKS, None)
    values |= {"author": work.actor.id, "mentions": mentioned(values.get("text"))}
    if values["kind"] == _NOTE and not values.get("done_at"):
        values["done_at"] = iso(now())
    require_whole(work.registry["activity"].complete(values))
    require_links(work, "activity", {**values, "mentions": []})
    return work.unit.insert("activity", values)


def update(work: Work, command: UpdateActivity) -> None:
    """Handler of ``UpdateActivity``."""
    changes = checks.checked(command.changes, CHECKS, None)
    if "text" in changes:
        changes["mentions"] = mentioned(changes["text"])
    changes = {**_other_due_cleared(changes), **changes}
    before = work.unit.load("activity", command.activity_id).state
    changes |= _done_as_its_kind(before, changes)
    require_whole({**before, **changes})
    require_links(work, "activity", {**changes, "mentions": []})
    if "deals" in changes:
        # Whoever doesn't see a deal can't want to take it off.
        beyond = hidden_among(work, "deal", before["deals"])
        changes["deals"] += [key for key in before["deals"] if key in beyond]
    work.unit.update("activity", command.activity_id, changes, command.base_version)


def _other_due_cleared(changes: Mapping[str, Any]) -> dict[str, None]:
    """A day that is chosen takes the place of a time, and the other way round."""
    pairs = (("due_on", "due_at"), ("due_at", "due_on"))
    return {other: None for chosen, other in pairs if changes.get(chosen)}


def _done_as_its_kind(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A note is done when it is written; what was a note and is planned now is not done yet."""
    after = {**before, **changes}
    if after["kind"] == _NOTE and not after["done_at"]:
        return {"done_at": before["done_at"] or iso(now())}
    if before["kind"] == _NOTE != after["kind"] and "done_at" not in changes:
        return {"done_at": None}
    return {}


def finish(work: Work, command: FinishActivity) -> None:
    """Handler of ``FinishActivity``."""
    before = work.unit.load("activity", command.activity_id).state
    if before["kind"] == _NOTE:
        raise Invalid(msg("A note can’t be done or open. Nothing was changed."), "kind")
    changes: dict[str, Any] = {"done_at": None}
    if command.done:
        changes = {"done_at": before["done_at"] or iso(now())}
    if command.result:
        changes |= checks.checked({"result": command.result}, CHECKS, None)
    work.unit.update("activity", command.activity_id, changes, None)


def delete(work: Work, command: DeleteActivities) -> None:
    """Handler of ``DeleteActivities``."""
    set_moment(work, "activity", command.activity_ids, "deleted_at", command.deleted)
