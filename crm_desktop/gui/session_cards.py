"""The cards of one window and the windows of records that belong to it.

Made by ``gui/session.py`` with the bridge of its workspace. The first card of a kind takes long to
make, so it is made while the person looks at the list of that kind and asks nothing, and other
pages after it. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.core.settings import CardLook, Settings
from crm_desktop.gui.preloading import is_all_imported
from crm_desktop.gui.shell.instance import bring_up
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.preferences import Preferences
from crm_desktop.gui.shell.whole_order import follow_order

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.card.window import RecordWindow
    from crm_desktop.gui.shell.row_drops import RowDrops

# So long a list is looked at before its card is made, which takes a few frames.
_MAKE_MS = 400


class SessionCards(QObject):
    """``windows`` are those of single records; ``set_up_fields`` shows the settings
    of the fields of an entity."""

    def __init__(
        self,
        bridge: Bridge,
        window: MainWindow,
        preferences: Preferences,
        set_up_fields: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._window = window
        self._preferences = preferences
        self._set_up_fields = set_up_fields
        self.windows: list[RecordWindow] = []
        window.apart = lambda: tuple(self.windows)
        self._early: list[Callable[[], None]] | None = None
        self.drops: RowDrops | None = None
        """What rows do that are dropped on a card; given with the view."""
        self._making = QTimer(self)
        self._making.setInterval(_MAKE_MS)
        self._making.timeout.connect(self._make_next)

    def make(self, entity: str) -> CardPage:
        """A card of this kind, arranged as the person left the last one."""
        from crm_desktop.gui.cards import make_card

        card = make_card(self._bridge, entity, partial(self._set_up_fields, entity))
        card.actions_of_head.keys_of = self._window.commands.keys
        card.drops = lambda: self.drops
        card.actions_of_head.tags.show_tagged = partial(self._show_tagged, entity)
        card.panes.apply_look(self._look(entity))
        card.look_changed.connect(partial(self._keep_look, card))
        card.done.connect(self._window.steps.tell_done)
        card.told.connect(partial(self._window.notifications.tell, mark="told"))
        return card

    def _show_tagged(self, entity: str, tag_id: str) -> None:
        """In the list of the main window, which comes up."""
        if self._window.view is not None:
            self._window.view.show_tagged(entity, tag_id)
            bring_up(self._window)

    def make_early(self) -> None:
        """Make the card of what is listed in the window's view, now and whenever another list
        comes into sight, when all modules are there."""
        if self._window.view is not None:
            self._window.view.card_shown.connect(self._begin_making)
        self._begin_making()

    def _begin_making(self) -> None:
        self._early = None
        self._making.start()

    def _make_next(self) -> None:
        view = self._window.view
        if view is None or not is_all_imported() or not self._bridge.is_quiet():
            return
        if self._early is None:
            kind = view.kinds.get(view.page.objectName())
            first = [] if kind is None else [partial(view.way.make_early, kind.entity)]
            self._early = [*first, *(page.make_early for page in view.pages)]
        if self._early:
            self._early.pop(0)()
        else:
            self._making.stop()

    def _look(self, entity: str) -> CardLook:
        return self._preferences.settings.cards.get(entity, CardLook())

    def _keep_look(self, card: CardPage) -> None:
        look = card.panes.look()
        self._change(
            card.description.entity,
            lambda old: replace(look, width=old.width, height=old.height),
        )

    def _change(self, entity: str, changed: Callable[[CardLook], CardLook]) -> None:
        def change(settings: Settings) -> Settings:
            return settings.with_card(entity, changed(settings.cards.get(entity, CardLook())))

        self._preferences.choose(change)

    # Windows of single records

    def open_apart(self, record: RecordRef) -> None:
        """Show the record in a window of its own, or bring that window up."""
        from crm_desktop.gui.session_apart import ApartCommands
        from crm_desktop.gui.shell.card.window import RecordWindow

        for apart in self.windows:
            if apart.way.trail.here.record == record:
                bring_up(apart)
                return
        shortcuts = self._preferences.settings.shortcuts
        view = self._window.view
        shown, among = view.list_of(record) if view is not None else (None, None)
        apart = RecordWindow(
            self._bridge, record, self.make, self._window.history, shortcuts, among=among
        )
        follow_order(shown, among, lambda: apart.way, apart)
        look = self._look(record.entity)
        if look.width and look.height:
            apart.resize(look.width, look.height)
        apart.apart_wanted.connect(self.open_apart)
        apart.print_wanted.connect(partial(self._print, apart))
        apart.closed.connect(self._forget)
        self.windows.append(apart)
        ApartCommands(apart, self._window, self._bridge, self._preferences)
        self._window.notifications.serve(apart)
        apart.begin()
        apart.show()

    def _print(self, apart: RecordWindow, card: CardPage, as_file: bool) -> None:
        from crm_desktop.gui.shell.print_view import print_card

        if self._window.view is not None:
            print_card(card, self._window.view, self._bridge, apart, as_file=as_file)

    def _forget(self, apart: RecordWindow) -> None:
        self.windows.remove(apart)
        self._window.notifications.dismiss(apart)
        size = apart.normalGeometry().size()
        self._change(
            apart.first.entity,
            lambda old: replace(old, width=size.width(), height=size.height()),
        )

    def speak_anew(self) -> None:
        """All words have changed, in a view made anew."""
        from crm_desktop.gui.session_apart import ApartCommands

        self.make_early()
        for apart in self.windows:
            apart.speak_anew()
            for lent in apart.findChildren(ApartCommands):
                lent.forget_overlays()

    def close(self) -> None:
        """The main window is closed, which has asked before: all go."""
        self._making.stop()
        for apart in list(self.windows):
            if apart.way.card is not None:
                apart.way.card.discard()
            apart.close()
