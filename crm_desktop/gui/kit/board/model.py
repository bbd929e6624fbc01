"""What a board shows, as plain values: cards, heads of columns, ends to drop cards on, words.

Pages make them of what they read; the board's widgets draw and speak them. No Qt objects but the
marks of ``kit/paint``. GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crm_desktop.gui.kit.paint.marks import NextStep, Tag


@dataclass(frozen=True)
class BoardCard:
    """A card, all of it in words ready to be shown. Empty texts take no room.

    ``days``: how long it has been in its column, amber where ``is_rotting``. ``step`` and
    ``step_text``: the badge of the next step, none where the text is empty. ``owner``: initials
    in ``owner_colour``, one of the eight. ``spoken``: the card for the ear, whole.
    """

    rid: int
    title: str
    client: str = ""
    amount: str = ""
    tags: tuple[Tag, ...] = ()
    days: str = ""
    is_rotting: bool = False
    step: NextStep = NextStep.NONE
    step_text: str = ""
    owner: str = ""
    owner_colour: str = ""
    is_blacklisted: bool = False
    spoken: str = ""


class HeadSums(NamedTuple):
    """What a column comes to: its sum, and what that is by the chances."""

    amount: str
    weighted: str


@dataclass(frozen=True)
class BoardHead:
    """The head of a column. ``colour`` is one of the eight; ``amount`` the sum at the left,
    ``chance`` and ``weighted`` at the right. ``spoken``: the column for the ear. ``can_add``: has
    the button of the quick add. ``hint``: what is said on pointing, where there is more to say
    than the name. ``shorter``: both sums in fewer and fewer characters, for narrow columns; where
    not even the last have room, ``weighted`` gives way."""

    key: str
    name: str
    colour: str
    count: str = ""
    amount: str = ""
    chance: str = ""
    weighted: str = ""
    spoken: str = ""
    can_add: bool = True
    hint: str = ""
    shorter: tuple[HeadSums, ...] = ()

    @property
    def sums(self) -> tuple[HeadSums, ...]:
        """The sums in full, and ever shorter."""
        return HeadSums(self.amount, self.weighted), *self.shorter


@dataclass(frozen=True)
class BoardEnd:
    """A place at the board's right edge where cards end, such as won and lost. ``tone`` is
    success or danger, ``count`` how many have ended there, ``spoken`` the place for the ear."""

    key: str
    name: str
    icon: str
    tone: str
    count: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class BoardWords:
    """The board's translated words: its name, the tip of the quick add, and what stands in a
    column without cards."""

    name: str
    add: str
    empty: str
