"""The headings of a grouped list: lines of their own between the records.

In the order of a list a heading has a negative key, where records have positive ones. The source
of the lines fills ``Headings`` when an order was read; the model and the table look them up while
they paint. GUI thread only; the dataclass may be made on reader threads.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.paint.marks import paint_icon
from crm_desktop.gui.kit.paint.rows import RowState, paint_row_background
from crm_desktop.gui.kit.paint.words import paint_text
from crm_desktop.gui.kit.theme.theme import Theme

_LEFT = 16
_CARET = 12
_GAP = 8


@dataclass(frozen=True)
class Heading:
    """A line above the records of a group: its negative key, its words, how many records the
    group has, in digits as they are shown too, whether they are folded away, and what they come
    to in words, if they have amounts."""

    rid: int
    label: str
    count: int
    shown_count: str
    is_folded: bool = False
    id: str = ""
    sums: str = ""

    @property
    def spoken(self) -> str:
        """For the ear."""
        words = (
            _("Group {name}, {number}, collapsed")
            if self.is_folded
            else _("Group {name}, {number}, expanded")
        )
        number = ", ".join(filter(None, (self.shown_count, self.sums)))
        return words.format(name=self.label, number=number)


class Headings:
    """The headings of the order that was read last, and of the one before it, which may still be
    shown. ``folded`` are the keys of groups that the person folded away; ``hidden`` the records
    under them, in their order."""

    def __init__(self) -> None:
        self._known: dict[int, Heading] = {}
        self._before: dict[int, Heading] = {}
        self._changed: set[int] = set()
        self.folded: frozenset[int] = frozenset()
        self.hidden: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self._known)

    @property
    def keys(self) -> frozenset[int]:
        """The headings there are."""
        return frozenset(self._known)

    def get(self, key: int) -> Heading | None:
        """The heading with this key."""
        return self._known.get(key) or self._before.get(key)

    @property
    def number_of_records(self) -> int:
        """How many records all groups have together."""
        return sum(heading.count for heading in self._known.values())

    def take(self, headings: Iterable[Heading], hidden: Sequence[int]) -> None:
        """An order was read that has these headings."""
        known = {heading.rid: heading for heading in headings}
        self._changed |= {key for key, one in known.items() if self._known.get(key) != one}
        self._known, self._before, self.hidden = known, self._known, hidden

    def take_changed(self) -> set[int]:
        """The keys of those that look different since this was last asked."""
        changed, self._changed = self._changed, set()
        return changed

    def fold(self, key: int, *, is_folded: bool) -> bool:
        """Remember the wish; whether it is a new one."""
        wanted = self.folded | {key} if is_folded else self.folded - {key}
        is_new, self.folded = wanted != self.folded, wanted
        return is_new


def records_of(order: array[int]) -> array[int]:
    """The keys of an order without those of headings."""
    return array("q", (key for key in order if key >= 0))


def paint_heading(
    painter: QPainter, place: QRectF, heading: Heading, state: RowState, theme: Theme
) -> None:
    """A caret, the name of the group, its number and sums, over the whole width of the row. The
    number has its room, then the name; sums that are longer than what is left are cut."""
    paint_row_background(painter, place, state, theme)
    colours, faces = theme.colours, theme.faces
    caret = QRectF(place.left() + _LEFT, place.top(), _CARET, place.height())
    icon = "caret-right-bold" if heading.is_folded else "caret-down-bold"
    paint_icon(painter, caret, icon, colours.text_secondary, _CARET)
    room = place.adjusted(_LEFT + _CARET + _GAP, 0, -_LEFT, 0)
    room.setRight(room.right() - faces.label_digits.width(heading.shown_count) - _GAP)
    width = paint_text(painter, room, heading.label, faces.body_strong, colours.text)
    rest = QRectF(room.left() + width + _GAP, place.top(), place.width(), place.height())
    paint_text(painter, rest, heading.shown_count, faces.label_digits, colours.text_tertiary)
    rest.setLeft(rest.left() + faces.label_digits.width(heading.shown_count) + 2 * _GAP)
    rest.setRight(place.right() - _LEFT)
    if heading.sums and rest.width() > 0:
        paint_text(painter, rest, heading.sums, faces.label_digits, colours.text_secondary)
