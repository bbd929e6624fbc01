"""Changes of fields that are kept as codes, such as the status and the languages, in words.

Called on reader threads; pure but for the current language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from crm_desktop.core.i18n import current_language
from crm_desktop.core.values.languages import LANGUAGES, language_name
from crm_desktop.features.common.timeline import TimelineItem
from crm_desktop.features.companies.fields import CATALOGUE as COMPANY_FIELDS
from crm_desktop.features.contacts.fields import CATALOGUE as CONTACT_FIELDS
from crm_desktop.features.timeline.rows import ChangeRow, FieldChange
from crm_desktop.filters.catalogue import label_text

CATALOGUES = {"contact": CONTACT_FIELDS, "company": COMPANY_FIELDS}


def with_codes_in_words(entity: str, items: Iterable[TimelineItem]) -> list[TimelineItem]:
    """The items, with ``Former client → Partner`` in the place of ``former → partner``."""
    words = _words(entity, current_language())
    return [_told(item, words) for item in items]


@lru_cache
def _words(entity: str, _language: str) -> Mapping[str, Mapping[str, str]]:
    """By field what its codes are called."""
    catalogue = CATALOGUES.get(entity)
    return {
        field.name: {choice.code: label_text(choice.label) for choice in field.choices}
        for field in (catalogue.fields if catalogue else ())
        if field.choices and not field.path
    }


def _told(item: TimelineItem, words: Mapping[str, Mapping[str, str]]) -> TimelineItem:
    row = item.payload
    if not isinstance(row, ChangeRow):
        return item
    return replace(item, payload=replace(row, fields=tuple(_field(f, words) for f in row.fields)))


def _field(change: FieldChange, words: Mapping[str, Mapping[str, str]]) -> FieldChange:
    if change.field == LANGUAGES:
        old, new = ([*map(language_name, codes or ())] for codes in (change.old, change.new))
        return FieldChange(change.field, old, new)
    codes = words.get(change.field)
    if codes is None:
        return change
    return FieldChange(change.field, _word(codes, change.old), _word(codes, change.new))


def _word(words: Mapping[str, str], value: Any) -> Any:
    return words.get(value, value) if isinstance(value, str) else value
