"""Values that the journal keeps from when their field had another type. Pure; any thread."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crm_desktop.core.clock import LOCAL_ZONE
from crm_desktop.core.errors import Invalid
from crm_desktop.features.custom_fields.kinds import (
    Given,
    Shown,
    check_value,
    kind_by_shape,
    plain_text,
)
from crm_desktop.features.custom_fields.rows import CustomFieldRow


def past_value(asked: CustomFieldRow, value: Any) -> Any:
    """A value of the field's history as a conversion would make it: of the field's type, or a text
    where it fits no more. Names of what ids mean are not known here: these stay."""
    text = _as_text(asked, value)
    if text is None:
        return value
    try:
        return check_value(asked, text, Given(zone=LOCAL_ZONE))
    except Invalid:
        return text


def _as_text(asked: CustomFieldRow, value: Any) -> str | None:
    """The value in words, if the field had another type when it was written."""
    if value is None:
        return None
    if asked.choices and isinstance(value, str):
        choice = asked.choice(value)
        if choice is not None:
            return None if asked.type == "choice" else choice.name
        return value
    kind = kind_by_shape(asked, value)
    if kind.code == asked.type:
        return None
    return plain_text(replace(asked, type=kind.code), value, Shown())
