"""Gives a tag another name and another colour. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.naming_popover import NamingPopover
from crm_desktop.gui.kit.swatches import Swatches
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell.card.description import HeadTag
from crm_desktop.gui.shell.stage_words import colour_words, stage_tag


class TagPopover(NamingPopover):
    """``changed`` gives the name and the number of the colour."""

    changed = Signal(str, int)

    def __init__(self, tag: HeadTag, parent: QWidget) -> None:
        change = _("Change the tag")
        super().__init__(change, _("Name of the tag"), tag.name, change, parent)
        colours = [(stage_tag(code), words) for code, words in colour_words().items()]
        self.colours = Swatches([(name, name, words) for name, words in colours], self)
        self.colours.show_value(tag.colour)
        self.stand(self.colours)

    def take(self, name: str) -> None:
        """With the colour that is chosen."""
        self.changed.emit(name, TAG_COLOURS.index(self.colours.value))
