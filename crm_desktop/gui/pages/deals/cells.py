"""The cells of the list of deals: which field each column changes; stages go through the gate.

Imported when the first cell is to be edited.
"""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.card_fields import fields_kind
from crm_desktop.gui.shell.cells.kind import CellsKind, plainly, shared_deeds, shared_reasons
from crm_desktop.gui.shell.line_columns import NAME


def cells_kind(bridge: Bridge) -> CellsKind:
    """What can be typed into the list of deals."""
    alike = ("expected_close", "tags", "owner", "company", "chance", "source")
    places = {name: plainly(name) for name in alike}
    places |= {NAME: plainly("title"), "amount": plainly("amount_minor")}
    closed = _("The deal is closed. Bring it back to work to move it.")
    reasons = {
        **shared_reasons(),
        "stage": closed,
        "pipeline": closed,
        "contact": _("Who takes part is changed on the deal’s card."),
        "closed": _("This is noted when the deal is won or lost."),
        "lost_reason": _("This is asked when the deal is lost."),
    }
    deeds = {**shared_deeds(), "stage": "stage", "pipeline": "stage"}
    return CellsKind(fields_kind(bridge), places, deeds, reasons)
