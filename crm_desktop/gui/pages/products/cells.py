"""The cells of the list of products: which field each column changes.

Imported when the first cell is to be edited.
"""

from __future__ import annotations

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.products.card_fields import fields_kind
from crm_desktop.gui.shell.cells.kind import CellsKind, plainly, shared_reasons
from crm_desktop.gui.shell.line_columns import NAME


def cells_kind(bridge: Bridge) -> CellsKind:
    """What can be typed into the list of products."""
    places = {name: plainly(name) for name in ("sku", "unit", "vat")}
    places |= {
        NAME: plainly("name"),
        "kind": plainly("is_service"),
        "price": plainly("price_minor"),
    }
    return CellsKind(fields_kind(bridge), places, reasons=shared_reasons())
