"""What the window of a record shares with the main window: its commands, its keys, the palette.

Made by ``gui/session_cards.py`` for each window of a record. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.deals.request_ways import WAYS
from crm_desktop.gui.shell.card.commands import CLIENTS
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.instance import bring_up
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.preferences import Preferences

if TYPE_CHECKING:
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.shell.card.window import RecordWindow
    from crm_desktop.gui.shell.keys_help import KeysHelp
    from crm_desktop.gui.shell.page import RecordRef
    from crm_desktop.gui.shell.palette import Palette

_DEAL = "deal"
# They act on a list or on what stands beside one; the key of "Change" belongs to a card's fields.
_OF_LISTS = frozenset(
    ("file.export", "list.filters", "list.edit_cell", "record.edit", "view.sidebar")
)
# The main window needs not come up for them.
_UNSEEN = frozenset(("task.stop",))
_PLACES = frozenset(("settings.open", "help.about"))
_CREATE = "record.create"
_CREATE_OF = {
    "contact": "contacts.create",
    "company": "companies.create",
    _DEAL: "deals.create",
    "product": "products.create",
}


class ApartCommands(QObject):
    """Takes the commands of ``main`` into ``apart``, now and as more of them come, and gives them
    the keys of now. What leads to a place or opens a dialog does so in ``main``, which comes up."""

    def __init__(
        self, apart: RecordWindow, main: MainWindow, bridge: Bridge, preferences: Preferences
    ) -> None:
        super().__init__(apart)
        self._apart, self._main, self._bridge = apart, main, bridge
        self._preferences = preferences
        self._lent: dict[str, Command] = {}
        self._own: dict[str, Callable[[], object]] = {
            "search.everywhere": self.open_palette,
            "help.keys": self.show_keys,
            _CREATE: self._create,
            "deals.win": partial(self._on_deal, lambda top: top.win()),
            "deals.lose": partial(self._on_deal, lambda top: top.lose()),
            **{way.command: partial(self._on_deal, partial(_sort, way.name)) for way in WAYS},
        }
        self._of_deals = ("deals.win", "deals.lose", *(way.command for way in WAYS))
        self.palette: Palette | None = None
        self.keys_help: KeysHelp | None = None
        later = single_shot(self, self.take_over)
        main.commands.grown.connect(later.start)
        main.commands.changed.connect(later.start)
        preferences.changed.connect(self.take_over)
        apart.record_shown.connect(self._offer_for_kind)
        self.take_over()

    def take_over(self) -> None:
        """The commands and keys of now."""
        theirs, ours = self._main.commands, self._apart.commands
        for command in theirs:
            is_lent = command.id in self._lent or command.id not in ours
            if is_lent and command.id not in _OF_LISTS and self._lent.get(command.id) != command:
                self._lent[command.id] = command
                ours.add(command, self._own.get(command.id) or partial(self._in_main, command.id))
                ours.allow(command.id, is_possible=True)
        for command_id in self._lent:  # the key of a place follows its position
            keys = theirs.default_keys(command_id)
            if ours.default_keys(command_id) != keys:
                ours.set_default_keys(command_id, keys)
        ours.apply(self._preferences.settings.shortcuts)
        self._offer_for_kind()

    def forget_overlays(self) -> None:
        """They speak another language, and are made anew when next wanted."""
        for overlay in (self.palette, self.keys_help):
            if overlay is not None:
                overlay.hide()
                overlay.deleteLater()
        self.palette = self.keys_help = None

    def _in_main(self, command_id: str) -> None:
        leads = self._lent[command_id].group == "go" or command_id in _PLACES
        if not leads and command_id not in _UNSEEN:
            bring_up(self._main)  # before the dialog, which comes up above it
        self._main.commands.action(command_id).trigger()
        if leads:
            bring_up(self._main)

    def _create(self) -> None:
        """One more of the kind that is looked at."""
        card = self._apart.way.card
        kind = card.description.entity if card is not None else ""
        self._in_main(_CREATE_OF.get(kind, _CREATE))

    def _on_deal(self, action: Callable[[Any], object]) -> None:
        card = self._apart.way.card
        if card is not None and card.description.entity == _DEAL:
            action(card.top)

    def _offer_for_kind(self) -> None:
        """What ends deals is offered on those only, what brings to deals on clients only."""
        card = self._apart.way.card
        entity = card.description.entity if card is not None else ""
        is_deal = entity == _DEAL
        self._apart.commands.allow("record.deal", entity in CLIENTS)
        for command_id in self._of_deals:
            if command_id in self._lent:
                self._apart.commands.allow(command_id, is_deal)

    # Over the window

    def open_palette(self) -> None:
        """Search and commands: a record opens in this window, a place in the main one."""
        main, apart = self._main, self._apart
        if main.view is None:
            return
        if self.palette is None:
            from crm_desktop.gui.shell.palette_making import make_palette

            palette = make_palette(
                apart,
                main.view,
                self._bridge,
                apart.commands,
                main.palette_use,
                way=lambda: apart.way,
                reach=partial(bring_up, main),
            )
            palette.record_wanted.connect(self._open)
            palette.contact_wanted.connect(partial(self._hand_over, main.contact_wanted.emit))
            palette.company_wanted.connect(partial(self._hand_over, main.company_wanted.emit))
            palette.used.connect(main.note_use)
            self.palette = palette
        self.palette.use = main.palette_use
        self.palette.begin()

    def _open(self, record: RecordRef) -> None:
        self._apart.way.open_record(record)

    def _hand_over(self, emit: Callable[[str], object], name: str) -> None:
        bring_up(self._main)
        emit(name)

    def show_keys(self) -> None:
        """The keys of this window."""
        if self.keys_help is None:
            from crm_desktop.gui.shell.keys_help import KeysHelp

            self.keys_help = KeysHelp(self._apart, self._apart.commands)
        self.keys_help.begin()


def _sort(way: str, top: Any) -> None:
    top.sort(way)
