"""The palette (Ctrl+K): records, texts, places and commands by what is typed (interaction.md, 9).

Made by ``palette_making.py`` when it is first wanted. GUI thread only; records are sought on
readers' threads, names first and at every key, texts and files when the hand rests or nothing has
such a name, and answers to older questions are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import PaletteUse
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.timers import single_shot
from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.links import linked_record
from crm_desktop.gui.shell.overlay import Overlay
from crm_desktop.gui.shell.page import RecordKind, RecordRef
from crm_desktop.gui.shell.palette_actions import PaletteActions, ReadRecord, action_lines
from crm_desktop.gui.shell.palette_bridge import PaletteBridge
from crm_desktop.gui.shell.palette_commands import UNLISTED, found_commands, often_used
from crm_desktop.gui.shell.palette_lines import ACTIVITY, FILE, Found, Line, Scope
from crm_desktop.gui.shell.palette_offers import creation_lines, task_lines
from crm_desktop.gui.shell.palette_places import Place, place_lines
from crm_desktop.gui.shell.palette_reading import MOST, MOST_TEXTS
from crm_desktop.gui.shell.palette_scopes import ScopeRow, keys_of_foot, signs_of_scopes
from crm_desktop.gui.shell.palette_texts import text_line

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit

# So long a hand rests before texts and files are sought too.
_REST_MS = 60


class Palette(Overlay):
    """``begun``: it comes up, and wants to know the places of now; ``record_wanted``: open this
    record; ``item_wanted``: open it and show what hangs on it; ``apart_wanted``: in a window of its
    own; ``act_wanted``: carry a command out on its card; ``contact_wanted``, ``company_wanted``:
    begin one with this name; ``done``: what was done and can be undone, in words; ``used``: what is
    used most has changed."""

    begun = Signal()
    record_wanted = Signal(object)  # RecordRef
    item_wanted = Signal(object, str)  # RecordRef, the id of an activity
    apart_wanted = Signal(object)  # RecordRef
    act_wanted = Signal(object, str)  # RecordRef, the id of a command
    contact_wanted = Signal(str)
    company_wanted = Signal(str)
    done = Signal(str)
    used = Signal(object)  # PaletteUse

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        kinds: Mapping[str, RecordKind],
        commands: Commands,
        use: PaletteUse,
    ) -> None:
        super().__init__(window, _("Search and commands"), _("Search or run"))
        self._work = PaletteBridge(bridge, kinds, self, self._fail)
        self._commands = commands
        self.use = use
        self.places: Sequence[Place] = ()
        self._among = Scope.ALL
        self._hits: Sequence[SearchHit] = ()
        self._texts: Sequence[SearchHit] = ()
        self._asked = self._asked_below = False
        self._runs_when_answered: Callable[[], None] | None = None
        self._record: Line | None = None
        self._actions: Sequence[Line] = ()
        self._text_before = ""
        self._counted: tuple[str, Mapping[Scope, str]] = ("", {})
        archive = partial(self._work.archive, then=self.done.emit)
        self._callbacks = PaletteActions(
            self._open, self._open_apart, self._act, self._work.turn_pin, archive
        )
        self._creations = {
            Scope.PEOPLE: self.contact_wanted.emit,
            Scope.COMPANIES: self.company_wanted.emit,
        }
        self.scopes = self.between = ScopeRow(self)
        self.scopes.wanted.connect(self._narrow)
        self.list.apart_chosen.connect(self.run_apart)
        self._rest = single_shot(self, self._ask_texts, _REST_MS)
        self.foot, self.foot_aside = keys_of_foot(), signs_of_scopes()
        commands.ran.connect(self._note_command)

    @property
    def is_ready(self) -> bool:
        """Whether what was typed is answered, texts and files too."""
        return not self._asked and not self._asked_below

    def begin(self, text: str = "") -> None:
        """Come up with this text in the line."""
        self._record, self._runs_when_answered = None, None
        self._among, self._hits, self._texts = Scope.ALL, (), ()
        self.line.setPlaceholderText(_("Search or run"))
        self.begun.emit()
        super().begin(text)

    def take_places(self, places: Sequence[Place]) -> None:
        """Find among these from now on."""
        self.places = places
        if self._scope is Scope.PLACES and self._record is None and not self.isHidden():
            self._show(keeps=True)

    # Asking

    @property
    def _scope(self) -> Scope:
        scope = lines.split(self.line.text())[0]
        return self._among if scope is Scope.ALL else scope

    def typed(self, text: str) -> None:
        """Another text stands in the line."""
        self._runs_when_answered = None
        self._rest.stop()
        self._asked = self._asked_below = False
        if self._record is not None:
            self.scopes.hide()
            self.show_lines([line for line in self._actions if _holds(line, text)])
            return
        sought = lines.split(text)[1]
        if not sought:
            self._among = Scope.ALL
        scope, linked = self._scope, linked_record(text)
        self.scopes.setHidden(not sought)
        self._texts = ()
        if linked is not None:
            self._ask_linked(linked)
        elif not text.strip():
            self._ask_recent()
        elif not sought or not (scope.names or scope.texts):
            self._hits = ()
            self._show()
        elif scope.names:
            self._asked, self._asked_below = True, bool(scope.texts)
            self._work.find_records(sought, scope.names, partial(self._answer, text))
        else:
            self._hits, self._asked_below = (), True
            self._ask_texts()

    def _ask_texts(self) -> None:
        if self._asked_below:
            text = self.line.text()
            then = partial(self._answer_below, text)
            self._work.find_texts(lines.split(text)[1], self._scope.texts, then)

    def _answer(self, text: str, hits: Sequence[SearchHit]) -> None:
        if self._record is not None or text != self.line.text():
            return
        self._asked, self._hits = False, hits
        if self._asked_below and hits:
            self._rest.start()
        elif self._asked_below:
            self._ask_texts()
        # Where nothing has such a name, what was there stays until texts are looked through.
        if self._show(is_final=not self._asked_below):
            self._run_if_waited_for()

    def _answer_below(self, text: str, hits: Sequence[SearchHit]) -> None:
        if self._record is not None or text != self.line.text():
            return
        self._asked_below, self._texts = False, hits
        self._show(keeps=bool(self._hits))
        self._run_if_waited_for()

    def _run_if_waited_for(self) -> None:
        run, self._runs_when_answered = self._runs_when_answered, None
        if run is not None:
            run()

    def _fail(self, error: BaseException) -> None:
        self._asked = self._asked_below = False
        self.show_lines([lines.heading(words_for(error))])

    # Showing

    def _show(self, *, is_final: bool = True, keeps: bool = False) -> bool:
        """Show what is known so far, whether there is anything; ``keeps`` the current line."""
        scope, sought = self._scope, lines.split(self.line.text())[1]
        found = self._found(scope, sought)
        if scope is Scope.ALL:
            self._counted = sought, found.count()
        self.scopes.tell(scope, self._counted[1] if self._counted[0] == sought else {})
        shown = lines.group(found, sought, scope)
        if not shown and not is_final:
            return False
        if not shown and sought:
            none = lines.heading(_("No results for “{text}”").format(text=isolated(sought)))
            shown = [none, *creation_lines(scope, sought, self._commands, self._creations)]
            self.scopes.setHidden(scope is Scope.ALL)  # there is nothing to choose among
        self.show_lines(shown, keeps=keeps)
        return True

    def _found(self, scope: Scope, sought: str) -> Found:
        return Found(
            self._hits,
            [text_line(hit, sought) for hit in self._texts if hit.kind == ACTIVITY and hit.host],
            [text_line(hit, sought) for hit in self._texts if hit.kind == FILE],
            place_lines(self.places, sought) if scope in (Scope.ALL, Scope.PLACES) else (),
            task_lines(self._hits, sought, self._commands, self._act) if scope is Scope.ALL else (),
            self._found_commands(scope, sought),
            is_cut=len(self._hits) >= MOST,
            is_cut_below=len(self._texts) >= MOST_TEXTS,
        )

    def _found_commands(self, scope: Scope, sought: str) -> list[Line]:
        if scope not in (Scope.ALL, Scope.COMMANDS):
            return []
        leading = {place.line.command for place in self.places} if scope is Scope.ALL else set()
        return found_commands(self._commands, sought, leading)

    def _narrow(self, scope: Scope) -> None:
        """Seek the same among these only."""
        sought = lines.split(self.line.text())[1]
        self._among = Scope.ALL if scope.sign else scope
        text = scope.sign + sought
        if text == self.line.text():
            self.typed(text)
        else:
            self.line.setText(text)

    def _ask_linked(self, record: RecordRef) -> None:
        """The record whose address was pasted."""
        self._hits, self._asked = (), True
        self.scopes.hide()
        self._work.read_titles([record], partial(self._show_linked, self.line.text()))

    def _show_linked(self, text: str, found: Sequence[Line]) -> None:
        if text != self.line.text() or self._record is not None:
            return
        self._asked = False
        self.show_lines(found or [lines.heading(_("There is no such record in this workspace."))])
        self._run_if_waited_for()

    # The empty palette

    def _ask_recent(self) -> None:
        self._hits = ()
        self._show_recent(())
        refs = [RecordRef(*each.split(":", 1)) for each in self.use.records if ":" in each]
        if refs:
            self._work.read_titles(refs, self._show_recent_if_empty)

    def _show_recent_if_empty(self, records: Sequence[Line]) -> None:
        if not self.line.text() and self._record is None:
            self._show_recent(records)

    def _show_recent(self, records: Sequence[Line]) -> None:
        often = often_used(self._commands, self.use.commands)
        shown = [lines.heading(_("Recent")), *records] if records else []
        self.show_lines([*shown, lines.heading(_("Commands")), *often])

    # Running

    def enter(self, *, apart: bool = False) -> None:
        """Enter before the answer is there waits for it: what was typed counts."""
        if self._asked or (self._asked_below and not self._hits):
            self._runs_when_answered = partial(self.enter, apart=apart)
        elif not apart:
            super().enter()
        elif self.list.line is not None:
            self.run_apart(self.list.line)

    def enter_apart(self) -> None:
        """Ctrl+Enter."""
        self.enter(apart=True)

    def run(self, line: Line) -> None:
        """Show the record, or carry out the command, and go; a heading shows all of its group."""
        if line.is_heading:
            self._narrow(Scope(line.keys))
            return
        if line.locked:
            return  # it says why itself
        self.close_again()
        if line.run is not None:
            line.run()
        elif line.target is not None:
            self._open(line.target, line.item)
        elif line.command:
            self._commands.action(line.command).trigger()

    def run_apart(self, line: Line) -> None:
        """The record in a window of its own."""
        if line.target is not None and not line.is_heading:
            self.close_again()
            self._open_apart(line.target)

    def _open(self, record: RecordRef, item: str = "") -> None:
        self._note_record(record)
        if item:
            self.item_wanted.emit(record, item)
        else:
            self.record_wanted.emit(record)

    def _open_apart(self, record: RecordRef) -> None:
        self._note_record(record)
        self.apart_wanted.emit(record)

    def _act(self, record: RecordRef, command_id: str) -> None:
        self._note_record(record)
        self.act_wanted.emit(record, command_id)

    def _note_record(self, record: RecordRef) -> None:
        self._use(self.use.with_record(f"{record.entity}:{record.id}", lines.MOST_RECENT))

    def _note_command(self, command_id: str) -> None:
        if command_id not in UNLISTED:
            self._use(self.use.with_command(command_id))
            self.close_again()

    def _use(self, use: PaletteUse) -> None:
        self.use = use
        self.used.emit(use)

    # Actions of a record

    def tab(self) -> None:
        """The actions of the record found, and back again."""
        line = self.list.line
        if self._record is not None:
            self._leave_record()
        elif line is not None and line.target is not None and not self._asked:
            then = partial(self._show_actions, line, line.target)
            self._work.read_record(line.target, then)

    def escape(self) -> None:
        """From the actions back to what was found, from there away."""
        if self._record is not None:
            self._leave_record()
        else:
            self.close_again()

    def _leave_record(self) -> None:
        self._record = None
        self.line.setPlaceholderText(_("Search or run"))
        self.line.setText(self._text_before)
        self.typed(self._text_before)

    def _show_actions(self, line: Line, record: RecordRef, read: ReadRecord | None) -> None:
        if read is None or self.isHidden():
            return
        self._actions = action_lines(record, line, read, self._commands, self._callbacks)
        self._text_before, self._record = self.line.text(), line
        self.line.setPlaceholderText(read.text.title)
        self.line.setText("")
        self.typed("")


def _holds(line: Line, text: str) -> bool:
    return text.strip().casefold() in line.spoken.casefold()
