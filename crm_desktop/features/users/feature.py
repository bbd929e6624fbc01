"""The users' part of the program."""

from __future__ import annotations

from crm_desktop.backend.feature import Feature
from crm_desktop.features.users.records import DEPARTMENT, USER

FEATURE = Feature("users", records=(DEPARTMENT, USER))
