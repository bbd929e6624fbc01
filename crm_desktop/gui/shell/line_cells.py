"""Cells that lists of people, companies and others have in common: tags and the owner.

Pages describe their columns with these; painting runs inside paint events on the GUI thread,
the rest on reader threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.backend.work import Reader
from crm_desktop.features.tags.queries import TagRow, all_tags
from crm_desktop.gui.kit.delegates import paint_owner
from crm_desktop.gui.kit.paint.marks import Tag, paint_tags
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import TAG_COLOURS


class _Owned(Protocol):
    @property
    def owner(self) -> str: ...


class TaggedLine(Protocol):
    """A line of a list that has tags and an owner."""

    @property
    def tags(self) -> Sequence[Tag]:
        """In their order."""

    @property
    def row(self) -> _Owned:
        """What was read."""


def drawn_tags(tags: Iterable[TagRow]) -> tuple[Tag, ...]:
    """Tags as they are painted."""
    return tuple(Tag(tag.name, TAG_COLOURS[tag.colour % len(TAG_COLOURS)]) for tag in tags)


def tags_by_id(reader: Reader, ids: Iterable[str]) -> list[TagRow]:
    """The tags with these ids, in their order."""
    known = {tag.id: tag for tag in all_tags(reader).values()}
    return [known[tag] for tag in ids if tag in known]


def tag_words(line: TaggedLine) -> str:
    """All tags in words, not only those there is room for."""
    return ", ".join(tag.text for tag in line.tags)


def paint_tags_cell(painter: QPainter, rect: QRectF, line: TaggedLine, theme: Theme) -> None:
    """As many tags as fit, and how many more there are."""
    if line.tags:
        paint_tags(painter, rect, line.tags, theme)


def paint_owner_cell(painter: QPainter, rect: QRectF, line: TaggedLine, theme: Theme) -> None:
    """The owner's initials."""
    paint_owner(painter, rect, line.row.owner, theme)
