"""Tags of many records: a list to tick, with how many have each; a new one can be typed.

A tag that some have stands half ticked until it is pressed: then all get it, then none keeps it.
GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.core.text.folding import fold
from crm_desktop.features.data.bulk.queries import ChangePreview
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.list_keys import ListKeys
from crm_desktop.gui.kit.paint.marks import SQUARE, square_icon
from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.stylesheet import dress
from crm_desktop.gui.shell.bulk.kind import BulkKind
from crm_desktop.gui.shell.bulk.popover import BulkPopover, more_words, outcome_words
from crm_desktop.gui.shell.bulk.reads import CountedTag, WantedTags, look_at_tags, tags_like
from crm_desktop.gui.shell.line_columns import drawn_tag
from crm_desktop.gui.shell.numbers import shown_number

_HEIGHT = 196
_TAG = Qt.ItemDataRole.UserRole
_Check = Qt.CheckState


class TagsPopover(BulkPopover):
    """``add`` and ``remove`` are what ``TagMany`` takes."""

    def __init__(
        self, bridge: Bridge, kind: BulkKind, rids: Sequence[int], parent: QWidget
    ) -> None:
        body = QWidget()
        super().__init__(_("Tags"), body, kind, parent)
        self._bridge, self._rids = bridge, rids
        self._counts: Mapping[str, int] | None = None
        self._chosen: dict[str, bool] = {}  # by id: put on all, or taken off all
        self._new: list[str] = []
        self.line = QLineEdit(body)
        self.line.setPlaceholderText(_("Find a tag or type a new one"))
        self.line.setAccessibleName(_("Find a tag or type a new one"))
        dress(self.line, scale="small")
        self.list = QListWidget(body)
        self.list.setAccessibleName(_("Tags"))
        self.list.setIconSize(QSize(SQUARE, SQUARE))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setFocusProxy(self.line)
        ListKeys(self.line, self.list, self._turn)
        self.line.textEdited.connect(self._seek)
        self.list.itemClicked.connect(self._turn)
        self._seek("")

    @property
    def add(self) -> tuple[Any, ...]:
        """Tags that all get."""
        known = [key for key, is_on in self._chosen.items() if is_on]
        return (*known, *({"name": name} for name in self._new))

    @property
    def remove(self) -> tuple[str, ...]:
        """Tags that nobody keeps."""
        return tuple(key for key, is_on in self._chosen.items() if not is_on)

    def _seek(self, text: str) -> None:
        self._bridge.query(
            tags_like, self.kind.entity, self._rids, text.strip(), self._counts,
            then=self._fill,
            owner=self,
            channel="tags",
        )  # fmt: skip

    def _fill(self, found: tuple[Sequence[CountedTag], Mapping[str, int]]) -> None:
        rows, self._counts = found
        typed = self.line.text().strip()
        self.list.clear()
        for name in self._new:
            self._add(name, name, _Check.Checked)
        for row in rows:
            words = row.tag.name
            if row.number:
                words = _("{tag} ({number})").format(
                    tag=isolated(words), number=shown_number(row.number)
                )
            item = self._add(words, row.tag.id, self._state(row.tag.id))
            tag = drawn_tag(row.tag.name, row.tag.colour)
            item.setIcon(square_icon(tag.colour, ThemeManager.instance().theme))
        known = {fold(row.tag.name) for row in rows} | {fold(name) for name in self._new}
        if typed and fold(typed) not in known:
            item = QListWidgetItem(_("Create “{name}”").format(name=typed), self.list)
            item.setData(_TAG, "")
        self.list.setCurrentRow(0)

    def _add(self, words: str, key: str, state: Qt.CheckState) -> QListWidgetItem:
        item = QListWidgetItem(words, self.list)
        item.setData(_TAG, key)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(state)
        return item

    def _state(self, key: str) -> Qt.CheckState:
        if key in self._chosen:
            return _Check.Checked if self._chosen[key] else _Check.Unchecked
        number = (self._counts or {}).get(key, 0)
        if not number:
            return _Check.Unchecked
        return _Check.Checked if number >= len(self._rids) else _Check.PartiallyChecked

    def _turn(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = item.data(_TAG)
        if not key:
            self._new.append(self.line.text().strip())
            self.line.clear()
            self._seek("")
        elif key in self._new:
            self._new.remove(key)
            self.list.takeItem(self.list.row(item))
        else:
            self._turn_known(key)
            item.setCheckState(self._state(key))
        self.look_soon()

    def _turn_known(self, key: str) -> None:
        """All, none, and as it was: the step that would change nothing is passed over."""
        number = (self._counts or {}).get(key, 0)
        if self._chosen.get(key) is None:
            self._chosen[key] = number < len(self._rids)
        elif self._chosen[key] and number:
            self._chosen[key] = False
        else:
            del self._chosen[key]

    def look(self) -> None:
        """What the tags would do; nothing while none is turned."""
        if not self.add and not self.remove:
            self.tell(())
            self.offer(0)
            return
        known = tuple(tag for tag in self.add if isinstance(tag, str))
        self._bridge.query(
            look_at_tags, self.kind.entity, self._rids,
            WantedTags(known, self.remove, bool(self._new)),
            then=self._show,
            failed=self.refuse,
            owner=self,
            channel="look",
        )  # fmt: skip

    def _show(self, preview: ChangePreview) -> None:
        names = [isolated(name) for name in preview.names] + more_words(preview)
        lines = outcome_words(self.kind, preview, len(self._rids))
        self.tell([*lines, ", ".join(names)] if preview.names else lines)
        self.offer(preview.changing)
