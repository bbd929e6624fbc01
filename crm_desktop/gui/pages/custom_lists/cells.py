"""The cells of a custom list: its title, and whatever fields it was given.

Imported when the first cell is to be edited.
"""

from __future__ import annotations

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.custom_lists.card_fields import fields_kind
from crm_desktop.gui.shell.cells.kind import CellsKind, plainly, shared_reasons
from crm_desktop.gui.shell.line_columns import NAME


def cells_kind(entity: str, bridge: Bridge) -> CellsKind:
    """What can be typed into the list with these entries."""
    places = {NAME: plainly("name")}
    return CellsKind(fields_kind(entity, bridge), places, reasons=shared_reasons())
