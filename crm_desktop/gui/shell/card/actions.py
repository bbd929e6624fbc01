"""What the head of a card does: tags, owner, favourites, blacklist, archive, and the menu of all.

Made by the card page, one for all its records. Every write is a command of the description, on
the version of the head that is shown. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.menu_entries import add_entry, add_submenu, keep_short
from crm_desktop.gui.shell.card.commands import DEALS
from crm_desktop.gui.shell.card.description import CardDescription, CardHead, HeadTag
from crm_desktop.gui.shell.card.part import IN_BIN
from crm_desktop.gui.shell.card.pick import Choice, PickList
from crm_desktop.gui.shell.card.questions import ask_about_blacklisted, ask_reason
from crm_desktop.gui.shell.card.tag_actions import TagActions
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.gui.shell.card.page import CardPage

AskDeal = Callable[[CardHead, QWidget], object]
"""Asks beside a widget to which deal the record comes."""


class CardActions(QObject):
    """The hands of the card's head."""

    def __init__(self, bridge: Bridge, description: CardDescription, card: CardPage) -> None:
        super().__init__(card)
        self._bridge, self._description, self._card = bridge, description, card
        self._tags: list[HeadTag] = []
        self.changing = ""
        """Why the person may not change the record, if so."""
        self._writing = ""
        self.ask_deal: AskDeal | None = None
        """Brings the record to a deal, if its kind has something to do with deals; given by the
        window."""
        self.tags = TagActions(bridge, card, self.take_off_tag)
        self.keys_of: Callable[[str], str] = lambda _command_id: ""
        """The keys of the window's commands, to be shown in the menu; given by the window."""

    def lock(self) -> None:
        """Lock in head and menu what the person's role doesn't allow."""
        actions = self._description.actions
        nobody = CardHead(RecordRef(self._description.entity, ""), 0, 0, "")
        self.changing = self._bridge.locked(type(actions.change(nobody, {})))
        self._writing = self._bridge.locked(CreateActivity)
        pinning = self._bridge.locked(type(actions.pin(nobody))) if actions.pin else ""
        self._card.header.lock(self.changing, self._writing, pinning)

    # Tags and owner

    def choose_tags(self, below: QWidget | None = None) -> None:
        """Open the list of tags, those of the record ticked."""
        head = self._card.head
        if head is None:
            return
        self._tags = list(head.tags)
        names = [tag.id for tag in head.tags]
        pick = PickList(_("Tags"), self._card, ticked=names)
        find = self._description.actions.find_tags
        pick.asked.connect(partial(self._ask, pick, _tag_choices, find, True))
        pick.picked.connect(self._turn_tag)
        pick.begin(below or self._card.header.add_tag)

    def take_off_tag(self, tag_id: str) -> None:
        """The record has this tag no more."""
        head = self._card.head
        if head is not None:
            self._change({"tags": [tag.id for tag in head.tags if tag.id != tag_id]})

    def choose_owner(self) -> None:
        """Open the list of people who work here."""
        if self._card.head is None:
            return
        pick = PickList(_("Owner"), self._card)
        find = self._description.actions.find_owners
        pick.asked.connect(partial(self._ask, pick, _owner_choices, find, False))
        pick.picked.connect(lambda choice, _ticked: self._change({"owner": choice.key}))
        pick.begin(self._card.header.more)

    def choose_deal(self) -> None:
        """Ask to which deal the record comes, if it can come to one."""
        head = self._card.head
        if head is not None and self.ask_deal is not None:
            self.ask_deal(head, self._card.header.more)

    def _ask(
        self,
        pick: PickList,
        read: Callable[..., list[Choice]],
        find: Callable[..., Any],
        may_be_new: bool,
        text: str,
    ) -> None:
        show = partial(pick.show_choices, may_be_new=may_be_new)
        self._bridge.query(read, find, text, then=show, owner=pick, channel="pick")

    def _turn_tag(self, choice: Choice, is_ticked: bool) -> None:
        tags: list[Any] = [tag.id for tag in self._tags if tag.id != choice.key]
        if is_ticked:
            tags.append(choice.key or {"name": choice.words})
        self._tags = [HeadTag(tag, "", "") for tag in tags if isinstance(tag, str)]
        self._change({"tags": tags})

    def _change(self, changes: Mapping[str, Any]) -> None:
        head = self._card.head
        if head is not None:
            command = self._description.actions.change(head, changes)
            self._bridge.execute(command, then=self._read_again, owner=self._card)

    def _read_again(self, _outcome: object) -> None:
        self._card.read_again()

    # Favourites

    def turn_pin(self) -> None:
        """Pin the record to the sidebar, or take it off there."""
        head, actions = self._card.head, self._description.actions
        if head is None or actions.pin is None or actions.unpin is None:
            return
        command = actions.unpin(head.favourite) if head.favourite else actions.pin(head)
        self._bridge.execute(command, then=self._read_again, owner=self._card)

    # Blacklist

    def put_on_blacklist(self) -> None:
        """Ask why, then do it."""
        head = self._card.head
        if head is not None:
            ask_reason(self._card, head.name, lambda reason: self._change({"blacklisted": reason}))

    def take_off_blacklist(self) -> None:
        """Nothing is in the way any more."""
        self._change({"blacklisted": None})

    def warned(self, go_on: Callable[[], None]) -> None:
        """Do it; with who is on the blacklist only after a question, once a day."""
        head = self._card.head
        if head is None or head.blacklist is None:
            go_on()
            return
        ask_about_blacklisted(self._card, {head.record: head.name}, go_on)

    # Archive and bin

    def archive(self) -> None:
        """Out of the lists; can be undone."""
        self._end(self._description.actions.archive, True, self._description.archived)

    def restore(self) -> None:
        """Out of the bin, or out of the archive."""
        head, actions = self._card.head, self._description.actions
        if head is not None and head.is_deleted:
            self._end(actions.delete, False, "")
        elif head is not None:
            self._end(actions.archive, False, "")

    def delete(self) -> None:
        """Into the bin; offered in the archive only."""
        self._end(self._description.actions.delete, True, _("It is in the recycle bin now."))

    def _end(self, command: Callable[[str, bool], Any], is_so: bool, words: str) -> None:
        head = self._card.head
        if head is None:
            return

        def tell(_outcome: object) -> None:
            self._card.read_again()
            if words:
                self._card.done.emit(words)

        self._bridge.execute(command(head.record.id, is_so), then=tell, owner=self._card)

    # The menu

    def open_menu(self, below: QWidget) -> None:
        """Everything that can be done, in the words and order of the lists' menus."""
        head = self._card.head
        if head is None:
            return
        menu = self.menu(head)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def menu(self, head: CardHead) -> QMenu:
        """Open, do, remove (interaction.md, section 11)."""
        menu = QMenu(self._card)
        menu.aboutToHide.connect(menu.deleteLater)
        apart = partial(self._card.open_wanted.emit, head.record, True)
        keys = self.keys_of("record.apart")
        add_entry(menu, _("In a n&ew window"), apart, icon="app-window", keys=keys)
        menu.addSeparator()
        for words, icon, press in self._card.top.entries() if self._card.top is not None else ():
            add_entry(menu, words, press, icon=icon)
        if not self._description.is_plain:
            self._add_doing(menu)
        self._add_copying(menu, head)
        history = partial(self._card.history_wanted.emit, head.record)
        add_entry(menu, _("&History of changes…"), history, icon="clock-counter-clockwise")
        self._add_blacklisting(menu, head)
        menu.addSeparator()
        self._add_ends(menu, head)
        keep_short(menu)
        return menu

    def _add_blacklisting(self, menu: QMenu, head: CardHead) -> None:
        if head.blacklist is not None and head.blacklist.is_own:
            words, press = _("Take off the &blacklist"), self.take_off_blacklist
        elif self._description.actions.may_blacklist:
            words, press = _("Put on the &blacklist…"), self.put_on_blacklist
        else:
            return
        add_entry(menu, words, press, icon="prohibit", locked=self.changing)

    def _add_ends(self, menu: QMenu, head: CardHead) -> None:
        locked = self.changing
        if not (head.is_archived or head.is_deleted):
            add_entry(
                menu, _("&Archive"), self.archive, icon="archive",
                keys=self.keys_of("record.archive"), locked=locked, is_grave=True,
            )  # fmt: skip
            return
        back = "arrow-counter-clockwise"
        add_entry(menu, _("&Restore"), self.restore, icon=back, locked=locked)
        if not head.is_deleted:
            add_entry(
                menu, _("&Delete"), self.delete, icon="trash-simple", locked=locked, is_grave=True
            )

    def _add_doing(self, menu: QMenu) -> None:
        head = self._card.head
        binned = IN_BIN.text() if head is not None and head.is_deleted else ""
        changing, writing = self.changing or binned, self._writing or binned
        for words, kind, icon in (
            (_("&Note"), "note", "note-pencil"),
            (_("&Task"), "task", "check-square"),
        ):
            add_entry(menu, words, partial(self._card.compose, kind), icon=icon, locked=writing)
        add_entry(menu, _("Ta&gs…"), self.choose_tags, icon="tag-simple", locked=changing)
        add_entry(menu, _("&Owner…"), self.choose_owner, icon="user-gear", locked=changing)
        if self.ask_deal is not None:
            locked = self._bridge.locked(DEALS) or binned
            add_entry(
                menu, _("Put &into a deal…"), self.choose_deal, icon="handshake", locked=locked
            )

    def _add_copying(self, menu: QMenu, head: CardHead) -> None:
        copy = add_submenu(menu, _("Cop&y"), "copy-simple")
        for title, text in head.copied:
            words = f"{title}: {text}".replace("&", "&&")
            add_entry(copy, words, partial(QGuiApplication.clipboard().setText, text))
        add_entry(copy, _("&Link"), self._card.copy_link)


def _tag_choices(reader: Any, find: Callable[..., Sequence[HeadTag]], text: str) -> list[Choice]:
    return [Choice(tag.id, tag.name) for tag in find(reader, text)]


def _owner_choices(
    reader: Any, find: Callable[..., Sequence[tuple[str, str]]], text: str
) -> list[Choice]:
    return [Choice(user_id, name) for user_id, name in find(reader, text)]
