"""Asks for the name of a view. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.naming_popover import NamingPopover
from crm_desktop.gui.kit.theme.manager import ThemeManager

_WIDTH = 280


class NamePopover(NamingPopover):
    """``named`` gives the name and whether colleagues shall see the view."""

    named = Signal(str, bool)

    def __init__(self, parent: QWidget, name: str, *, can_share: bool) -> None:
        title, save = _("Name of the view"), _("Rename") if name else _("Save view")
        super().__init__(title, title, name, save, parent)
        self.setFixedWidth(ThemeManager.instance().theme.grown(_WIDTH))
        self.line.setPlaceholderText(_("For example, Clients in the north"))
        self.share = QCheckBox(_("Share with colleagues"), self)
        self.share.setVisible(can_share)
        self.stand(self.share)

    def take(self, name: str) -> None:
        """With the choice whether it is shared."""
        self.named.emit(name, self.share.isChecked())
