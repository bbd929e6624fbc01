"""A field whose type was changed tells the values that it held before as they were."""

from __future__ import annotations

from datetime import timezone
from typing import Any

import pytest

from crm_desktop.core.i18n import set_language
from crm_desktop.features.custom_fields.kinds import Shown, show_value
from crm_desktop.features.custom_fields.rows import CustomFieldRow


@pytest.mark.parametrize(
    ("now", "value", "told"),
    [
        ("number", True, "Да"),
        ("number", "about five", "about five"),
        ("text", 12.5, "12,5"),
        ("date", "2026-10-14T09:40:00.000Z", "14.10.2026, 9:40"),
        ("date", "a-b-c", "a-b-c"),
        ("datetime", "2026-10-14", "14.10.2026"),
        ("user", "Anna", "Anna"),
        ("user", "2026-10-14", "14.10.2026"),
    ],
)
def test_what_another_type_held_is_told_as_it_was(now: str, value: Any, told: str) -> None:
    set_language("ru")
    asked = CustomFieldRow(1, "id", 1, "contact", "Budget", now)
    assert show_value(asked, value, Shown({}, timezone.utc)) == told
