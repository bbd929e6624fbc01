"""Descriptions of what a card's fields show and how they are edited.

Pages plan a card as groups of these; custom fields only add more of them. Pure but for ``make``,
which makes a control on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.form_field import FormEntry

# Lines and letters of a value that are shown in its place: to lay out a million takes seconds.
MOST_LINES = 8
MOST_LETTERS = 1_000


@dataclass(frozen=True)
class ShownLine:
    """A line of a value as people read it. ``copied`` is what copying takes along, if not the
    words themselves; ``icon`` and its ``colour`` (a token) stand before it, or the initials of
    the person with the id ``person``; ``aside`` stands small behind a line that does not wrap;
    ``record``: kind and id of the record that a press opens."""

    words: str
    copied: str = ""
    icon: str = ""
    colour: str = "text_tertiary"
    person: str = ""
    aside: str = ""
    record: tuple[str, str] | None = None

    @property
    def taken(self) -> str:
        """What copying takes along."""
        return self.copied or self.words


Words = Callable[[Any], Sequence[ShownLine]]
"""Turns what an editor loads into lines; none for an empty value."""


@dataclass(frozen=True)
class CardField:
    """A field of the card. ``make`` gives its editor, none for what nobody changes by hand;
    ``is_wide`` editors need the whole width of the pane; an ``is_long`` text saves itself while
    it is being typed; ``titled`` gives the label of a value that has another one; ``locked`` says
    why nobody can change it now; ``needed``: what wants it to be filled in, in words."""

    name: str
    label: str
    words: Words
    make: Callable[[], FormEntry] | None = None
    is_wide: bool = False
    is_long: bool = False
    titled: Callable[[Any], str] | None = None
    locked: str = ""
    needed: str = ""


@dataclass(frozen=True)
class CardGroup:
    """Fields under a heading; ``name`` is stable, ``title`` translated."""

    name: str
    title: str
    fields: tuple[CardField, ...]


def locked_groups(groups: Sequence[CardGroup], reason: str) -> tuple[CardGroup, ...]:
    """The groups with all fields locked for this reason; as they are without one."""
    if not reason:
        return tuple(groups)
    return tuple(
        replace(one, fields=tuple(replace(f, make=None, locked=reason) for f in one.fields))
        for one in groups
    )


def plain_words(value: Any) -> list[ShownLine]:
    """A text as it is."""
    return [ShownLine(str(value))] if value else []


def bounded(lines: Sequence[ShownLine]) -> list[ShownLine]:
    """As much of the lines as is shown in place, with a word about the rest."""
    shown = [line if len(line.words) <= MOST_LETTERS else _cut(line) for line in lines[:MOST_LINES]]
    if more := len(lines) - len(shown):
        shown.append(ShownLine(_("and {number} more").format(number=more)))
    return shown


def _cut(line: ShownLine) -> ShownLine:
    return ShownLine(
        f"{line.words[:MOST_LETTERS]}…", line.taken, line.icon, line.colour, line.person
    )
