"""The tags' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import Feature
from crm_desktop.features.tags.records import TAG

FEATURE = Feature("tags", records=(TAG,))
