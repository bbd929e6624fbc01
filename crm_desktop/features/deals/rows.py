"""What reads of deals give: frozen rows, nothing of the database in them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.values.money import Money
from crm_desktop.features.activities.rows import ActivityRow, Linked, Person
from crm_desktop.features.pipelines.rows import Requirement


@dataclass(frozen=True)
class DealTag:
    """A tag of a deal; ``colour`` is an index into the palette of tags."""

    id: str
    name: str
    colour: int


@dataclass(frozen=True)
class Participant:
    """A person who takes part in a deal. ``role`` as people write it; exactly one is primary."""

    contact: Linked
    role: str
    is_primary: bool


@dataclass(frozen=True)
class DealLine:
    """A line of a deal's products. ``quantity`` has up to three places; ``price_minor`` with VAT,
    in the deal's currency; ``discount`` and ``vat`` in hundredths of a percent. ``product_id`` is
    ``None`` for what is in no catalogue. Sums: ``core/values/money.line_total``."""

    product_id: str | None
    name: str
    sku: str
    quantity: Decimal
    unit: str
    price_minor: int
    discount: int
    vat: int | None


@dataclass(frozen=True)
class StageVisit:
    """A stay in a stage; ``left_at`` is ``None`` for the present one."""

    stage_id: str
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class DealRow:
    """A deal, whole. ``status``: open, won or lost; ``stage_id`` of a closed one is its last.
    ``amount`` is worked out from ``lines`` while there are any (``is_amount_from_lines``).
    ``chance`` in percent: the one set by hand, or else what the past says of the stage, or else
    the stage's; ``None`` once it is closed, also where one set by hand is kept. ``currency`` is
    that of the lines, also while there is no amount."""

    rid: int
    id: str
    version: int
    title: str
    pipeline_id: str
    stage_id: str
    status: str
    amount: Money | None
    is_amount_from_lines: bool
    chance: int | None
    is_chance_own: bool
    expected_close: date | None
    closed_at: datetime | None
    lost_reason: str
    lost_detail: str
    lost_comment: str
    company: Linked | None
    participants: tuple[Participant, ...]
    owner: Person | None
    source: str
    note: str
    tags: tuple[DealTag, ...]
    lines: tuple[DealLine, ...]
    visits: tuple[StageVisit, ...]
    custom: dict[str, Any]
    is_archived: bool
    is_deleted: bool
    created_at: datetime
    currency: str = ""


@dataclass(frozen=True)
class DealCardRow:
    """A deal as the board shows it. ``stage_since``: since when it is in its stage;
    ``is_blacklisted``: its company or primary contact is on the blacklist."""

    rid: int
    id: str
    version: int
    title: str
    client: str
    amount: Money | None
    stage_id: str
    stage_since: datetime
    owner: Person | None
    tags: tuple[DealTag, ...]
    next_step: ActivityRow | None
    is_blacklisted: bool


@dataclass(frozen=True)
class DealListRow:
    """A deal as a line of a list; ``name`` is its title, ``tags`` are internal keys,
    ``stage_colour`` one of the colours of stages."""

    rid: int
    id: str
    name: str
    client: str
    client_id: str | None
    status: str
    stage_id: str
    stage: str
    stage_colour: str
    amount: Money | None
    expected_close: date | None
    tags: tuple[int, ...]
    owner: str
    owner_id: str | None
    is_blacklisted: bool
    is_archived: bool


@dataclass(frozen=True)
class DealHit:
    """What a search shows of a deal."""

    rid: int
    id: str
    name: str
    client: str
    status: str
    stage: str
    amount: Money | None
    is_archived: bool
    is_blacklisted: bool


@dataclass(frozen=True)
class BoardColumn:
    """A stage's open deals under a filter, in their order: their rids and what they come to, by
    currency; ``weighted`` by each deal's chance. ``chance`` in percent: that of the deals for
    which nobody has set one."""

    stage_id: str
    chance: int
    rids: tuple[int, ...]
    sums: tuple[Money, ...]
    weighted: tuple[Money, ...]


@dataclass(frozen=True)
class Board:
    """A pipeline's open deals under a filter. ``won`` and ``lost`` count the closed ones."""

    columns: tuple[BoardColumn, ...]
    won: int = 0
    lost: int = 0


@dataclass(frozen=True)
class ForecastMonth:
    """Deals expected to close in a month (``YYYY-MM``; ``""``: no date is set). Won ones count
    into ``won``, open ones into ``sums`` and ``weighted``."""

    month: str
    rids: tuple[int, ...]
    sums: tuple[Money, ...]
    weighted: tuple[Money, ...]
    won: tuple[Money, ...]


@dataclass(frozen=True)
class Missing:
    """What the deals lack for a stage: which requirement, and which deals. ``is_apart``: they have
    different clients, and what is asked for is each client's own."""

    requirement: Requirement
    deal_ids: tuple[str, ...]
    is_apart: bool = False


@dataclass(frozen=True)
class Gate:
    """What stands between some deals and a stage. ``may_pass``: the person may move them without
    these fields; ``known``: what is asked for too and none of them lacks; ``skipped``: stages
    passed over though the pipeline doesn't allow it, and ``skipping`` the deals that would."""

    missing: tuple[Missing, ...] = ()
    skipped: tuple[str, ...] = ()
    may_pass: bool = False
    known: tuple[Requirement, ...] = ()
    skipping: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.missing and not self.skipped

    def staying(self, *, without_fields: bool = False) -> frozenset[str]:
        """The deals that can't go, or, ``without_fields``, those that skip a stage."""
        lacking = () if without_fields else self.missing
        return frozenset((*self.skipping, *(key for one in lacking for key in one.deal_ids)))


@dataclass(frozen=True)
class ManyDone:
    """What became of many deals: how many went, the ids of those whose gate kept them, and of the
    deals that began anew."""

    number: int = 0
    stayed: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()

    def __add__(self, other: ManyDone) -> ManyDone:
        """Both together."""
        return ManyDone(
            self.number + other.number, self.stayed + other.stayed, self.begun + other.begun
        )


@dataclass(frozen=True)
class DealStep:
    """A deal came into ``stage`` out of ``previous`` (``""``: it began there), or closed in it,
    as ``status`` says. ``id`` is the deal's."""

    id: str
    title: str
    stage: str
    previous: str
    status: str
