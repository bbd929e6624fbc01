"""The cells of the list of companies: which field each column changes.

Imported when the first cell is to be edited.
"""

from __future__ import annotations

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.companies.card_fields import fields_kind
from crm_desktop.gui.shell.cells.kind import (
    CellsKind,
    client_places,
    first_of,
    plainly,
    shared_deeds,
    shared_reasons,
)
from crm_desktop.gui.shell.line_columns import NAME


def cells_kind(bridge: Bridge) -> CellsKind:
    """What can be typed into the list of companies."""
    places = {
        **client_places(),
        NAME: plainly("name"),
        "industry": plainly("industry"),
        "tax_id": first_of("tax_ids", "value"),
        "legal_name": plainly("legal_name"),
        "size": plainly("size"),
    }
    return CellsKind(fields_kind(bridge), places, shared_deeds(), shared_reasons())
