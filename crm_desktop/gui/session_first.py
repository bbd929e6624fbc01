"""Where a window shows its first page before the workspace is opened (decision 0016).

Used by ``gui/session.py``, which opens the workspace when ``over`` says so. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.settings import LastView, ListLook, Settings
from crm_desktop.gui.bridge.first_reading import FirstReading
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.sidebar import Place

if TYPE_CHECKING:
    from crm_desktop.features.contacts.first_page import FirstPage
    from crm_desktop.features.contacts.rows import ContactListRow
    from crm_desktop.gui.shell.first_look import FirstList, FirstLook, Left
    from crm_desktop.gui.shell.line_columns import Line
    from crm_desktop.gui.shell.main_window import MainWindow

_ENTITY = "contact"
# More than any window shows: each takes a tenth of a millisecond, and the others come soon.
_LINES = 80
# So long the opening waits for the first page: on a slow disk it is better begun beside it.
_PATIENCE_MS = 1000


def first_places() -> dict[str, Place]:
    """The places that every window has, by the names of their pages."""
    return {
        _ENTITY: Place(_("Contacts"), "users"),
        "company": Place(_("Companies"), "buildings"),
        "deal": Place(_("Deals"), "handshake"),
        "product": Place(_("Products and services"), "package"),
        "settings": Place(_("Settings"), "gear-six", at_foot=True),
    }


def begins_with_people(settings: Settings, address: str) -> bool:
    """Whether the window would show the plain list of people first: all of them, by name."""
    last = settings.views.get(address, LastView(_ENTITY))
    look = settings.lists.get(_ENTITY, ListLook())
    is_plain = not (look.view or look.filter or look.group or look.descending)
    return last.page == _ENTITY and not last.card and is_plain and look.sort in ("", "name")


class SessionFirst(QObject):
    """The first look of one window. ``over`` comes once: the lines are on the screen, there are
    none to be had, or they take so long that nobody waits for them before the opening."""

    over = Signal()

    def __init__(
        self, window: MainWindow, address: str, title: str, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._settings, self._title = window, settings, title
        self._last = settings.views.get(address, LastView(_ENTITY))
        self._is_over = False
        self.look: FirstLook | None = None
        self.is_seen = False
        """Whether the lines are on the screen."""
        self._reading: FirstReading | None = None
        if begins_with_people(settings, address):
            self._reading = FirstReading(address, _LINES, self)
            self._reading.found.connect(self._show)

    def begin(self) -> None:
        """Read, if it is known beforehand what to read."""
        if self._reading is None:
            self._end()
            return
        self._reading.start()
        QTimer.singleShot(_PATIENCE_MS, self, self._end)

    def abandon(self) -> None:
        """Nothing more is wanted: the workspace is opened, or the window is closed."""
        self._is_over = True
        if self._reading is not None:
            self._reading.abandon()

    def left(self) -> Left | None:
        """What the person did meanwhile; nothing where there was nothing to be seen. The look and
        its lines are let go."""
        self.abandon()
        look, self.look = self.look, None
        return look.left() if look is not None else None

    def _note_seen(self) -> None:
        self.is_seen = True
        self._end()

    def _end(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self.over.emit()

    def _show(self, page: FirstPage | None) -> None:
        """Also while the workspace is opened already: on a slow computer that takes longer."""
        if page is None or not page.rows:
            self._end()
            return
        self.look = self._make_look(page)
        self.look.painted.connect(self._note_seen)
        self._window.show_early(self.look)
        self.look.begin()

    def _make_look(self, page: FirstPage) -> FirstLook:
        from crm_desktop.gui.shell.bell import BellButton
        from crm_desktop.gui.shell.first_look import FirstLook

        places = first_places()
        names = list(places)
        look = FirstLook(
            list(places.values()),
            names.index(_ENTITY),
            self._listed(page),
            self._last.record,
            self._window,
        )
        sidebar = self._settings.sidebar
        look.sidebar.arrange([names.index(name) for name in sidebar.shown(names[:-1])])
        look.take_folding(is_folded=sidebar.folded)
        look.take_preview(is_wanted=self._last.preview)
        look.sidebar.show_workspace(self._title, page.user, page.user_id)
        look.top.add_tool(BellButton(self._window.notifications.inbox, look.top))
        return look

    def _listed(self, page: FirstPage) -> FirstList:
        from crm_desktop.features.contacts.first_page import read_order, read_rows
        from crm_desktop.gui.pages.contacts.list_columns import list_columns
        from crm_desktop.gui.shell.first_look import FirstList
        from crm_desktop.gui.shell.line_columns import Line, drawn_tag

        assert self._reading is not None
        ask = self._reading.ask
        tags = {key: drawn_tag(*tag) for key, tag in page.tags.items()}

        def lines(rows: Iterable[ContactListRow]) -> list[Line]:
            return [
                Line(row, tuple(tags[tag] for tag in row.tags if tag in tags), {}) for row in rows
            ]

        def find_rows(keys: Sequence[int], then: Callable[[Sequence[Line]], None]) -> None:
            ask(lambda connection: lines(read_rows(keys, connection)), then)

        return FirstList(
            _ENTITY,
            list_columns(),
            self._settings.lists.get(_ENTITY, ListLook()),
            lines(page.rows),
            page.total,
            page.is_counted,
            _counted,
            partial(ask, read_order),
            find_rows,
        )


def _counted(number: int) -> str:
    words = ngettext("{number} contact", "{number} contacts", number)
    return words.format(number=shown_number(number))
