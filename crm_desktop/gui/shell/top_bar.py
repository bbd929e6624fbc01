"""The bar above a page: back and forward, the page's title, search, and what can be created.

Made by the workspace view. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.search_field import SearchField

_HEIGHT, _CREATE_HEIGHT = 48, 30
# From here on the search field has no room for its longer hint.
_LARGE_PERCENT = 110
_SEARCH_WIDTH, _SEARCH_NARROW = 256, 200
_PLUS = 13
_ARROW = 10


class TopBar(QFrame):
    """``back_wanted`` and ``forward_wanted``: a step on the way one came."""

    back_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="bar")
        self.back = icon_button("caret-left", _("Back"), self)
        self.forward = icon_button("caret-right", _("Forward"), self)
        self.title = QLabel(self)
        dress(self.title, type="heading")
        self.search = SearchField(self)
        self.new = QPushButton(_("New"), self)
        self.new_other = QPushButton(self)
        self._dress_create()
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.back)
        layout.addSpacing(-6)
        layout.addWidget(self.forward)
        layout.addWidget(self.title)
        layout.addStretch()
        layout.addWidget(self.search)
        layout.addWidget(self.new)
        layout.addSpacing(-7)
        layout.addWidget(self.new_other)
        self.back.clicked.connect(self.back_wanted)
        self.forward.clicked.connect(self.forward_wanted)
        self.show_way(back=False, forward=False)
        self._is_narrow = False
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self._grow)
        self._grow()

    def _dress_create(self) -> None:
        manager = ThemeManager.instance()
        for button, part in ((self.new, "left"), (self.new_other, "right")):
            dress(button, kind="primary", scale="small", part=part)
            button.hide()
        manager.set_icon(self.new, "plus-bold", IconRole.ON_ACCENT, size=_PLUS)
        manager.set_icon(self.new_other, "caret-down-bold", IconRole.ON_ACCENT, size=_ARROW)
        self.new_other.setToolTip(_("What can be created"))
        self.new_other.setAccessibleName(_("What can be created"))

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """What can be created; the first by the button, all by its arrow."""
        if not actions:
            return
        self.new.clicked.connect(actions[0].trigger)
        actions[0].changed.connect(partial(self._name_new, actions[0]))  # its key is another
        self._name_new(actions[0])
        menu = QMenu(self.new_other)
        menu.addActions(list(actions))

        def drop() -> None:
            menu.popup(self.new_other.mapToGlobal(self.new_other.rect().bottomLeft()))

        self.new_other.clicked.connect(drop)
        self.new.show()
        self.new_other.show()

    def _name_new(self, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.new.setToolTip(f"{action.iconText()} ({keys})" if keys else action.iconText())

    def add_tool(self, tool: QWidget) -> None:
        """Put ``tool`` between the search and what creates."""
        self._row.insertWidget(self._row.indexOf(self.search) + 1, tool)

    def show_way(self, *, back: bool, forward: bool) -> None:
        """Whether there is somewhere to go back and forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def be_narrow(self, is_narrow: bool) -> None:
        """A shorter search field where the window is narrow."""
        self._is_narrow = is_narrow
        self._grow()

    def _grow(self) -> None:
        """As high and wide as the letters ask for."""
        theme = self._manager.theme
        self.setFixedHeight(theme.grown(_HEIGHT))
        for button in (self.new, self.new_other):
            button.setFixedHeight(theme.grown(_CREATE_HEIGHT))
        self.search.setFixedWidth(_SEARCH_NARROW if self._is_narrow else _SEARCH_WIDTH)
        self.search.be_short(self._is_narrow or theme.text_percent > _LARGE_PERCENT)


def icon_button(name: str, words: str, parent: QWidget, *, size: int = 16) -> QToolButton:
    """A square button that shows an icon; ``words`` name it, on pointing and for the ear."""
    button = QToolButton(parent)
    dress(button, kind="icon")
    button.setFixedSize(measures.ICON_BUTTON, measures.ICON_BUTTON)
    button.setToolTip(words)
    button.setAccessibleName(words)
    ThemeManager.instance().set_icon(button, name, size=size)
    return button
