"""Deals and stages as the board shows and speaks them.

Made by the page of deals of what it read; pure but for the language and the present moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QLocale, QTime

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.money import Money
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.features.deals.rows import Board, BoardColumn, DealCardRow, ForecastMonth
from crm_desktop.features.pipelines.rows import StageRow
from crm_desktop.gui.kit.board.model import BoardCard, BoardEnd, BoardHead
from crm_desktop.gui.kit.paint.marks import NextStep, Tag, initials
from crm_desktop.gui.kit.theme.theme import colour_of
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.pages.deals.words import (
    Forms,
    counted_deals,
    days_between,
    estimates_words,
    money_words,
    short_length,
    shorter_sums,
    spoken_days,
    sums_words,
    today,
)
from crm_desktop.gui.shell.numbers import shown_number, shown_percent, shown_time
from crm_desktop.gui.shell.stage_words import stage_tag
from crm_desktop.gui.shell.touch_columns import near_day

WON, LOST = "won", "lost"
"""The keys of the board's ends."""


def make_card(row: DealCardRow, stage: StageRow | None) -> BoardCard:
    """The card of a deal in ``stage``; without one nothing is said of the time in it."""
    here = clock.now()
    step, step_words = step_of(row.next_step)
    rot_days = stage.rot_days if stage is not None else None
    is_rotting = rot_days is not None and days_between(row.stage_since, here) > rot_days
    return BoardCard(
        row.rid,
        row.title,
        row.client,
        money_words(row.amount),
        tuple(Tag(tag.name, TAG_COLOURS[tag.colour % len(TAG_COLOURS)]) for tag in row.tags),
        short_length(row.stage_since, here),
        is_rotting,
        step,
        step_words,
        initials(row.owner.name) if row.owner else "",
        colour_of(row.owner.id) if row.owner else "",
        row.is_blacklisted,
        _spoken_card(row, stage, here),
    )


def _spoken_card(row: DealCardRow, stage: StageRow | None, here: datetime) -> str:
    """Written for the ear (interaction.md, section 21)."""
    parts = [row.title, row.client, money_words(row.amount)]
    if row.is_blacklisted:
        parts.append(_("blacklisted"))
    if stage is not None:
        days = spoken_days(days_between(row.stage_since, here))
        parts += [
            _("stage {stage}").format(stage=stage.name),
            _("{days} in the stage").format(days=days),
        ]
    step = step_of(row.next_step)[1] if row.next_step is not None else ""
    parts.append(_("next step {when}").format(when=step) if step else _("No next step is planned"))
    if row.owner is not None:
        parts.append(_("owner {name}").format(name=row.owner.name))
    return ", ".join(filter(None, parts))


def step_of(step: ActivityRow | None) -> tuple[NextStep, str]:
    """How urgent the next step is, and the words of its badge: ``today, 15:30``."""
    if step is None:
        return NextStep.NONE, _("No step")
    if step.due_at is None:
        return (
            (_urgency(step.due_on), near_day(step.due_on))
            if step.due_on is not None
            else (NextStep.PLANNED, _("without a day"))
        )
    moment = step.due_at.astimezone(clock.LOCAL_ZONE)
    urgency = NextStep.OVERDUE if step.due_at < clock.now() else _urgency(moment.date())
    if urgency is NextStep.OVERDUE and moment.date() < today():
        return urgency, near_day(moment.date())
    words = _("{day}, {time}").format(
        day=near_day(moment.date()), time=shown_time(QTime(moment.hour, moment.minute))
    )
    return urgency, words


def _urgency(day: date) -> NextStep:
    if day < today():
        return NextStep.OVERDUE
    return NextStep.TODAY if day == today() else NextStep.PLANNED


def moved() -> Forms:
    """What is said when deals came into a stage."""
    return (
        _("“{deal}” is in the stage “{stage}” now."),
        lambda number: ngettext(
            "{number} deal is in the stage “{stage}” now.",
            "{number} deals are in the stage “{stage}” now.",
            number,
        ),
    )


def moved_elsewhere() -> Forms:
    """What is said when deals came into a stage of another pipeline."""
    return (
        _("“{deal}” is in the pipeline “{pipeline}” now, in the stage “{stage}”."),
        lambda number: ngettext(
            "{number} deal is in the pipeline “{pipeline}” now, in the stage “{stage}”.",
            "{number} deals are in the pipeline “{pipeline}” now, in the stage “{stage}”.",
            number,
        ),
    )


def lacking_step(number: int, moved: int) -> str:
    """That so many of the moved deals have no next step, where their pipeline asks for one."""
    if number == moved == 1:
        return _("No next step is planned.")
    return ngettext(
        "{number} of them has no next step.", "{number} of them have no next step.", number
    ).format(number=shown_number(number))


def make_head(
    stage: StageRow, column: BoardColumn, place: tuple[int, int], *, can_add: bool
) -> BoardHead:
    """The head of a stage's column, which is the ``place``-th of so many."""
    number = len(column.rids)
    amount, likely = sums_words(column.sums), estimates_words(column.weighted)
    weighted = _("weighted {sum}").format(sum=likely) if likely else ""
    spoken = (
        _("{stage}, {deals} for {amount}, column {place} of {number}")
        if amount
        else _("{stage}, {deals}, column {place} of {number}")
    )
    return BoardHead(
        stage.id,
        stage.name,
        stage_tag(stage.colour),
        shown_number(number),
        amount,
        shown_percent(column.chance),
        likely,
        spoken.format(
            stage=stage.name,
            deals=counted_deals(number),
            amount=amount,
            place=place[0],
            number=place[1],
        ),
        can_add,
        "\n".join(filter(None, (amount, weighted, stage.instruction))),
        shorter_sums(column.sums, column.weighted),
    )


def make_ends(board: Board) -> tuple[BoardEnd, BoardEnd]:
    """The strip: where deals are won and lost."""
    won, lost = _("Won"), _("Lost")
    spoken = _ended(won, board.won), _ended(lost, board.lost)
    return (
        BoardEnd(WON, won, "trophy", "success", shown_number(board.won), spoken[0]),
        BoardEnd(LOST, lost, "x-circle", "danger", shown_number(board.lost), spoken[1]),
    )


def _ended(name: str, number: int) -> str:
    return _("{place}, {deals}").format(place=name, deals=counted_deals(number))


def make_month(month: ForecastMonth, place: tuple[int, int]) -> BoardHead:
    """The head of a column of the forecast."""
    name = month_name(month.month)
    number = len(month.rids)
    amount = sums_words(month.sums)
    won = _("won {sum}").format(sum=sums_words(month.won)) if month.won else ""
    likely = estimates_words(month.weighted)
    weighted = _("weighted {sum}").format(sum=likely) if likely else ""
    spoken = (
        _("{month}, {deals} for {amount}, column {place} of {number}")
        if amount
        else _("{month}, {deals}, column {place} of {number}")
    ).format(
        month=name,
        deals=counted_deals(number),
        amount=amount,
        place=place[0],
        number=place[1],
    )
    colour = "slate" if not month.month else "amber" if is_past(month.month) else "blue"
    return BoardHead(
        month.month or NO_MONTH,
        name,
        colour,
        shown_number(number),
        amount,
        "",
        likely,
        spoken,
        can_add=False,
        hint="\n".join(filter(None, (amount, won, weighted))),
        shorter=shorter_sums(month.sums, month.weighted),
    )


NO_MONTH = "none"
"""The key of the column of deals without an expected day."""


def month_name(month: str) -> str:
    """``October 2026`` for ``2026-10``."""
    if not month:
        return _("Without a date")
    year, number = month.split("-")
    name = QLocale().standaloneMonthName(int(number))
    return _("{month} {year}").format(month=name[:1].upper() + name[1:], year=year)


def is_past(month: str) -> bool:
    """Whether the month is over."""
    return bool(month) and month < f"{today():%Y-%m}"


def totals(columns: Iterable[tuple[int, Sequence[Money], Sequence[Money]]]) -> tuple[int, str, str]:
    """How many deals there are, what they come to, and what by their chances."""
    number, sums, weighted = 0, dict[str, int](), dict[str, int]()
    for count, whole, by_chance in columns:
        number += count
        for into, amounts in ((sums, whole), (weighted, by_chance)):
            for one in amounts:
                into[one.currency] = into.get(one.currency, 0) + one.minor
    whole, likely = ([Money(m, c) for c, m in found.items()] for found in (sums, weighted))
    return number, sums_words(whole), estimates_words(likely)
