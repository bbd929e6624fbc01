"""Words for custom fields: what their types are called, in the current language."""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.features.custom_fields.rows import TYPES


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
        "record": _("Contact or company"),
        "file": _("File"),
        "formula": _("Formula"),
    }
    return {code: words[code] for code in TYPES}


def entity_words() -> dict[str, str]:
    """Whose fields there are."""
    return {"contact": _("Contacts"), "company": _("Companies")}
