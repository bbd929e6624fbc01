"""An open workspace: search and places above, the list, the preview beside it, the last line.

Made by the main window when the workspace is open; knows pages only as ``Page``. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.shell.banner import Banner
from crm_desktop.gui.shell.page import Page, RecordKind, RecordRef, ResultsPage
from crm_desktop.gui.shell.preview import PreviewPane
from crm_desktop.gui.shell.search_field import SearchField
from crm_desktop.gui.shell.status_line import StatusLine

_PREVIEW_WIDTH = 340


class WorkspaceView(QWidget):
    """Everything between the menu bar and the edge of the window."""

    def __init__(
        self,
        bridge: Bridge,
        pages: Sequence[Page],
        results: ResultsPage,
        kinds: Mapping[str, RecordKind],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.pages = tuple(pages)
        self.results = results
        self.kinds = kinds
        self.search = SearchField(self)
        self.places = QTabBar(self)
        self.banner = Banner(self)
        self.stack = QStackedWidget(self)
        self.preview = PreviewPane(bridge, kinds, self)
        self.status = StatusLine(self)
        self._place_all()
        self._connect_all()

    def _place_all(self) -> None:
        self.places.setAccessibleName(_("Places"))
        self.places.setExpanding(False)
        self.places.setDrawBase(False)
        for page in self.pages:
            self.places.addTab(page.title)
        for page in (*self.pages, self.results):
            self.stack.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        head.addWidget(self.places)
        head.addWidget(self.search, 1)
        middle = QSplitter(Qt.Orientation.Horizontal, self)
        middle.addWidget(self.stack)
        middle.addWidget(self.preview)
        middle.setStretchFactor(0, 1)
        middle.setStretchFactor(1, 0)
        middle.setSizes([3 * _PREVIEW_WIDTH, _PREVIEW_WIDTH])
        middle.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(middle, 1)
        layout.addWidget(self.status)

    def _connect_all(self) -> None:
        for page in (*self.pages, self.results):
            page.current_changed.connect(self._follow_current)
            page.count_changed.connect(self._tell_count)
        self.search.textChanged.connect(self._search)
        self.search.left_downward.connect(self.focus_list)
        self.places.currentChanged.connect(self.show_place)
        self.banner.retry.connect(self._bridge.look)
        self._bridge.lost.connect(self._tell_lost)
        self._bridge.returned.connect(self._tell_returned)
        self._bridge.writing.connect(self.status.tell_writing)
        self._bridge.task_started.connect(self.status.follow)

    @property
    def page(self) -> Page:
        """The page that is to be seen."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def begin_at(self, page: Page, record: RecordRef | None) -> None:
        """Let ``page`` be the first one read, with ``record`` current. Before ``load``."""
        with QSignalBlocker(self.places):
            self.places.setCurrentIndex(self.pages.index(page))
        self.stack.setCurrentWidget(page)
        if record is not None:
            page.begin_with(record.id)
            self.preview.follow(record)

    def load(self) -> None:
        """Read the first page; the others when they are first shown."""
        self.page.load()
        self.focus_search()

    def show_place(self, number: int) -> None:
        """Show the page with this number; ends a search."""
        if not 0 <= number < len(self.pages):
            return
        self.places.setCurrentIndex(number)
        if self.search.text():
            self.search.clear()
        self._show(self.pages[number])

    def _show(self, page: Page) -> None:
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
        page.load()
        self._tell_count()
        self._follow_current()

    def _search(self, text: str) -> None:
        if text.strip():
            self.results.search(text)
            if self.stack.currentWidget() is not self.results:
                self._show(self.results)
        elif self.stack.currentWidget() is self.results:
            self._show(self.pages[self.places.currentIndex()])

    def focus_search(self) -> None:
        """To the search field, with what stands in it selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """To the list."""
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self, *, backward: bool = False) -> None:
        """F6: search, places, list, preview, and round again."""
        panes = [self.search, self.places, self.page, self.preview]
        shown = [pane for pane in panes if not pane.isHidden()]
        inside = [pane for pane in shown if pane.hasFocus() or pane.isAncestorOf(self._focused())]
        place = shown.index(inside[0]) if inside else -1
        following = shown[(place + (-1 if backward else 1)) % len(shown)]
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _focused(self) -> QWidget:
        return self.focusWidget() or self

    def show_preview(self, is_shown: bool) -> None:
        """Open or close the preview."""
        self.preview.setVisible(is_shown)
        self.preview.catch_up()

    def show_record(self, record: RecordRef) -> None:
        """Show a record in the preview, whatever row is current."""
        self.preview.follow(record)

    def reload(self) -> None:
        """Read what is shown again."""
        self.page.load()

    def _follow_current(self) -> None:
        self.preview.follow(self.page.current())

    def _tell_count(self) -> None:
        self.status.count.setText(self.page.count_words())

    def _tell_lost(self, error: BaseException) -> None:
        self.banner.tell(words_for(error))

    def _tell_returned(self) -> None:
        self.banner.hide()
        self.reload()
