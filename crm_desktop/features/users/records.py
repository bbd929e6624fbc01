"""How the store writes and journals users and departments."""

from __future__ import annotations

from crm_desktop.features.users.tables import department, user
from crm_desktop.store.records import RecordType, Reference

DEPARTMENT = RecordType(
    "department",
    department,
    columns=("name",),
    label="name",
    references=(Reference("parent", "parent_rid", "department"),),
)

USER = RecordType(
    "user",
    user,
    columns=("full_name", "account", "role", "active"),
    label="full_name",
    references=(Reference("department", "department_rid", "department"),),
)
