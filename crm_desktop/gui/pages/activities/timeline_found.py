"""What is told of what a timeline's search and chips find, and the way from one to the next.

Used by the timeline part, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.pages.activities import words
from crm_desktop.gui.pages.activities.entries import Entry, Shape
from crm_desktop.gui.pages.activities.timeline_bar import TimelineBar
from crm_desktop.gui.pages.activities.timeline_view import TimelineView


def tell_found(bar: TimelineBar, sought: str, rows: Sequence[Entry], *, is_all: bool) -> None:
    """How many entries have the words that are ``sought``, if any are."""
    if not sought:
        bar.tell_count("", 0)
        return
    number = sum(row.shape is not Shape.HEADING for row in rows)
    shown = words.count_words(number)
    if not is_all:
        shown = _("{number} and more").format(number=shown)
    bar.tell_count(shown, number)


def step_found(view: TimelineView, by: int) -> None:
    """The next entry, or the one before."""
    rows = view.rows.rows
    row = view.currentIndex().row() + by
    while 0 <= row < len(rows) and rows[row].shape is Shape.HEADING:
        row += by
    if 0 <= row < len(rows):
        view.choose(rows[row].key)


def show_empty(
    state: ContentOrState, bar: TimelineBar, sought: str, write: Callable[[], None]
) -> None:
    """There is nothing to show, or nothing of what is ``sought`` or of a kind."""
    if sought or bar.kinds:
        clear = Button(_("Show everything"), bar.show_everything)
        nothing = _("No results for “{text}”").format(text=sought)
        heading = nothing if sought else _("Nothing of this kind yet")
        state.show_state(heading, "", [clear], "magnifying-glass")
        return
    offer = Button(_("Write a note"), write)
    state.show_state(_("No history yet"), _("Write down what you agreed"), [offer], "note-pencil")
