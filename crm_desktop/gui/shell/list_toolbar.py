"""Two rows above a list: its view with Import beside it; how many are shown, density, preview.

Saved views and filters get their places here. Made by the workspace view; GUI thread only.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.tokens import Density
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.top_bar import icon_button

_VIEWS_HEIGHT = {"comfortable": 40, "compact": 36}
_FILTERS_HEIGHT = {"comfortable": 44, "compact": 38}
_ICON = 17


class ListToolbar(QWidget):
    """``import_wanted``, ``preview_wanted`` and ``columns_wanted`` (where on the screen) tell
    the presses."""

    import_wanted = Signal()
    columns_wanted = Signal(QPoint)
    preview_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self.views = QTabBar(self)
        self.views.setAccessibleName(_("Views"))
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.addTab(_("All"))
        self.number = plain_label("", type="hint")
        self.views.setTabButton(0, QTabBar.ButtonPosition.RightSide, self.number)
        self.bring = QPushButton(_("Import"), self)
        self.count = plain_label("", type="hint")
        self.columns = icon_button("columns", _("Columns"), self, size=_ICON)
        self.compact = icon_button("rows", _("Compact rows"), self, size=_ICON)
        self.preview = icon_button("layout", _("Preview"), self, size=_ICON)
        for button in (self.compact, self.preview):
            button.setCheckable(True)
        dress(self.bring, kind="ghost", scale="small")
        self._manager.set_icon(self.bring, "download-simple")
        self._views_row = self._row(self.views, self.bring, left=8)
        self._filters_row = self._row(
            QLabel(self), self.count, self.columns, self.compact, self.preview, left=16
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._views_row)
        layout.addWidget(self._filters_row)
        self.bring.clicked.connect(self.import_wanted)
        self.compact.clicked.connect(self._choose_density)
        self.preview.clicked.connect(self.preview_wanted)
        self.columns.clicked.connect(self._want_columns)
        self._manager.changed.connect(self._follow_theme)
        self._follow_theme()
        self.show_preview(True)

    def _row(self, first: QWidget, *others: QWidget, left: int) -> QFrame:
        row = QFrame(self)
        dress(row, kind="bar")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(left, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(first)
        layout.addStretch()
        for widget in others:
            layout.addWidget(widget)
        return row

    def tell(self, words: str, number: int | None) -> None:
        """How many are shown; only a list has views, and the ``number`` of its records."""
        is_list = number is not None
        self.count.setText(words)
        self._views_row.setVisible(is_list)
        self.columns.setVisible(is_list)
        if number is not None and (shown := shown_number(number)) != self.number.text():
            self.number.setText(shown)
            self.number.adjustSize()
            # Lays the tab out anew, and hides what is there already.
            self.views.setTabButton(0, QTabBar.ButtonPosition.RightSide, self.number)
            self.number.show()
            self.views.setAccessibleTabName(0, words)

    def _want_columns(self) -> None:
        self.columns_wanted.emit(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def show_preview(self, is_shown: bool) -> None:
        """Whether the preview is open."""
        self.preview.setChecked(is_shown)
        self._manager.set_icon(self.preview, "layout", _lit(is_shown), size=_ICON)

    def _choose_density(self, is_compact: bool) -> None:
        density: Density = "compact" if is_compact else "comfortable"
        self._manager.apply(dataclasses.replace(self._manager.appearance, density=density))

    def _follow_theme(self) -> None:
        theme = self._manager.theme
        is_compact = theme.density == "compact"
        self.compact.setChecked(is_compact)
        self._manager.set_icon(self.compact, "rows", _lit(is_compact), size=_ICON)
        self._views_row.setFixedHeight(theme.grown(_VIEWS_HEIGHT[theme.density]))
        self._filters_row.setFixedHeight(theme.grown(_FILTERS_HEIGHT[theme.density]))


def _lit(is_on: bool) -> IconRole:
    return IconRole.ACTIVE if is_on else IconRole.DEFAULT
