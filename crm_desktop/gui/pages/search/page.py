"""What the search field finds: people and companies together, best first, then notes and tasks,
then files.

Every key asks anew for names, and when the hand rests, or nothing has such a name, for texts and
files; then the preview follows too. Answers to older questions are dropped. GUI thread only; the
search runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.search.queries import search
from crm_desktop.features.search.rows import FILE, TEXT_KINDS, SearchHit
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.faults import may_pass, words_for
from crm_desktop.gui.kit.row_table import RowTable
from crm_desktop.gui.kit.states import Button, ContentOrState
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.pages.search.model import HitsModel
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef, ResultsPage

_MOST, _MOST_TEXTS = 50, 20
# So long a hand rests before texts and files are sought too.
_REST_MS = 60
_SHOWN = ("contact", "company", "deal", "product", "tag", "activity", "attachment")
# Letters of what was sought that are repeated to the person.
_REPEATED = 60


class SearchPage(ResultsPage):
    """``create`` begins a new contact by the name that was not found."""

    def __init__(self, bridge: Bridge, create: Callable[[str], None]) -> None:
        super().__init__(_("Search results"))
        self._bridge = bridge
        self._create = create
        self._text = ""
        self._answered: str | None = None
        self._names: Sequence[SearchHit] = ()
        self._texts: Sequence[SearchHit] = ()
        self._rest = single_shot(self, self._ask_texts, _REST_MS)
        self.model = HitsModel()
        self.model.setParent(self)
        self.table = RowTable(self.title, self)
        self.table.setModel(self.model)
        self.states = ContentOrState(self.table, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.states)
        self.setFocusProxy(self.table)
        self.table.rested.connect(self.current_changed)
        self.table.opened.connect(self.opened)
        self.table.apart_wanted.connect(self.apart_wanted)
        bridge.changed.connect(self._note_changes)

    @property
    def is_ready(self) -> bool:
        """Whether the last question is answered."""
        return self._answered == self._text

    def search(self, text: str) -> None:
        """Show what ``text`` finds."""
        self._text = text
        self.load()

    def load(self) -> None:
        """Ask (again)."""
        if not self._text.strip():
            return
        text = self._text
        self._rest.stop()
        self._bridge.query(
            _search,
            text,
            then=lambda hits: self._take_names(text, hits),
            failed=self._fail,
            owner=self,
            channel="search",
        )

    def _ask_texts(self) -> None:
        text = self._text
        self._bridge.query(
            _search_texts,
            text,
            then=lambda hits: self._take_texts(text, hits),
            failed=self._fail,
            owner=self,
            channel="search",
        )

    def _take_names(self, text: str, hits: Sequence[SearchHit]) -> None:
        """Texts that are shown stay while the same is asked again. Where nothing has such a name,
        what was there stays until texts are looked through."""
        self._names = hits
        self._texts = self._texts if self._answered == text else ()
        if hits or self._texts:
            self._rest.start()
            self._show(text)
        else:
            self._ask_texts()

    def _take_texts(self, text: str, hits: Sequence[SearchHit]) -> None:
        self._texts = sorted(hits, key=lambda hit: hit.kind == FILE)
        self._show(text)

    def current(self) -> RecordRef | None:
        """The record of the current row, or on which that hangs; before one is chosen the best."""
        line = max(0, self.table.currentIndex().row())
        if line >= len(self.model.hits):
            return None
        return _record_of(self.model.hits[line])

    def count_words(self) -> str:
        """How many were found, as far as they are shown."""
        number = len(self.model.hits)
        if len(self._names) >= _MOST or len(self._texts) >= _MOST_TEXTS:
            words = ngettext("the best {number} found", "the best {number} found", number)
        else:
            words = ngettext("{number} found", "{number} found", number)
        return words.format(number=shown_number(number))

    def _show(self, text: str) -> None:
        self._answered, hits = text, (*self._names, *self._texts)
        was = self.current()
        self.model.show_hits(hits)
        if hits:
            self.table.choose(self._line_of(was))
            self.states.show_content()
        else:
            words = _shortened(text.strip())
            create = Button(
                _("Create contact “{name}”").format(name=words), lambda: self._create(text)
            )
            self.states.show_state(
                _("No results for “{text}”").format(text=words),
                "",
                [create],
                "magnifying-glass",
            )
            self.current_changed.emit()
        self.count_changed.emit()

    def _line_of(self, record: RecordRef | None) -> int:
        """After a change of the records the same row stays current; after typing the best."""
        if self.table.hasFocus():
            for line, hit in enumerate(self.model.hits):
                if _record_of(hit) == record:
                    return line
        return 0

    def _fail(self, error: BaseException) -> None:
        """What was found before stays; the window's banner says what is wrong."""
        if not self.model.hits or not may_pass(error):
            again = Button(_("Try again"), self.load)
            heading = _("The search couldn’t be done")
            self.states.show_state(heading, words_for(error), [again], "warning")

    def _note_changes(self, changes: Changes) -> None:
        if self.isVisible() and changes.touch(_SHOWN):
            self.load()


def _record_of(hit: SearchHit) -> RecordRef:
    return RecordRef(*(hit.host or (hit.kind, hit.id)))


def _search_texts(reader: Reader, text: str) -> list[SearchHit]:
    return [hit for hit in search(reader, text, limit=_MOST_TEXTS, kinds=TEXT_KINDS) if hit.host]


def _search(reader: Reader, text: str) -> list[SearchHit]:
    return search(reader, text, limit=_MOST)


def _shortened(text: str) -> str:
    return isolated(text if len(text) <= _REPEATED else f"{text[: _REPEATED - 1]}…")
