"""Two rows above a list: its views with Import beside them; its filters, how many were found,
columns, density, preview.

Tabs and chips are the page's own and are put here while the page is shown. Made by the workspace
view; GUI thread only.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.buttons import icon_button
from crm_desktop.gui.kit.low_window import LowWindow
from crm_desktop.gui.kit.painted import plain_label
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.kit.theme.tokens import Density
from crm_desktop.gui.shell.page import Page

if TYPE_CHECKING:
    from crm_desktop.features.views.rows import ViewLook
    from crm_desktop.gui.shell.list_page import ListPage

_VIEWS_HEIGHT, _VIEWS_LOW = 40, 36
_FILTERS_HEIGHT, _FILTERS_LOW = 44, 38
_ICON = 17
_DOTS = 18
# Below this width words go where an icon is enough.
_NARROW = 1000


class ListToolbar(QWidget):
    """``import_wanted``, ``preview_wanted`` and ``columns_wanted`` (where on the screen) tell
    the presses; ``has_list_told`` at each count whether there is something to export."""

    has_list_told = Signal(bool)
    import_wanted = Signal()
    columns_wanted = Signal(QPoint)
    preview_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._page: ListPage | None = None
        self._shown: Page | None = None
        self._is_narrow = False
        self._before: tuple[str, bool] | None = None
        self.views = QStackedWidget(self)
        self.filters = QStackedWidget(self)
        for stack in (self.views, self.filters):
            stack.addWidget(QWidget(stack))
        self.bring = QPushButton(_("Import"), self)
        self.bring.setAccessibleName(_("Import"))
        self.more = icon_button("dots-three-bold", _("More"), self, size=_DOTS)
        self.count = plain_label("", type="hint")
        self.save = QPushButton(_("Save view"), self)
        self.save.setAccessibleName(_("Save view"))
        self.columns = icon_button("columns", _("Columns"), self, size=_ICON)
        self.compact = icon_button("rows", _("Compact rows"), self, size=_ICON)
        self.preview = icon_button("layout", _("Preview"), self, size=_ICON)
        for button in (self.compact, self.preview):
            button.setCheckable(True)
        dress(self.bring, kind="ghost", scale="small")
        dress(self.save, kind="soft", scale="small")
        self.save.hide()
        self.divider = QFrame(self)
        dress(self.divider, kind="divider")
        self.divider.setFixedHeight(20)
        self._manager.set_icon(self.bring, "download-simple")
        self._manager.set_icon(self.save, "bookmark-simple", IconRole.ACTIVE)
        self._place()
        self.bring.clicked.connect(self.import_wanted)
        self.more.clicked.connect(self._open_more)
        self.save.clicked.connect(self._save)
        self.compact.clicked.connect(self._choose_density)
        self.preview.clicked.connect(self.preview_wanted)
        self.columns.clicked.connect(self._want_columns)
        self._manager.changed.connect(self._follow_theme)
        self._window = LowWindow(parent or self, self)
        self._window.changed.connect(self._follow_theme)
        self._follow_theme()
        self.show_preview(True)

    def _place(self) -> None:
        self._views_row = self._row(self.views, self.bring, self.more, left=8)
        self._filters_row = self._row(
            self.filters, self.count, self.save, self.divider, self.columns, self.compact,
            self.preview, left=16,
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._views_row)
        layout.addWidget(self._filters_row)

    def _row(self, first: QWidget, *others: QWidget, left: int) -> QFrame:
        row = QFrame(self)
        dress(row, kind="bar")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(left, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(first, 1)
        for widget in others:
            layout.addWidget(widget)
        return row

    def show_page(self, page: Page) -> None:
        """Put the page's own tabs and chips into the rows; only a list has views."""
        from crm_desktop.gui.shell.list_page import ListPage  # not in the first look

        if self._page is not None:
            self._page.views.state_changed.disconnect(self._follow_state)
            self._page.views.shown.disconnect(self._follow_view)
        self._shown = page
        self._page = page if isinstance(page, ListPage) else None
        if self._page is not None:
            for stack, widget in (
                (self.views, self._page.views.tabs),
                (self.filters, self._page.views.filters),
            ):
                if stack.indexOf(widget) < 0:
                    stack.addWidget(widget)
                stack.setCurrentWidget(widget)
                stack.setFocusProxy(widget)
            self._page.views.state_changed.connect(self._follow_state)
            self._page.views.shown.connect(self._follow_view)
            self._page.density = lambda: self._manager.theme.density
            self._page.has_preview = self.preview.isChecked
        else:
            self.filters.setCurrentIndex(0)
        self._follow_state()

    def tell(self, words: str, number: int | None) -> None:
        """How many are shown; only a list has views, and the ``number`` of its records."""
        is_list = number is not None
        self.count.setText(words)
        self._views_row.setVisible(is_list)
        self.columns.setVisible(is_list)
        self.has_list_told.emit(self.has_list)

    def focus_filters(self) -> None:
        """To the filters of the list."""
        if self._page is not None:
            self._page.views.filters.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow_state(self) -> None:
        page = self._page
        self.save.setVisible(page is not None and page.views.is_changed)
        self.divider.setVisible(page is not None)
        if page is not None:
            self.count.setText(page.count_words())

    def _follow_view(self, _root: object, look: ViewLook | None) -> None:
        """A view that somebody saved has its own density and preview; without one, those stay
        that the person had before it."""
        view = self._page.views.view if self._page is not None else None
        if look is None or view is None:
            return
        is_saved = not view.preset
        if is_saved and self._before is None:
            self._before = self._manager.theme.density, self.preview.isChecked()
        wanted = (view.look.density, view.look.preview) if is_saved else self._before
        if not is_saved:
            self._before = None
        if wanted is not None:
            density, has_preview = wanted
            if density and density != self._manager.theme.density:
                self._choose_density(density == "compact")
            if has_preview != self.preview.isChecked():
                self.preview_wanted.emit(has_preview)

    def _save(self) -> None:
        if self._page is not None:
            self._page.views.keeping.save(self.save)

    @property
    def has_list(self) -> bool:
        """Whether it stands above a list, or where it doesn't, the page itself shows one."""
        page = self._shown
        return (self._page is not None and not self.isHidden()) or (
            page is not None and not page.isHidden() and page.can_export
        )

    def export(self) -> None:
        """Ask how to export what is listed, or what is ticked of it."""
        if self._page is not None and self.isVisible():
            self._page.bulk.ask_export(self.more)
        elif self._shown is not None and self._shown.isVisible():
            self._shown.export()

    def _open_more(self) -> None:
        from crm_desktop.gui.shell.list_menus import list_menu

        page = self._page
        if page is not None:
            menu = list_menu(
                self,
                page.asked.shelf,
                show_shelf=page.show_shelf,
                build=lambda: page.views.open_builder(page.views.root),
                choose_columns=self._want_columns,
                add_groups=page.add_groups,
                export=self.export,
                export_keys=page.keys_of("file.export"),
            )
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _want_columns(self) -> None:
        self.columns_wanted.emit(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def show_preview(self, is_shown: bool) -> None:
        """Whether the preview is open."""
        self.preview.setChecked(is_shown)
        self._manager.set_icon(self.preview, "layout", _lit(is_shown), size=_ICON)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is little room icons stand alone."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._manager.theme.grown(_NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for button, words in ((self.bring, _("Import")), (self.save, _("Save view"))):
                self._manager.set_words(button, "" if is_narrow else words)
                button.setToolTip(words if is_narrow else "")
            self._manager.set_icon(
                self.more,
                "dots-three-vertical-bold" if is_narrow else "dots-three-bold",
                size=_DOTS,
            )
            self.divider.setVisible(not is_narrow and self._page is not None)

    def _choose_density(self, is_compact: bool) -> None:
        density: Density = "compact" if is_compact else "comfortable"
        self._manager.apply(dataclasses.replace(self._manager.appearance, density=density))

    def _follow_theme(self) -> None:
        theme = self._manager.theme
        is_compact = theme.density == "compact"
        self.compact.setChecked(is_compact)
        self._manager.set_icon(self.compact, "rows", _lit(is_compact), size=_ICON)
        is_low = is_compact or self._window.is_low
        self._views_row.setFixedHeight(theme.grown(_VIEWS_LOW if is_low else _VIEWS_HEIGHT))
        self._filters_row.setFixedHeight(theme.grown(_FILTERS_LOW if is_low else _FILTERS_HEIGHT))


def _lit(is_on: bool) -> IconRole:
    return IconRole.ACTIVE if is_on else IconRole.DEFAULT
