"""What can be asked of products in filters. Names are stable: saved views hold them. Pure."""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.fields import marked, text
from crm_desktop.filters.catalogue import Catalogue, Field, FieldKind

CATALOGUE = Catalogue(
    "product",
    (
        text("name", msg("Product name")),
        text("sku", msg("SKU")),
        Field("is_service", msg("Service"), FieldKind.YES_NO),
        marked("archived", msg("Archived"), "archived_at"),
        Field("created_at", msg("Created"), FieldKind.INSTANT),
        Field("updated_at", msg("Changed"), FieldKind.INSTANT),
    ),
    (),
)
