"""What the head of a deal's card offers while the deal is an unsorted request: three buttons, and
a line that says since when it waits and where it may belong.

Made by the head of the card. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.deals.commands import AcceptDeals
from crm_desktop.features.deals.rows import DealRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.buttons import CutButton
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.pages.deals.attaching import Offer, read_homes
from crm_desktop.gui.pages.deals.request_ways import ACCEPT, ATTACH, REJECT
from crm_desktop.gui.pages.deals.words import short_length

Sort = Callable[[str], object]

_ICON = 16
_ROLES = {"primary": IconRole.ON_ACCENT, "dangerText": IconRole.DANGER}


class RequestTop(QObject):
    """``buttons`` stand at the right of the name, ``band`` below it; ``sort`` is told which way
    was pressed."""

    def __init__(self, bridge: Bridge, sort: Sort, side: QWidget, band: QWidget) -> None:
        super().__init__(side)
        self._bridge, self._sort, self._side = bridge, sort, side
        self._locked = bridge.locked(AcceptDeals)
        self._deal = ""
        self.accept = self._button(_("Accept"), "primary", "check-circle", ACCEPT)
        self.attach = self._button(_("Attach…"), "", "git-merge", ATTACH)
        self.turn_down = self._button(_("Reject…"), "dangerText", "x-circle", REJECT)
        self.buttons = (self.accept, self.attach, self.turn_down)
        self.band = RequestBand(band)
        self.band.home.clicked.connect(lambda: sort(ATTACH))

    def _button(self, words: str, kind: str, icon: str, way: str) -> QPushButton:
        button = QPushButton(words, self._side)
        dress(button, scale="small", **({"kind": kind} if kind else {}))
        manager = ThemeManager.instance()
        manager.set_icon(button, icon, _ROLES.get(kind, IconRole.DEFAULT))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self._sort(way))
        lock(button, self._locked)
        return button

    def show_deal(self, deal: DealRow, *, waits: bool, can: bool) -> None:
        """Offer to sort this deal, if it waits for that; ``can``: it is neither archived nor
        deleted."""
        for button in self.buttons:
            button.setVisible(waits)
            button.setEnabled(can and not self._locked)
        self.band.setVisible(waits)
        if not waits:
            self._deal = ""
            return
        if deal.id != self._deal:
            self._deal = deal.id
            self.band.offer(None)
        since = deal.visits[-1].entered_at if deal.visits else deal.created_at
        self.band.tell(short_length(since, clock.now()))
        self._bridge.query(
            read_homes,
            (deal.id,),
            then=lambda homes: self._show_homes(deal.id, homes),
            failed=lambda _error: self.band.offer(None),
            owner=self,
            channel="homes",
        )

    def _show_homes(self, deal_id: str, homes: Sequence[Offer]) -> None:
        """Its own client alone is no news: that stands above."""
        if deal_id == self._deal:
            self.band.offer(next((one for one in homes if not one.is_asker), None))


class RequestBand(QFrame):
    """Since when it waits; a press on ``home`` shows where it may belong."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="banner")
        self.words = CutLabel(lambda theme: theme.faces.label, "text_secondary", self)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.home = CutButton("", self)
        self.home.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        dress(self.home, kind="headLink")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(IconMark("question", "accent_text", _ICON, self))
        row.addWidget(self.words)
        row.addWidget(self.home)
        row.addStretch()
        self.home.hide()
        self.hide()

    def tell(self, waiting: str) -> None:
        """So long it waits."""
        self.words.setText(_("Unsorted request, waiting: {length}").format(length=waiting))
        self.setAccessibleName(self.words.text())

    def offer(self, home: Offer | None) -> None:
        """The likeliest deal or contact, if there is one."""
        self.home.setVisible(home is not None)
        if home is not None:
            words = _("It may belong to “{home}” ({why})")
            said = words.format(home=isolated(home.name), why=home.aside)
            self.home.setText(said.replace("&", "&&"))
            self.home.setAccessibleName(said)
