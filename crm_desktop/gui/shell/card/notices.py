"""What must be known before anything else on a card: blacklist, archive, bin, gone.

Made by the card page; below the head. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import IconMark
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.card.description import CardHead

_ICON = 16


class CardNotices(QFrame):
    """``restore_wanted``: out of the archive or the bin; ``take_off_wanted``: off the list."""

    restore_wanted = Signal()
    take_off_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
        self.blacklist = Notice("prohibit-bold", "danger", _("Take off the blacklist"), self)
        self.state = Notice("archive", "warning", _("Restore"), self)
        self.blacklist.button.clicked.connect(self.take_off_wanted)
        self.state.button.clicked.connect(self.restore_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.blacklist)
        column.addWidget(self.state)
        self.hide()

    @property
    def has_any(self) -> bool:
        """Whether there is something to say."""
        return not (self.blacklist.isHidden() and self.state.isHidden())

    def show_head(self, head: CardHead) -> None:
        """Say what is to be said of this record."""
        listed = head.blacklist
        self.blacklist.setVisible(listed is not None)
        if listed is not None:
            self.blacklist.tell(listed.heading, listed.reason)
            self.blacklist.button.setVisible(listed.is_own)
        self.state.setVisible(head.is_archived or head.is_deleted)
        self.state.button.show()
        if head.is_deleted:
            words = _("It can be found here until the bin is emptied.")
            self.state.tell(_("In the recycle bin"), words, icon="trash-simple")
        elif head.is_archived:
            words = _("Lists don’t show it; search finds it. What you change is kept.")
            self.state.tell(_("In the archive"), words)

    def tell_gone(self, words: str) -> None:
        """The record went while something was being typed."""
        kept = _("What you typed is still here: copy what you need before you leave.")
        self.state.tell(words, kept)
        self.state.button.hide()
        self.state.show()
        self.show()


class Notice(QFrame):
    """A heading, a sentence and a button on a coloured ground."""

    def __init__(self, icon: str, tone: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="banner", tone=tone)
        self._usual = icon
        self._colour = f"{tone}_text"
        self.mark = IconMark(icon, self._colour, _ICON, self)
        self.heading = QLabel(self)
        dress(self.heading, type="subheading")
        self.sentence = QLabel(self)
        dress(self.sentence, tone="secondary")
        for label in (self.heading, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(words, self)
        dress(self.button, scale="small")
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.heading)
        text.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, heading: str, sentence: str, icon: str = "") -> None:
        """Say this."""
        self.mark.show_icon(icon or self._usual, self._colour)
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(f"{heading}. {sentence}".strip())
