"""Gives a tag another name and another colour. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.swatches import Swatches
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS
from crm_desktop.gui.shell.card.description import HeadTag
from crm_desktop.gui.shell.stage_words import colour_words, stage_tag

_LONGEST = 60


class TagPopover(Popover):
    """``changed`` gives the name and the number of the colour."""

    changed = Signal(str, int)

    def __init__(self, tag: HeadTag, parent: QWidget) -> None:
        super().__init__(parent, _("Change the tag"))
        self.line = QLineEdit(tag.name, self)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(_("Name of the tag"))
        self.line.selectAll()
        self.mistake = QLabel(self)
        self.mistake.setWordWrap(True)
        self.mistake.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mistake, type="hint", tone="danger")
        self.mistake.hide()
        colours = [(stage_tag(code), words) for code, words in colour_words().items()]
        self.colours = Swatches([(name, name, words) for name, words in colours], self)
        self.colours.show_value(tag.colour)
        self.save = QPushButton(_("Change the tag"), self)
        dress(self.save, kind="primary", scale="small")
        label = plain_label(_("Name of the tag"), type="label")
        for widget in (label, self.line, self.mistake, self.colours, self.save):
            self.column.addWidget(widget)
        self.save.clicked.connect(self._tell)
        self.line.textEdited.connect(self._forgive)

    def _forgive(self) -> None:
        self.mistake.hide()
        self.save.setEnabled(bool(self.line.text().strip()))

    def show_mistake(self, words: str) -> None:
        """Why it can't be called so."""
        self.mistake.setText(words)
        self.mistake.show()
        self.adjustSize()

    def _tell(self) -> None:
        if name := self.line.text().strip():
            self.changed.emit(name, TAG_COLOURS.index(self.colours.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        else:
            super().keyPressEvent(event)
