"""What of a record can be changed for many at once: what may well be the same for all of them.

Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.features.common import checks
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.companies import handlers as companies
from crm_desktop.features.contacts import handlers as contacts
from crm_desktop.features.deals import checks as deals
from crm_desktop.features.products import rules as products

_Of = TypeVar("_Of")


class _ByEntity(dict[str, _Of]):
    """By entity; what holds of the entries of every custom list stands under ``list_entry``."""

    def __missing__(self, entity: str) -> _Of:
        if is_list_entity(entity):
            return self["list_entry"]
        raise KeyError(entity)


_SHARED = ("owner", "status", "source", "blacklisted")
BULK_FIELDS: Mapping[str, tuple[str, ...]] = _ByEntity(
    {
        "contact": (*_SHARED, "position", "languages", "preferred_channel", "preferred_hours"),
        "company": (*_SHARED, "industry", "size", "parent"),
        "deal": ("owner", "source", "chance", "expected_close", "company"),
        "product": ("unit", "vat", "is_service"),
        "list_entry": (),
    }
)
TAGGED = frozenset(("contact", "company", "deal"))
WRITE: Mapping[str, str] = _ByEntity(
    {
        "contact": "contacts:contact:write",
        "company": "companies:company:write",
        "deal": "deals:deal:write",
        "product": "products:product:write",
        "list_entry": "custom_lists:entry:write",
    }
)
DELETE: Mapping[str, str] = _ByEntity(
    {
        "contact": "contacts:contact:delete",
        "company": "companies:company:delete",
        "deal": "deals:deal:delete",
        "product": "products:product:delete",
        "list_entry": "custom_lists:entry:delete",
    }
)
_CHECKS: Mapping[str, Mapping[str, checks.Check]] = _ByEntity(
    {
        "contact": contacts.CHECKS,
        "company": companies.CHECKS,
        "deal": deals.CHECKS,
        "product": products.PRODUCT_CHECKS,
        "list_entry": {},
    }
)


def checked(entity: str, values: Mapping[str, Any], region: str | None) -> dict[str, Any]:
    """``values`` as they are stored, custom ones left as they are; ``Invalid`` for a value that
    is refused and for a field that belongs to one record only."""
    own = {name: value for name, value in values.items() if name != "custom"}
    for name in own:
        if name not in BULK_FIELDS[entity]:
            raise Invalid(
                msg("{field} can’t be the same for many records. Nothing was changed.", field=name),
                name,
            )
    custom = {"custom": values["custom"]} if values.get("custom") else {}
    return checks.checked(own, _CHECKS[entity], region) | custom
