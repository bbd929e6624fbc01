"""The head of the sidebar: the mark of the program, whose workspace this is, and the menu of both.

Made by the sidebar; what its menu can do is given by the main window. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.painted import CutLabel, IconMark
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress

if TYPE_CHECKING:
    from crm_desktop.gui.shell.main_window import MainWindow

_MARK, _MARK_ICON, _ARROW = 24, 15, 10
_LEFT, _LEFT_FOLDED = 12, 14


class SidebarHead(QPushButton):
    """``menu_wanted`` gives the place of the screen where the menu is to open."""

    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self, kind="head")
        self.setAccessibleDescription(_("Menu of the workspace and the sidebar"))
        self.title = CutLabel(lambda theme: theme.faces.subheading, parent=self)
        self._arrow = IconMark("caret-down", "text_tertiary", _ARROW, self)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        self.mark = _Mark(self)
        for part in (self.mark, self.title, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part, 1 if part is self.title else 0)
        self.fold(False)
        self.clicked.connect(self._want_menu)

    def show_title(self, title: str) -> None:
        """Whose workspace this is."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(title)

    def fold(self, is_folded: bool) -> None:
        """Only the mark has room in a folded sidebar."""
        self.title.setVisible(not is_folded)
        self._arrow.setVisible(not is_folded)
        self._row.setContentsMargins(_LEFT_FOLDED if is_folded else _LEFT, 0, 16, 0)

    def _want_menu(self) -> None:
        self.menu_wanted.emit(self.mapToGlobal(self.rect().bottomLeft() + QPoint(_LEFT, 0)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The other button opens it as well."""
        self.menu_wanted.emit(event.globalPos())


class _Mark(QWidget):
    """The mark of the program on the accent's ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._manager = ThemeManager.instance()
        self._manager.changed.connect(self.update)
        self.setFixedSize(_MARK, _MARK)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A rounded square and the mark."""
        theme = self._manager.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.accent)
        rect = QRectF(self.rect())
        painter.drawRoundedRect(rect, theme.radius.md, theme.radius.md)
        paint_icon(painter, rect, "address-book-bold", theme.colours.accent_on, _MARK_ICON)
        painter.end()


def open_sidebar_menu(window: MainWindow, where: QPoint) -> None:
    """What can be done with the sidebar and the workspace it leads through."""
    from PySide6.QtWidgets import QMenu  # not in the first look

    from crm_desktop.gui.kit.menu_entries import add_entry

    view, commands = window.view, window.commands
    if view is None:
        return
    menu = QMenu(view.sidebar)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    is_folded = view.sidebar.is_folded
    add_entry(
        menu,
        _("Unfold the sidebar") if is_folded else _("Fold the sidebar"),
        view.toggle_sidebar,
        icon="caret-double-right" if is_folded else "caret-double-left",
        keys=commands.keys("view.sidebar"),
    )
    choose = _("Places of the sidebar…")
    add_entry(
        menu, choose, lambda: window.settings_wanted.emit("appearance"), icon="sliders-horizontal"
    )
    menu.addSeparator()
    add_entry(
        menu,
        _("About this workspace"),
        lambda: window.settings_wanted.emit("workspace"),
        icon="hard-drives",
    )
    add_entry(
        menu,
        _("Open another &workspace…"),
        window.choose_workspace,
        icon="folder-simple",
        keys=commands.keys("file.open_workspace"),
    )
    menu.popup(where)
