"""What can be done with very many records at once; each is one operation with one undo.

``entity`` is ``contact``, ``company``, ``deal`` or ``product``; the last has neither tags nor
activities. Archiving has commands of its own in their
features.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.late_dataclass import dataclass


@dataclass(frozen=True)
class ChangeMany:
    """Give the records the same values: those of ``rules.BULK_FIELDS``, and custom fields as
    ``{"custom": {"custom:<id>": value}}``. Gives the number of records that changed."""

    entity: str
    ids: tuple[str, ...]
    values: Mapping[str, Any]
    region: str | None = None


@dataclass(frozen=True)
class TagMany:
    """Put tags (ids, or ``{"name": …}`` for those that may be new) on the records and take others
    (ids) off. Gives the number of records that changed."""

    entity: str
    ids: tuple[str, ...]
    add: tuple[Any, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class JoinCompany:
    """Let the people work at this company first of all; where they worked before stays. Gives the
    number of people that changed."""

    company_id: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class PlanMany:
    """Something to do with the records: ``values`` are those of ``CreateActivity``, once for each
    record, or once for all of them. Gives the number of activities."""

    entity: str
    ids: tuple[str, ...]
    values: Mapping[str, Any]
    for_each: bool = True


@dataclass(frozen=True)
class DeleteMany:
    """Put the records into the recycle bin, or take them out."""

    entity: str
    ids: tuple[str, ...]
    deleted: bool = True
