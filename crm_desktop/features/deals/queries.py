"""Reads of deals, on reader threads."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.backend.work import Reader
from crm_desktop.features.deals.rows import Board, DealCardRow, DealRow, ForecastMonth, Gate
from crm_desktop.filters.binding import BoundFilter
from crm_desktop.filters.context import Context

WON = "won"
"""Asked of ``find_gate`` in the place of a stage: what stands between the deals and winning."""

SORTS = ("hand", "step", "amount", "close", "age", "title")
"""The orders inside the columns of the board: by hand; by the next step, what is overdue first;
the highest amount first; by the expected close; the longest in its stage first; by title."""


def get_deal(reader: Reader, deal_id: str) -> DealRow | None:
    """The whole deal, in the recycle bin too; ``None`` if it is gone."""
    return None


def find_gate(reader: Reader, deal_ids: Sequence[str], stage_id: str) -> Gate:
    """What stands between the deals and a stage, or between them and ``WON``."""
    return Gate()


def read_board(
    reader: Reader,
    pipeline_id: str,
    filter: BoundFilter | None = None,  # noqa: A002 - as in ListOrder
    sort: str = "hand",
    context: Context | None = None,
) -> Board:
    """The open deals of a pipeline by stage, as of the moment and calendar of ``context``, which a
    filter needs; ``sort`` is one of ``SORTS``."""
    return Board(())


def read_cards(reader: Reader, rids: Sequence[int]) -> dict[int, DealCardRow]:
    """What the board shows of these deals, by internal key; the gone are left out."""
    return {}


def read_forecast(
    reader: Reader,
    pipeline_id: str | None,
    filter: BoundFilter | None = None,  # noqa: A002
    context: Context | None = None,
) -> tuple[ForecastMonth, ...]:
    """Open and won deals (of one pipeline or all) by the month in which they are expected to close
    or were won, the months in order, those without one last."""
    return ()


def find_deals_of(reader: Reader, entity: str, record_id: str) -> list[DealCardRow]:
    """The deals of a contact or a company: the open ones first, the newest first."""
    return []
