"""What can be done with a tag of the record: show all that have it, change it, take it off, put it
on rows that are dropped on it (interaction.md, sections 8 and 11).

Made by the card's actions. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from crm_desktop.core.i18n import _
from crm_desktop.features.tags.commands import UpdateTag
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.menu_entries import add_entry
from crm_desktop.gui.shell.card.description import HeadTag

if TYPE_CHECKING:
    from crm_desktop.gui.shell.card.page import CardPage

ShowTagged = Callable[[str], None]
"""Lists all records of the card's kind that have the tag with this id."""


class TagActions(QObject):
    """The hands of the tags in the head of ``card``."""

    def __init__(self, bridge: Bridge, card: CardPage, take_off: Callable[[str], None]) -> None:
        super().__init__(card)
        self._bridge, self._card, self._take_off = bridge, card, take_off
        self.show_tagged: ShowTagged | None = None
        """Given by a window that has lists."""
        card.header.tag_menu_wanted.connect(self.open_menu)
        card.header.rows_dropped.connect(self.tag_rows)
        card.header.takes_rows = self._takes

    def _tag(self, number: int) -> HeadTag | None:
        head = self._card.head
        return head.tags[number] if head is not None and number < len(head.tags) else None

    def open_menu(self, number: int, place: QPoint) -> None:
        """The menu of this tag."""
        tag = self._tag(number)
        if tag is not None:
            menu = self.menu(tag)
            menu.popup(place)

    def menu(self, tag: HeadTag) -> QMenu:
        """Show, change, take off."""
        menu = QMenu(self._card)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.show_tagged is not None:
            show = partial(self.show_tagged, tag.id)
            add_entry(menu, _("&Show all with this tag"), show, icon="funnel-simple")
        change, locked = partial(self.change, tag), self._bridge.locked(UpdateTag)
        add_entry(menu, _("&Change the tag…"), change, icon="pencil-simple", locked=locked)
        menu.addSeparator()
        changing = self._card.actions_of_head.changing
        off = partial(self._take_off, tag.id)
        add_entry(menu, _("&Take off"), off, icon="x", locked=changing)
        return menu

    def change(self, tag: HeadTag) -> None:
        """Ask for another name and colour."""
        from crm_desktop.gui.shell.card.tag_popover import TagPopover

        asked = TagPopover(tag, self._card)

        def end(_outcome: object) -> None:
            if isValid(asked):
                asked.close()

        def refuse(error: BaseException) -> None:
            if isValid(asked) and asked.isVisible():
                asked.show_mistake(words_for(error))
            else:
                self._bridge.tell_failed(error)  # the pop-over was closed meanwhile

        def save(name: str, colour: int) -> None:
            self._bridge.execute(
                UpdateTag(tag.id, {"name": name, "colour": colour}),
                then=end,
                failed=refuse,
                owner=self._card,
            )

        asked.changed.connect(save)
        asked.open_below(self._card.header.tags, asked.line)

    def _takes(self, data: QMimeData) -> bool:
        drops = self._card.drops()
        return drops is not None and drops.can_tag(data)

    def tag_rows(self, number: int, data: QMimeData) -> None:
        """The rows get this tag too."""
        tag, drops = self._tag(number), self._card.drops()
        if tag is not None and drops is not None:
            drops.tag(data, tag.name)
