"""What the card asks of an entity: its head, and of which parts the card is made.

Pages describe theirs (``gui/pages/contacts/card.py``); ``gui/cards.py`` puts the parts of other
pages in. ``read_head`` runs on reader threads, everything else on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.avatar import Avatar
from crm_desktop.gui.shell.card.part import CardPart, Section
from crm_desktop.gui.shell.page import RecordRef

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.shell.printing import ReadStory


@dataclass(frozen=True)
class HeadPart:
    """A piece of the line below the name; with ``record`` a press on it opens that. ``icon``
    stands before it, or the initials of the person with the id ``person``. With ``zone`` it is
    the time there, whatever ``text`` says."""

    text: str
    record: RecordRef | None = None
    icon: str = ""
    person: str = ""
    zone: str = ""


@dataclass(frozen=True)
class HeadGroup:
    """The part of its list in which a record stands, as a deal in its pipeline."""

    id: str
    name: str


@dataclass(frozen=True)
class HeadTag:
    """A tag of the record; ``colour`` is a name of the palette of tags."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True)
class Blacklist:
    """Why nothing is to be begun with the record. ``heading`` says in whole words who is on the
    list; ``is_own``: the record itself, not only its company."""

    heading: str
    reason: str
    is_own: bool = True


@dataclass(frozen=True)
class CardHead:
    """What stands above the panes, and what its actions need to know. ``copied``: titles and
    texts that are often copied; ``favourite``: the id of the record's pin, if it is pinned;
    ``facts``: what the entity's own part of the head (``HeadTop``) shows; ``group`` stands between
    the list and the name in the top bar."""

    record: RecordRef
    rid: int
    version: int
    name: str
    parts: tuple[HeadPart, ...] = ()
    tags: tuple[HeadTag, ...] = ()
    owner: str = ""
    blacklist: Blacklist | None = None
    is_archived: bool = False
    is_deleted: bool = False
    copied: tuple[tuple[str, str], ...] = ()
    favourite: str = ""
    facts: object = None
    group: HeadGroup | None = None


class HeadTop(QObject):
    """What the head of an entity shows besides, in place of picture and usual buttons: ``side``
    stands at the right of the name, ``band`` below. ``done`` and ``open_wanted`` as of parts;
    ``step_wanted``: the next step is to be planned."""

    done = Signal(str)
    open_wanted = Signal(object, bool)  # RecordRef, whether in a window of its own
    step_wanted = Signal()
    side: QWidget
    band: QWidget

    def show_head(self, head: CardHead) -> None:
        """Show the ``facts`` of this head."""
        raise NotImplementedError

    def entries(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """What the menu of the card offers besides: words, an icon, and what to run."""
        return ()


@dataclass(frozen=True)
class HeadActions:
    """The commands behind the head's buttons. ``change`` takes the head that was read and the
    changes; ``archive`` and ``delete`` take the id and whether, or whether not any more;
    ``may_blacklist``: records of this entity can be on the blacklist themselves."""

    change: Callable[[CardHead, Mapping[str, Any]], Any]
    archive: Callable[[str, bool], Any]
    delete: Callable[[str, bool], Any]
    find_tags: Callable[[Reader, str], Sequence[HeadTag]]
    find_owners: Callable[[Reader, str], Sequence[tuple[str, str]]]
    pin: Callable[[CardHead], Any] | None = None
    unpin: Callable[[str], Any] | None = None
    may_blacklist: bool = True


@dataclass(frozen=True)
class CardDescription:
    """A card: of which entity, read how (anew when records of ``related`` change, or the fields
    ``leant_on`` of any, by entity), made of which parts. ``gone`` is what stands there when the
    record isn't there any more; ``attend`` looks after the picture in the head and gives what is
    to be told whose it is (an id). ``is_stacked``: two panes, the sections below the fields.
    ``is_plain``: a name with fields and nothing besides: no picture, no tags, no owner, nothing to
    be done or noted."""

    entity: str
    is_company: bool
    related: Collection[str]
    read_head: Callable[[Reader, str], CardHead | None]
    actions: HeadActions
    archived: str
    gone: str
    make_fields: Callable[[Bridge], CardPart]
    make_middle: Callable[[Bridge], CardPart]
    sections: Sequence[Section] = ()
    attend: Callable[[Bridge, Avatar], Callable[[str], None]] | None = None
    make_top: Callable[[Bridge, QWidget], HeadTop] | None = None
    is_stacked: bool = False
    is_plain: bool = False
    leant_on: Mapping[str, Collection[str]] = field(default_factory=dict)


@runtime_checkable
class Composes(Protocol):
    """A middle pane in which something new can be written down."""

    def compose(self, kind: str) -> None:
        """Begin a ``note`` or a ``task`` and take the keyboard."""

    def find_here(self) -> None:
        """Find in what happened."""


@runtime_checkable
class Plans(Protocol):
    """A section in which the next step can be planned."""

    def plan(self) -> None:
        """Begin a step and take the keyboard."""


@runtime_checkable
class HasStory(Protocol):
    """A pane with the timeline of the record."""

    def story_to_print(self) -> ReadStory:
        """What reads the timeline for paper, as it is filtered now."""


@runtime_checkable
class ShowsItems(Protocol):
    """A middle pane that can be led to one of the things in it."""

    def show_item(self, item_id: str) -> None:
        """Bring it into sight as soon as it is read, if it is among the newest."""
