"""What a stage still asks of the deals that are held over it, said beside the pointer.

Used by the board of deals. GUI thread only; the gate is read on a reader's thread when deals first
come over a stage, so until it is known nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.deals.queries import find_gate

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.pages.deals.board_page import BoardPage

_FIRST_OF_MANY = 3
# Reading the gate of more deals takes longer than a drag stays over a column.
_MOST_DEALS = 200


class DropHints:
    """One answer is kept: that for the deals and the stage that were asked for last. ``told``
    hears that an answer came."""

    def __init__(self, page: BoardPage, told: Callable[[], None]) -> None:
        self._page = page
        self._told = told
        self._asked: tuple[str, tuple[int, ...]] | None = None
        self._words = ""

    def say(self, target: str, rids: Sequence[int]) -> str:
        """The words for these deals over this column, empty while nobody knows."""
        stage = self._page.stage_of(target)
        if stage is None or not stage.required or len(rids) > _MOST_DEALS:
            return ""
        asked = (target, tuple(rids))
        if asked != self._asked:
            self._asked, self._words = asked, ""
            self._page.with_ids(rids, lambda ids: self._read(asked, ids))
        return self._words

    def forget(self) -> None:
        """The deals or the stages changed."""
        self._asked = None

    def _read(self, asked: tuple[str, tuple[int, ...]], ids: tuple[str, ...]) -> None:
        def take(words: str) -> None:
            if asked == self._asked:
                self._words = words
                self._told()

        page, (stage, _rids) = self._page, asked
        page.bridge.query(
            _read_words,
            ids,
            stage,
            then=take,
            failed=_say_nothing,
            owner=page,
            channel="drop hint",
        )


def _say_nothing(_error: BaseException) -> None:
    """Whoever lets go hears of it; a hint is no reason to."""


def _read_words(reader: Reader, ids: tuple[str, ...], stage_id: str) -> str:
    """What is missing, the first three by name."""
    from crm_desktop.gui.shell.numbers import shown_number
    from crm_desktop.gui.shell.requirement_words import requirement_words

    missing = [one.requirement for one in find_gate(reader, ids, stage_id).missing]
    first = missing[:_FIRST_OF_MANY]
    custom = {one.entity for one in first if one.field.startswith(PREFIX)}
    fields = {entity: find_custom_fields(reader, entity) for entity in custom}
    if not first:
        return ""
    words = ", ".join(requirement_words(one, fields) for one in first)
    if left := len(missing) - len(first):
        more = ngettext("and {number} more field", "and {number} more fields", left)
        words = f"{words} {more.format(number=shown_number(left))}"
    return _("Needed: {fields}").format(fields=words)
