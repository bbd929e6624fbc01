"""The board: columns of cards that are dragged from one to another, and ends to drop them on.

A page gives it heads and the internal keys (rids) of the cards per column; the board asks for the
cards that it is about to show. What a person moves is shown at its new place at once; the page
writes it, and gives new columns or takes it back. GUI thread only.

How a page uses it::

    board = Board(BoardWords(_("Deals"), _("Add a deal"), _("No deals here")))
    board.need_cards.connect(read)         # list[int]; answer with board.set_cards(cards)
    board.moved.connect(move)              # rids, column key, rid that stands below or None: last
    board.set_columns(heads, {"new": [3, 1, 2], "talks": []})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.kit.board.model import BoardCard, BoardEnd, BoardHead, BoardWords

DropHint = Callable[[str, Sequence[int]], str]


class Board(QWidget):
    """``need_cards`` tells rids whose cards are wanted; ``moved`` rids, the key of the column and
    the rid above which they were put, ``None`` for the end; ``dropped_on_end`` rids and the key
    of the end; ``opened`` a rid and whether in a window of its own; ``current_changed`` the
    current rid or ``None``; ``picked_changed`` that others are picked; ``menu_wanted`` a rid and
    ``head_menu_wanted`` a column, and where on the screen the menu belongs; ``step_wanted`` a rid
    whose badge 'no step' was pressed, and the badge's place on the screen; ``quick_add_wanted``
    a column; ``folded_changed`` the keys of the folded columns."""

    need_cards = Signal(list)
    moved = Signal(list, str, object)
    dropped_on_end = Signal(list, str)
    opened = Signal(int, bool)
    current_changed = Signal(object)
    picked_changed = Signal()
    menu_wanted = Signal(int, QPoint)
    head_menu_wanted = Signal(str, QPoint)
    step_wanted = Signal(int, QRect)
    quick_add_wanted = Signal(str)
    folded_changed = Signal(list)

    def __init__(self, words: BoardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words.name)
        self.drop_hint: DropHint = lambda _column, _rids: ""
        self.is_ordered_by_hand = True

    # What it shows

    def set_columns(self, heads: Sequence[BoardHead], rids: Mapping[str, Sequence[int]]) -> None:
        """Show these columns from left to right; ``rids`` by column key, from top to bottom.
        Cards already known, the current card, scrolling and folding stay."""

    def update_column(self, head: BoardHead, rids: Sequence[int]) -> None:
        """Show one column anew."""

    def set_cards(self, cards: Iterable[BoardCard]) -> None:
        """The cards asked for, or cards that have changed."""

    def forget_cards(self, rids: Iterable[int] | None = None) -> None:
        """Ask for these cards, or for all, again; they are shown as they were until then."""

    def set_ends(self, ends: Sequence[BoardEnd]) -> None:
        """The ends at the right edge; without any there is no strip."""

    def show_loading(self) -> None:
        """Columns are on their way: still ones stand in their place."""

    def take_back(self, rids: Sequence[int]) -> None:
        """What was moved could not be: the cards go back to where they were, within 120 ms."""

    # What a person has chosen

    @property
    def current(self) -> int | None:
        """The rid of the current card."""
        return None

    @property
    def current_column(self) -> str:
        """The key of the column where the current card is, or '' where there is none."""
        return ""

    @property
    def picked(self) -> list[int]:
        """The picked cards, from the left column to the right one, from top to bottom."""
        return []

    @property
    def chosen(self) -> list[int]:
        """The picked cards, or else the current one."""
        return []

    def choose(self, rid: int) -> bool:
        """Make a card current and bring it into view; whether it is on the board."""
        return False

    def clear_picked(self) -> None:
        """Pick none."""

    # Folding and quick add

    @property
    def folded(self) -> list[str]:
        """The keys of the folded columns."""
        return []

    def set_folded(self, keys: Iterable[str]) -> None:
        """Fold these columns, unfold the others."""

    def open_slot(self, column: str, editor: QWidget) -> None:
        """Put the page's editor at the top of a column; the board becomes its parent."""

    def close_slot(self) -> None:
        """Take the editor away; it is hidden and has no parent then. The keyboard comes back to
        the board if it was there."""

    def card_place(self, rid: int) -> QRect:
        """Where a card is on the screen, to open something beside it; empty if it isn't shown."""
        return QRect()
