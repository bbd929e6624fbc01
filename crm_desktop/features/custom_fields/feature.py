"""The custom fields' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import Feature
from crm_desktop.features.custom_fields.records import CARD_LAYOUT, CUSTOM_FIELD

FEATURE = Feature("custom_fields", records=(CUSTOM_FIELD, CARD_LAYOUT))
