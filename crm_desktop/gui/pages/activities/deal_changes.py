"""Changes of a deal in its timeline, as they read best: amounts with the currency of their time,
chances in percent, how it ended in words. Called on reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.values.money import Money, format_money
from crm_desktop.features.common.timeline import TimelineItem, TimelineQuery
from crm_desktop.features.deals.fields import STATUS_CHOICES
from crm_desktop.features.timeline.queries import place_among
from crm_desktop.features.timeline.rows import ChangeRow, FieldChange
from crm_desktop.filters.catalogue import label_text
from crm_desktop.gui.shell.card_fields.beside import Beside
from crm_desktop.gui.shell.numbers import shown_percent

_DEAL = "deal"
_AMOUNT, _CURRENCY = "amount_minor", "currency"


def deal_labels() -> dict[str, str]:
    """What is told of a deal's fields in its timeline. The stage's moments, the place on the
    board and the day of closing follow from what is told."""
    return {
        "title": _("Title"),
        "status": _("Status"),
        _AMOUNT: _("Amount"),
        _CURRENCY: _("Currency"),
        "chance": _("Chance"),
        "expected_close": _("Expected close"),
        "company": _("Company"),
        "owner": _("Owner"),
        "source": _("Source"),
        "lost_detail": _("Which one"),
        "lost_comment": _("Comment"),
        "tags": _("Tags"),
        "note": _("Note"),
    }


def with_deal_values(
    reader: Reader, query: TimelineQuery, items: Iterable[TimelineItem]
) -> list[TimelineItem]:
    """The items of a deal's timeline, newest first, with such values; others as they are."""
    items = list(items)
    if query.entity != _DEAL:
        return items
    is_of_money = any(_AMOUNT in _changed(item) for item in items)
    beside = Beside(reader, _DEAL, query.record_id, {_CURRENCY} if is_of_money else ())
    return [_told(item, beside) for item in items]


def _changed(item: TimelineItem) -> frozenset[str]:
    row = item.payload
    return frozenset(one.field for one in row.fields) if isinstance(row, ChangeRow) else frozenset()


def _told(item: TimelineItem, beside: Beside) -> TimelineItem:
    names = _changed(item)
    if not names:
        return item
    was, came = beside.at(place_among(item.place)) if _AMOUNT in names else ({}, {})
    fields = [
        FieldChange(one.field, _words(one.field, one.old, was), _words(one.field, one.new, came))
        for one in item.payload.fields
        # An amount tells its currency itself.
        if not (one.field == _CURRENCY and _AMOUNT in names)
    ]
    return replace(item, payload=replace(item.payload, fields=tuple(fields)))


def _words(field: str, value: Any, with_it: Mapping[str, Any]) -> Any:
    """The value in words, where it is a code or a number."""
    if value is None:
        return None
    if field == _AMOUNT:
        return format_money(Money(value, with_it[_CURRENCY]))
    if field == "chance":
        return shown_percent(value)
    if field == "status":
        return next((label_text(one.label) for one in STATUS_CHOICES if one.code == value), value)
    return value
