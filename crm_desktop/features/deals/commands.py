"""What can be done with deals. Values are JSON-shaped.

Values: ``title``, ``pipeline`` and ``stage`` (ids), ``amount_minor`` and ``currency`` (ISO 4217),
``chance`` (percent, ``None``: the usual one), ``expected_close`` (``2026-10-30``), ``company`` (an
id), ``contacts`` (``[{"contact": id, "role": "", "primary": true}]``), ``owner`` (a user's id),
``source``, ``note``, ``tags`` (ids), ``lines`` (``[{"product": id or None, "name", "sku",
"quantity": "84.5", "unit", "price_minor", "discount", "vat"}]``; discount and VAT in hundredths
of a percent; while there are any the amount is their sum), ``custom`` (``[{"field": id, "value":
…}]``), ``source_ids``.

What a gate asks for goes along with a move as its ``values``: fields of the deal by name
(``custom`` joins what is there), those of its primary contact and its company as mappings under
``contact`` and ``company`` (an id there, alone or as ``id`` in the mapping, is the company of deals
without one), something done with the client under ``activity`` (values of an activity). They are
written to those deals that lack them; ``Invalid`` for values of a client that none of them has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from crm_desktop.core.late_dataclass import dataclass

AT_ONCE = 200
"""So many deals pass stages, months and ends in one transaction."""


@dataclass(frozen=True)
class CreateDeal:
    """A new deal, on top of its column. Without ``pipeline`` it is in the first one, without
    ``stage`` in the first that is no intake; the owner is the actor. Gives the new id."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class UpdateDeal:
    """Change fields of a deal that was read at ``base_version``. Stages and statuses have
    commands of their own."""

    deal_id: str
    base_version: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class MoveDeals:
    """Bring open deals into a stage: before the deal ``before``, at the end, or on top. In their
    own stage they only change places. ``StageCloses`` when its gate does not open;
    ``without_fields``, for those who may, passes by missing fields."""

    deal_ids: tuple[str, ...]
    stage_id: str
    before: str | None = None
    at_end: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    without_fields: bool = False


@dataclass(frozen=True)
class ExpectDeals:
    """Expect open deals to close in another month (``2026-10``; ``""``: without a day): each on
    the day of the month that it has, or the month's last."""

    deal_ids: tuple[str, ...]
    month: str


@dataclass(frozen=True)
class WinDeals:
    """Close open deals as won. With ``open_next`` each begins anew in the pipeline that follows
    its own; gives the ids of those new deals. Gate as in ``MoveDeals``."""

    deal_ids: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    open_next: bool = False
    without_fields: bool = False


@dataclass(frozen=True)
class LoseDeals:
    """Close open deals as lost, and their open activities too; ``remind_on`` (``2026-12-01``)
    plans a task to come back to each."""

    deal_ids: tuple[str, ...]
    reason_id: str
    detail: str = ""
    comment: str = ""
    remind_on: str = ""


@dataclass(frozen=True)
class MoveManyDeals(MoveDeals):
    """Like ``MoveDeals``, for any number of deals, in short transactions of one operation. Those
    whose gate doesn't open stay; gives ``ManyDone``. So do the three that follow."""


@dataclass(frozen=True)
class ExpectManyDeals(ExpectDeals):
    """Like ``ExpectDeals``, for any number of deals."""


@dataclass(frozen=True)
class WinManyDeals(WinDeals):
    """Like ``WinDeals``, for any number of deals."""


@dataclass(frozen=True)
class LoseManyDeals(LoseDeals):
    """Like ``LoseDeals``, for any number of deals."""


@dataclass(frozen=True)
class ReopenDeals:
    """Bring closed deals back to work in their last stage."""

    deal_ids: tuple[str, ...]


@dataclass(frozen=True)
class AcceptDeals:
    """Bring unsorted requests into work: into ``stage_id``, or each into the first stage of its
    pipeline that is no intake; the rest as in ``MoveDeals``. Whoever accepts is the owner of those
    that have none, as is whoever moves a request out of the intake. ``Invalid`` for what was
    sorted already."""

    deal_ids: tuple[str, ...]
    stage_id: str | None = None
    before: str | None = None
    at_end: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    without_fields: bool = False


@dataclass(frozen=True)
class AttachDeals:
    """Unsorted requests belong to a deal that is there: their people, tags, activities and files go
    to the deal ``to_deal``, with a note of what was asked; amount and products too, if it is open
    and has none. The requests go into the recycle bin. At most ``AT_ONCE``."""

    deal_ids: tuple[str, ...]
    to_deal: str


@dataclass(frozen=True)
class AttachToContact:
    """Unsorted requests are no deals but belong to a person who is there: their activities and
    files go to the contact ``to_contact``, a note tells of each what was asked, and they go into
    the recycle bin. At most ``AT_ONCE``."""

    deal_ids: tuple[str, ...]
    to_contact: str


@dataclass(frozen=True)
class RejectDeals:
    """Close unsorted requests as lost, with a reason."""

    deal_ids: tuple[str, ...]
    reason_id: str
    detail: str = ""
    comment: str = ""


@dataclass(frozen=True)
class AcceptManyDeals(AcceptDeals):
    """Like ``AcceptDeals``, for any number of requests; those that somebody sorted meanwhile are
    left out, as they are by the next one."""


@dataclass(frozen=True)
class RejectManyDeals(RejectDeals):
    """Like ``RejectDeals``, for any number of requests."""


@dataclass(frozen=True)
class ArchiveDeals:
    """Put deals into the archive, or take them out."""

    deal_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class ArchiveManyDeals:
    """Like ``ArchiveDeals``, for any number of deals, in short transactions of one operation."""

    deal_ids: tuple[str, ...]
    archived: bool = True


@dataclass(frozen=True)
class DeleteDeals:
    """Put deals into the recycle bin, or take them out."""

    deal_ids: tuple[str, ...]
    deleted: bool = True


OF_MANY: Mapping[type, type] = {
    MoveDeals: MoveManyDeals,
    ExpectDeals: ExpectManyDeals,
    WinDeals: WinManyDeals,
    LoseDeals: LoseManyDeals,
    AcceptDeals: AcceptManyDeals,
    RejectDeals: RejectManyDeals,
}
"""The forms for any number of deals."""


Passing = MoveDeals | ExpectDeals | WinDeals | LoseDeals | AcceptDeals | RejectDeals
"""What a few deals or thousands of them can go through."""


def for_any_number(command: Passing) -> Any:
    """The command itself, or its form for many deals when it names more than ``AT_ONCE``."""
    if len(command.deal_ids) <= AT_ONCE:
        return command
    return OF_MANY[type(command)](**vars(command))
