"""The frame of a bulk change: what is wanted above, what it would do below, and the button that
names the number. Nothing is written before that is pressed. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.data.bulk.queries import ChangePreview
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.filters.popover import Popover
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell.bulk.kind import BulkKind
from crm_desktop.gui.shell.numbers import shown_number

_WIDTH = 340
_REST_MS = 150
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BulkPopover(Popover):
    """``wanted``: the change that is described shall be made. Those that derive from it say what
    it is, and look at it in ``look`` after every change of it."""

    wanted = Signal()

    def __init__(self, title: str, body: QWidget, kind: BulkKind, parent: QWidget) -> None:
        super().__init__(parent, title)
        self.kind = kind
        self.setFixedWidth(ThemeManager.instance().theme.grown(_WIDTH))
        self.title = plain_label(title, type="subheading")
        self.told = plain_label("", type="hint")
        self.told.setWordWrap(True)
        self.told.hide()
        self.primary = QPushButton(self)
        dress(self.primary, kind="primary", scale="small")
        self.cancel = QPushButton(_("Cancel"), self)
        dress(self.cancel, scale="small")
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch()
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.primary)
        self.column.addWidget(self.title)
        self.column.addWidget(body)
        self.column.addWidget(self.told)
        self.column.addLayout(self.foot)
        self._rest = single_shot(self, self.look, _REST_MS)
        self.cancel.clicked.connect(self.close)
        self.primary.clicked.connect(self._want)
        self.offer(0)

    def look(self) -> None:
        """Ask what the change would do."""
        raise NotImplementedError

    def look_soon(self) -> None:
        """It is another change now: the button waits until it is known what it would do."""
        self.primary.setEnabled(False)
        self._rest.start()

    def offer(self, number: int) -> None:
        """So many would change."""
        self.primary.setText(self.kind.change_words(number))
        self.primary.setEnabled(number > 0)

    def tell(self, lines: Sequence[str]) -> None:
        """Say this below."""
        self.told.setText("\n".join(lines))
        self.told.setVisible(bool(lines))
        if self.isVisible():
            self.adjustSize()

    def refuse(self, error: BaseException) -> None:
        """It can't be done like that."""
        self.primary.setEnabled(False)
        self.tell([words_for(error)])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button, once it is known what that does."""
        if event.key() in _ENTER and self.primary.isEnabled():
            self._want()
        else:
            super().keyPressEvent(event)

    def _want(self) -> None:
        self.wanted.emit()
        self.close()


def outcome_words(kind: BulkKind, preview: ChangePreview, asked: int) -> list[str]:
    """``3 contacts will change. 2 are so already. 1 is not there any more.``"""
    parts = [kind.will_change(preview.changing)]
    if already := preview.present - preview.changing:
        words = ngettext("{number} is so already.", "{number} are so already.", already)
        parts.append(words.format(number=shown_number(already)))
    if gone := asked - preview.present:
        words = ngettext(
            "{number} is not there any more.", "{number} are not there any more.", gone
        )
        parts.append(words.format(number=shown_number(gone)))
    return [" ".join(parts)]


def more_words(preview: ChangePreview) -> list[str]:
    """How many change besides those that are named."""
    more = preview.changing - len(preview.names)
    return [_("and {number} more").format(number=shown_number(more))] if more > 0 else []
