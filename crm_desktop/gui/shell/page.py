"""What the shell asks of a page and of a kind of record; it knows none of them by name.

Pages derive from ``Page``; ``gui/session.py`` registers pages and kinds. GUI thread only, but
``read_text`` of a kind runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.fields_pane import RecordText

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.filters.ast import Node
    from crm_desktop.gui.shell.list_page import ListPage


class RecordRef(NamedTuple):
    """A record by its entity and id."""

    entity: str
    id: str


class Chosen(NamedTuple):
    """Records of one entity that something shall be done with."""

    entity: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class RecordKind:
    """What the shell can do with records of one entity: read them as words (again when records
    of ``related`` change), and archive them: some in one go, any number by a long command
    (``archived`` says of how many that it is done); ``restore`` brings them back from a shelf,
    ``delete`` puts them into the recycle bin."""

    entity: str
    related: Collection[str]
    read_text: Callable[[Reader, str], RecordText | None]
    archive: Callable[[tuple[str, ...]], Any]
    archive_many: Callable[..., Any]  # ids, and whether they shall be archived
    archived: Callable[[int], str]
    restore: Callable[[tuple[str, ...], str], Any]
    delete: Callable[[tuple[str, ...]], Any]


class PagePart(NamedTuple):
    """A part of a page that is a place of its own; ``words`` are what it is found by besides its
    title."""

    name: str
    title: str
    icon: str
    words: tuple[str, ...] = ()


class Page(QWidget):
    """One place of the window; its ``objectName`` stays the same in all languages, and ``icon``
    stands for it in the sidebar."""

    current_changed = Signal()
    count_changed = Signal()
    is_list = True
    """Whether tools stand above it and a preview beside."""
    has_views = False
    """Whether there are saved views of it."""
    at_foot = False
    """Whether its place is at the foot of the sidebar, below all others."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.icon = ""

    @property
    def is_ready(self) -> bool:
        """Whether what is to be shown has come."""
        raise NotImplementedError

    def load(self) -> None:
        """Read what is shown, for the first time or again after a failure."""
        raise NotImplementedError

    def make_early(self) -> None:
        """Make what takes long to be made while another page is looked at; most have nothing."""

    def catch_up(self) -> None:
        """The page is shown again: read what may have changed meanwhile."""
        self.load()

    def current(self) -> RecordRef | None:
        """The record under the eye."""
        raise NotImplementedError

    def find_chosen(self, then: Callable[[Chosen], None]) -> None:
        """Give the records that an action means now: the current one."""
        record = self.current()
        if record is not None:
            then(Chosen(record.entity, (record.id,)))

    def show_group(self, group_id: str) -> None:
        """Show this part of what is listed; most pages know no parts."""

    @property
    def shown_list(self) -> ListPage | None:
        """The list that is to be seen: the page itself, a part of it, or none."""
        return None

    def order_around(self, record: RecordRef) -> Sequence[int] | None:
        """Where no list is to be seen: internal keys of the records of its kind in their order, of
        which this one may be; most pages have none."""
        return None

    @property
    def view_name(self) -> str:
        """The saved view that is shown, unless it is that of all records."""
        return ""

    def show_view(self, view_id: str) -> None:
        """Show this saved view, as soon as it is known; most pages have none."""

    def ask_for(self, root: Node) -> None:
        """List what matches this filter, whatever was asked before; most pages ask nothing."""

    def begin_with(self, record_id: str) -> None:
        """Make this record current when it comes with the first lines; some pages have none."""

    def choose_first(self) -> None:
        """Make the first record current; some pages have none."""

    @property
    def bulk_bar(self) -> QWidget | None:
        """What can be done with the ticked records, while there are any."""
        return None

    def count_words(self) -> str:
        """How many there are, in words."""
        raise NotImplementedError

    @property
    def can_export(self) -> bool:
        """Whether it shows something that can go into a file, without the tools above it."""
        return False

    def export(self) -> None:
        """Ask how; only where it can."""

    def parts(self) -> Sequence[PagePart]:
        """The parts that one can go to; most pages have none."""
        return ()

    def show_part(self, name: str) -> None:
        """Go to one of them."""

    def kept(self) -> Any:
        """What must survive when the page is made anew in another language: plain values."""
        return None

    def restore(self, kept: Any) -> None:
        """Take up what ``kept`` gave, before the page is loaded."""

    def looked_at(self) -> Any:
        """How the page is looked at, for who comes back by the way; most look as they did."""
        return None

    def come_back(self, left: Any) -> None:
        """Look as it did when ``looked_at`` gave this, before ``catch_up``."""


class ResultsPage(Page):
    """The page that answers the search field. ``opened`` and ``apart_wanted``: the current record
    shall be opened, here or in a window of its own."""

    opened = Signal()
    apart_wanted = Signal()

    def search(self, text: str) -> None:
        """Show what ``text`` finds."""
        raise NotImplementedError
