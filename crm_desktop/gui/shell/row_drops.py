"""What rows of a list do when they are let go on a record: people come to a company, clients to a
deal (interaction.md, section 8).

One for each window with lists, which gives the rules; asked by lists, favourites and cards. GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QObject

from crm_desktop.features.data.bulk.rules import TAGGED
from crm_desktop.gui.shell.page import RecordRef
from crm_desktop.gui.shell.row_dragging import dropped_rows


class DropRule(NamedTuple):
    """``words`` say of how many rows and of the name of the record what letting go does, empty
    where it does nothing; ``run`` does it with their internal keys. ``locked``: why the person may
    not do it."""

    source: str
    target: str
    words: Callable[[int, str], str]
    run: Callable[[Sequence[int], RecordRef], object]
    locked: str = ""


PutTag = Callable[[str, Sequence[int], str], object]
"""Puts the tag of this name on the rows of an entity."""


class TagRule(NamedTuple):
    """``locked``: why the person may not do it."""

    run: PutTag
    locked: str = ""


class RowDrops(QObject):
    """The rules of a window on the ``workspace`` (see ``workspace_of``)."""

    def __init__(
        self, rules: Sequence[DropRule], tagging: TagRule, workspace: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tagging, self._workspace = tagging, workspace
        self._rules = {(rule.source, rule.target): rule for rule in rules}

    def can_take(self, data: QMimeData, entity: str) -> bool:
        """Whether records of this entity take what is dragged, if the person may change them."""
        rows = dropped_rows(data, self._workspace)
        return rows is not None and (rows[0], entity) in self._rules

    def lock_of(self, data: QMimeData, entity: str) -> str:
        """Why the person may not let it go on records of this entity, if so."""
        rows = dropped_rows(data, self._workspace)
        rule = self._rules.get((rows[0], entity)) if rows is not None else None
        return rule.locked if rule is not None else ""

    def can_tag(self, data: QMimeData) -> bool:
        """Whether what is dragged can get tags, and the person may give them."""
        return self._has_tags(data) and not self._tagging.locked

    def tag_lock(self, data: QMimeData) -> str:
        """Why the person may not let it go on a tag, if so."""
        return self._tagging.locked if self._has_tags(data) else ""

    def _has_tags(self, data: QMimeData) -> bool:
        rows = dropped_rows(data, self._workspace)
        return rows is not None and rows[0] in TAGGED

    def tag(self, data: QMimeData, name: str) -> None:
        """It was let go on a tag."""
        rows = dropped_rows(data, self._workspace)
        if rows is not None:
            self._tagging.run(*rows, name)

    def words_of(self, data: QMimeData, entity: str, name: str) -> str:
        """What letting go on the record of this name does; nothing where it can't be."""
        rows = dropped_rows(data, self._workspace)
        rule = self._rules.get((rows[0], entity)) if rows is not None else None
        if rule is None or rows is None or rule.locked:
            return ""
        return rule.words(len(rows[1]), name)

    def drop(self, data: QMimeData, target: RecordRef) -> None:
        """They were let go on it."""
        rows = dropped_rows(data, self._workspace)
        rule = self._rules.get((rows[0], target.entity)) if rows is not None else None
        if rule is not None and rows is not None:
            rule.run(rows[1], target)
