"""What can be done with activities. Values are JSON-shaped.

Values: ``kind`` (note, task, call, meeting, visit), ``title``, ``text`` (Markdown), ``due_on``
(``2026-10-14``) or ``due_at`` (ISO 8601 in UTC), ``done_at`` (for what has happened already),
``result``, ``owner`` (a user's id), ``important``, ``pinned``, ``contacts``, ``companies`` and
``deals`` (lists of ids).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class CreateActivity:
    """Something to do, or something noted. The owner is the actor unless named; gives the new
    id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateActivity:
    """Change fields of an activity that was read at ``base_version``."""

    activity_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class FinishActivity:
    """It is done, with what came of it; or, with ``done`` false, still to be done after all. An
    empty ``result`` leaves the one that is there."""

    activity_id: str
    result: str = ""
    done: bool = True


@dataclass(frozen=True)
class DeleteActivities:
    """Put activities into the recycle bin, or take them out."""

    activity_ids: tuple[str, ...]
    deleted: bool = True
