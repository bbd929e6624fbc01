"""Why requests are rejected: the dialog of lost deals, in the words of requests.

Opened through ``ask_rejected``; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import ngettext
from crm_desktop.features.deals.commands import RejectDeals
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.deals.losing import Left, Losing, LosingDialog, ask_lost
from crm_desktop.gui.pages.deals.many import Done


def ask_rejected(
    bridge: Bridge,
    parent: QWidget,
    deal_ids: Sequence[str],
    about: str,
    *,
    done: Done,
    left: Left | None = None,
) -> None:
    """Ask why the requests are rejected, and close them; ``about`` says which they are, the rest
    as in ``ask_lost``."""
    ask_lost(bridge, parent, deal_ids, done, left, make=partial(RejectingDialog, about))


class RejectingDialog(LosingDialog):
    """Reason and comment; nobody comes back to what was never begun."""

    def __init__(
        self, about: str, bridge: Bridge, deal_ids: Sequence[str], losing: Losing, parent: QWidget
    ) -> None:
        super().__init__(bridge, deal_ids, replace(losing, deals=about), parent)
        self.setWindowTitle(
            ngettext(
                "Why is the request rejected?", "Why are the requests rejected?", len(deal_ids)
            )
        )
        self.close_deals.setText(
            ngettext("Reject the request", "Reject the requests", len(deal_ids))
        )
        for unused in (self.remind, self.day, self.ahead):
            unused.hide()
        self.fit()

    def command(self) -> RejectDeals | None:
        """What the person says; none as long as there is no reason."""
        lost = super().command()
        if lost is None:
            return None
        return RejectDeals(lost.deal_ids, lost.reason_id, lost.detail, lost.comment)
