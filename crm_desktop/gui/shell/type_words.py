"""Words for custom fields: what their types are called, in the current language."""

from __future__ import annotations

from collections.abc import Iterable

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import TYPES
from crm_desktop.features.custom_lists.rows import CustomListRow


def type_words() -> dict[str, str]:
    """The types by code, in the order of menus."""
    words = {
        "text": _("Text"),
        "long_text": _("Long text"),
        "number": _("Number"),
        "money": _("Amount of money"),
        "date": _("Date"),
        "datetime": _("Date and time"),
        "choice": _("Choice"),
        "multi_choice": _("Several choices"),
        "yes_no": _("Yes or no"),
        "link": _("Link"),
        "phone": _("Phone"),
        "user": _("Employee"),
        "record": _("Record"),
        "file": _("File"),
        "formula": _("Formula"),
    }
    return {code: words[code] for code in TYPES}


def entity_words() -> dict[str, str]:
    """Whose fields there are."""
    return {
        "contact": _("Contacts"),
        "company": _("Companies"),
        "deal": _("Deals"),
        "product": _("Products and services"),
    }


def target_words(lists: Iterable[CustomListRow]) -> dict[str, str]:
    """What fields of records can lead to."""
    own = {one.entity: one.name for one in lists if not one.is_archived}
    return {**entity_words(), **own}
