"""Recurring clients as their board shows and speaks them.

Made by the board of what it read; pure but for the language and the present day.
"""

from __future__ import annotations

from datetime import date

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.recurring.rows import (
    LAPSED,
    LATER,
    MONTH,
    NEXT_MONTH,
    OVERDUE,
    WEEK,
    Cycle,
    RecurringClient,
    RecurringColumn,
)
from crm_desktop.features.recurring.rules import KNOWN_FROM, borders_of, state_of
from crm_desktop.gui.kit.board.model import BoardCard, BoardHead
from crm_desktop.gui.kit.paint.marks import NextStep, Tag, initials
from crm_desktop.gui.kit.theme.theme import colour_of
from crm_desktop.gui.pages.deals.recurring import every_words, often_words, state_words
from crm_desktop.gui.pages.deals.words import (
    long_day,
    money_words,
    shorter_sums,
    spoken_days,
    sums_words,
    today,
)
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.touch_columns import near_day

_COLOURS = {
    OVERDUE: "rose",
    WEEK: "amber",
    MONTH: "blue",
    NEXT_MONTH: "teal",
    LATER: "green",
    LAPSED: "slate",
}


def span_names() -> dict[str, str]:
    """What the columns are called."""
    return {
        OVERDUE: _("Overdue"),
        WEEK: _("This week"),
        MONTH: _("This month"),
        NEXT_MONTH: _("Next month"),
        LATER: _("Later"),
        LAPSED: _("Fell asleep"),
    }


def counted_clients(number: int) -> str:
    """``3 clients``."""
    words = ngettext("{number} client", "{number} clients", number)
    return words.format(number=shown_number(number))


def make_head(column: RecurringColumn, place: tuple[int, int]) -> BoardHead:
    """The head of a column, which is the ``place``-th of so many."""
    name, amount = span_names()[column.span], sums_words(column.sums)
    number = len(column.keys)
    spoken = (
        _("{span}, {clients} for {amount}, column {place} of {number}")
        if amount
        else _("{span}, {clients}, column {place} of {number}")
    )
    return BoardHead(
        column.span,
        name,
        _COLOURS[column.span],
        shown_number(number),
        amount,
        spoken=spoken.format(
            span=name,
            clients=counted_clients(number),
            amount=amount,
            place=place[0],
            number=place[1],
        ),
        can_add=False,
        hint="\n".join(filter(None, (amount, _days_words(column.span)))),
        shorter=shorter_sums(column.sums),
    )


def _days_words(span: str) -> str:
    """Which days the column holds."""
    if span == LAPSED:
        return _("Missed a whole cycle after the expected day")
    first, last = borders_of(today()).get(span, (None, None))
    if first is None or last is None or first > last:
        return ""
    if last == date.max:
        return _("from {day}").format(day=long_day(first))
    return _("{first} – {last}").format(first=long_day(first), last=long_day(last))


def make_card(client: RecurringClient) -> BoardCard:
    """The card of a client: in place of days in a stage those since the last purchase, in place
    of the next step the expected purchase."""
    cycle = client.cycle
    since = (today() - cycle.last_on).days
    return BoardCard(
        client.key,
        client.name,
        every_words(cycle.days),
        money_words(cycle.amount),
        () if cycle.occasions >= KNOWN_FROM else (Tag(_("Guess"), _COLOURS[LAPSED]),),
        days=ngettext("{number}d", "{number}d", since).format(number=shown_number(since)),
        is_rotting=state_of(cycle, today()) in (OVERDUE, LAPSED),
        step=_urgency(cycle),
        step_text=near_day(cycle.next_on),
        owner=initials(client.owner[1]) if client.owner else "",
        owner_colour=colour_of(client.owner[0]) if client.owner else "",
        is_blacklisted=client.is_blacklisted,
        spoken=_spoken_card(client, since),
    )


def _urgency(cycle: Cycle) -> NextStep:
    if cycle.next_on < today():
        return NextStep.OVERDUE
    return NextStep.TODAY if cycle.next_on == today() else NextStep.PLANNED


def _spoken_card(client: RecurringClient, since: int) -> str:
    """Written for the ear (interaction.md, section 21)."""
    cycle = client.cycle
    parts = [
        client.name,
        _("blacklisted") if client.is_blacklisted else "",
        _("buys {often}").format(often=often_words(cycle)),
        _("next purchase {day}, {when}").format(
            day=long_day(cycle.next_on), when=state_words(cycle, today())
        ),
        _("put off") if cycle.is_put_off else "",
        money_words(cycle.amount),
        _("last purchase {days} ago").format(days=spoken_days(since)),
        _("owner {name}").format(name=client.owner[1]) if client.owner else "",
    ]
    return ", ".join(filter(None, parts))
