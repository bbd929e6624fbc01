"""Editors of fields that only cards have, beside those of the forms (``shell/form_fields.py``).

Made on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, msg
from crm_desktop.core.values.dates import parse_date
from crm_desktop.core.values.languages import language_code, language_name
from crm_desktop.core.values.task_words import parse_task
from crm_desktop.gui.kit.form_field import FormField
from crm_desktop.gui.kit.form_item_row import Item, Part, plainly
from crm_desktop.gui.kit.form_items import ItemsField
from crm_desktop.gui.kit.form_suggest import Ask
from crm_desktop.gui.shell import values


class WordsField(FormField):
    """Several words in one line with commas between; ``value`` gives a list."""

    def value(self) -> Any:
        """The words."""
        parts = (part.strip() for part in self.text.split(","))
        return [part for part in parts if part]

    def load(self, value: Any) -> None:
        """Show these."""
        super().load(", ".join(value or ()))


class LanguagesField(WordsField):
    """Languages by their names with commas between; ``value`` gives their codes."""

    def value(self) -> Any:
        """The codes; what is no language that is known stays as it was typed."""
        return list(dict.fromkeys(map(language_code, super().value())))

    def draft(self) -> Any:
        """As ``load`` takes it."""
        return self.value()

    def load(self, value: Any) -> None:
        """Show these."""
        super().load([language_name(code) for code in value or ()])


class ConsentField(ItemsField):
    """Since when somebody agreed to mailings, and by what; empty is no consent."""

    def __init__(self, label: str) -> None:
        day = Part("date", _("Since when"), plainly(_tidy_day), shown=_shown_day)
        origin = Part("origin", _("By what"))
        super().__init__(label, (day, origin), "", columns=1)
        self.add.hide()

    def value(self) -> Any:
        """As commands take it."""
        items = super().value()
        if not items:
            return None
        return {**items[0], "date": _day(items[0].get("date"))}

    def draft(self) -> Any:
        """As ``load`` takes it."""
        return self.value()

    def load(self, value: Any) -> None:
        """Show this consent, or none."""
        super().load([dict(value)] if value else None)


def _shown_day(item: Any, key: str) -> str:
    return values.day(item.get(key) or "")


def near_day(text: str) -> str:
    """ISO 8601 of a day in any writing, or in words such as “tomorrow” or “on Friday”, or
    ``14.10``, the nearest such day. ``Invalid`` for what is none."""
    try:
        return parse_date(text).isoformat()
    except Invalid:
        words = parse_task(text, clock.now().astimezone(clock.LOCAL_ZONE).date())
        day = words.value("day")
        if words.title.strip() or not isinstance(day, date):
            raise
        return day.isoformat()


def _tidy_day(text: str) -> str:
    return values.day(near_day(text))


def _day(text: str | None) -> str | None:
    """ISO 8601; what is no date yet stays as it was typed."""
    if not text:
        return None
    try:
        return near_day(text)
    except Invalid:
        return text


def relations(label: str, kinds: Sequence[tuple[str, str]], ask: Ask) -> ItemsField:
    """Who a person is to others."""
    kind = Part("kind", _("Kind of relation"), choices=kinds, stretch=0)
    other = Part("contact", _("Person"), _require_known, ask=ask)
    return ItemsField(label, (kind, other), _("One more relation"), columns=1)


def _require_known(text: str, item: Item) -> str:
    if isinstance(item.get("contact"), dict):
        raise Invalid(
            msg("There is no contact {name}. Choose one of the suggested people.", name=text)
        )
    return text
