"""Settings → Custom lists: the lists that people made, in the order of the sidebar, and those put
away.

Order by dragging or by Alt and the arrows; everything applies at once, in all windows. GUI thread
only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.features.custom_lists.commands import ArchiveLists, MoveList
from crm_desktop.features.custom_lists.queries import count_entries, find_lists
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.buttons import small_button
from crm_desktop.gui.kit.group_tree import GroupTree, stepped
from crm_desktop.gui.kit.locking import lock
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.pages.settings.custom_list_dialog import ListDialog
from crm_desktop.gui.pages.settings.field_dialog import show
from crm_desktop.gui.pages.settings.section import PLUS, Section
from crm_desktop.gui.shell.entry_words import count_words

_NAME_WIDTH, _COUNT_WIDTH = 260, 140


class CustomListsSection(Section):
    """``fields_wanted``: the fields of this list's entries (an entity) are to be shown."""

    fields_wanted = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        hint = _("Objects, sites, suppliers: a list gets a page of its own, and fields lead to it.")
        super().__init__("custom-lists", _("Custom lists"), "list-bullets", hint)
        self.words = [_("New list…")]
        self._bridge = bridge
        self._rows: dict[str, CustomListRow] = {}
        self._wanted = ""
        self.tree = GroupTree((_NAME_WIDTH, _COUNT_WIDTH, 0), self)
        self.tree.setAccessibleName(self.title)
        self.add = small_button(_("New list…"), lambda: self._open(None))
        self.edit = small_button(_("Edit…"), self._edit)
        self.fields = small_button(_("Fields…"), self._show_fields)
        self.up = small_button(_("Up"), lambda: self._step(-1))
        self.down = small_button(_("Down"), lambda: self._step(1))
        self.archive = small_button(_("Archive"), self._archive)
        self.bring_back = small_button(_("Restore"), self._bring_back)
        self._place()
        self.tree.wanted.connect(self._edit)
        self.tree.stepped.connect(self._step)
        self.tree.deleted.connect(self._archive)
        self.tree.dropped.connect(lambda key, place, _group: self._move(key, place))
        self.tree.currentItemChanged.connect(self._tell_possible)
        bridge.changed.connect(self._follow)
        self._locked = bridge.locked(MoveList)
        lock(self.add, self._locked)
        self._tell_possible()

    def _place(self) -> None:
        ThemeManager.instance().set_icon(self.add, "plus", size=PLUS)
        self.head.addWidget(self.add)
        self.states = ContentOrState(self.tree, self)
        self.body.addWidget(self.states, 1)
        self.foot = QWidget(self)
        row = QHBoxLayout(self.foot)
        row.setSpacing(measures.BETWEEN)
        row.setContentsMargins(0, 8, 0, 16)
        for button in (
            *(self.edit, self.fields, self.up, self.down, self.archive),
            self.bring_back,
        ):
            row.addWidget(button)
        row.addStretch()
        self.body.addWidget(self.foot)

    # Reading

    def load(self) -> None:
        """Ask which lists there are."""
        failed = partial(self.tell_unread, self._bridge, self.states)
        self._bridge.query(
            _read, then=self._show, failed=failed, owner=self, channel="custom-lists"
        )

    def kept(self) -> Any:
        """Which list is chosen."""
        return self.tree.current

    def restore(self, kept: Any) -> None:
        """As it was before the language changed."""
        self._wanted = kept

    def _follow(self, changes: Changes) -> None:
        if changes.touch({"custom_list"}) and self.isVisible():
            self.load()

    def _show(self, found: tuple[list[CustomListRow], Mapping[str, int]]) -> None:
        rows, counts = found
        self.is_read = True
        chosen, self._wanted = self._wanted or self.tree.current, ""
        self._rows = {row.id: row for row in rows}
        self.tree.clear()
        for is_archived, title in ((False, _("In the sidebar")), (True, _("In the archive"))):
            own = [row for row in rows if row.is_archived == is_archived]
            if not own:
                continue
            head = self.tree.add_head(title, None if is_archived else "")
            for row in own:
                words = [row.name, count_words(counts.get(row.entity, 0)), row.note]
                self.tree.add_item(head, words, row.id, can_move=not is_archived)
        self.tree.choose(chosen)
        if rows:
            self.states.show_content()
        else:
            self.states.show_state(
                _("There are no lists of your own yet"),
                _("Make one for what your records refer to again and again."),
                [] if self._locked else [Button(_("New list…"), lambda: self._open(None), "plus")],
                self.icon,
            )
        self._tell_possible()

    @property
    def _row(self) -> CustomListRow | None:
        return self._rows.get(self.tree.current)

    def _tell_possible(self) -> None:
        self.foot.setVisible(bool(self._rows))
        row = self._row
        there = row is not None and not row.is_archived and not self._locked
        for button in (self.up, self.down, self.archive, self.edit):
            button.setEnabled(there)
        self.fields.setEnabled(row is not None)
        self.bring_back.setVisible(row is not None and row.is_archived and not self._locked)

    # Changing

    def _edit(self) -> None:
        if (row := self._row) is not None and self.edit.isEnabled():
            self._open(row)

    def _open(self, row: CustomListRow | None) -> None:
        show(ListDialog(self._bridge, row, self))

    def _show_fields(self) -> None:
        if (row := self._row) is not None:
            self.fields_wanted.emit(row.entity)

    def _archive(self) -> None:
        if (row := self._row) is not None and self.archive.isEnabled():
            self._bridge.execute(ArchiveLists((row.id,)))

    def _bring_back(self) -> None:
        if (row := self._row) is not None:
            self._bridge.execute(ArchiveLists((row.id,), archived=False))

    def _step(self, by: int) -> None:
        if found := stepped(self.tree.order(), self.tree.current, by):
            self._move(self.tree.current, found[0])

    def _move(self, key: str, place: int) -> None:
        """``place`` among those in the sidebar without the list itself."""
        there = [row for row in self._rows.values() if row.id != key]
        shown = [row for row in there if not row.is_archived]
        before = shown[place] if place < len(shown) else None
        self._wanted = key
        self._bridge.execute(MoveList(key, there.index(before) if before else len(there)))


def _read(reader: Reader) -> tuple[list[CustomListRow], dict[str, int]]:
    """All lists, and how many entries each has."""
    return find_lists(reader, archived=True), count_entries(reader)
