"""The frame of a workspace: sidebar, top bar, the list's tools, what is shown, the preview.

The base of ``WorkspaceView``, and of the first look that stands in its place until that can be
made: knows no page and nothing of the database. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.gui.kit.fields_pane import FieldsPane
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.banner import Banner
from crm_desktop.gui.shell.beside import PagesAndPreview
from crm_desktop.gui.shell.list_toolbar import ListToolbar
from crm_desktop.gui.shell.sidebar import Place, Sidebar
from crm_desktop.gui.shell.top_bar import TopBar

# Window widths below which the sidebar folds and the preview slides over the list.
_FOLDS_BELOW = 1200
_SLIDES_BELOW = 1120


class ViewFrame(QWidget):
    """What stands around a page, and what of it gives way in a narrow window. ``furnish`` it
    before anything else."""

    preview_shown = Signal(bool)
    sidebar_sized = Signal(int)
    sidebar_folded = Signal(bool)  # by hand

    preview: FieldsPane

    def furnish(self, places: Sequence[Place], preview: FieldsPane) -> None:
        """Make all of it, with these places in the sidebar."""
        self._wants_preview = True
        self._is_narrow = False
        self._fold_by_hand: bool | None = None
        self._folded = False
        self.sidebar = Sidebar(places, self)
        ThemeManager.instance().changed.connect(self._fold)  # it is wider in larger letters
        self.top = TopBar(self)
        self.search = self.top.search
        self.toolbar = ListToolbar(self)
        self.banner = Banner(self)
        self.stack = QStackedWidget(self)
        self.preview = preview
        self.status = self.sidebar.status
        self._beside = PagesAndPreview(self.stack, self.preview, self)
        main = QWidget(self)
        main.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(main, kind="surface")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.banner)
        column.addWidget(self.toolbar)
        column.addWidget(self._beside, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(main, 1)

    @property
    def has_preview(self) -> bool:
        """Whether what is shown can have a preview beside it."""
        return True

    def _show_preview(self, is_shown: bool) -> None:
        if not self._is_narrow:
            self._wants_preview = is_shown
        self.preview.setVisible(is_shown and self.has_preview)
        if self._is_narrow and is_shown:
            self._beside.lay_over()
        self.toolbar.show_preview(is_shown)
        self.preview_shown.emit(is_shown)

    @property
    def wants_preview(self) -> bool:
        """Whether the person has the preview open where there is room for it."""
        return self._wants_preview

    def take_preview(self, *, is_wanted: bool) -> None:
        """Open or close the preview as the person left it, if that is news."""
        if is_wanted != self._wants_preview:
            self._wants_preview = is_wanted
            self._show_preview(is_wanted and not self._is_narrow)

    def toggle_sidebar(self) -> None:
        """Fold or unfold the sidebar, whatever the width of the window."""
        self._fold_by_hand = self._folded = not self.sidebar.is_folded
        self._fold()
        self.sidebar_folded.emit(self._folded)

    def take_folding(self, *, is_folded: bool) -> None:
        """Fold the sidebar as the person left it, if that is news."""
        if is_folded != self._folded:
            self._folded = is_folded
            self._fold_by_hand = is_folded or None
            self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give up in turn what a narrow window has no room for (interaction.md, section 20)."""
        super().resizeEvent(event)
        self._fold()
        is_narrow = self.width() < _SLIDES_BELOW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if is_narrow:
                self._beside.part()
            else:
                self._beside.join()
            self._show_preview(not is_narrow and self._wants_preview)
        elif is_narrow and not self.preview.isHidden():
            self._beside.lay_over()

    def _fold(self) -> None:
        is_narrow = self.width() < _FOLDS_BELOW
        self.sidebar.fold(is_narrow if self._fold_by_hand is None else self._fold_by_hand)
        self.top.be_narrow(is_narrow)
        self.sidebar_sized.emit(self.sidebar.width())
