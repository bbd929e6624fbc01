"""The palette (Ctrl+K): people, companies and commands by what is typed (interaction.md, 9).

Made by the main window when it is first wanted. GUI thread only; records are sought on readers'
threads, and answers to older questions are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import PaletteUse
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.shell import palette_lines as lines
from crm_desktop.gui.shell.commands import Commands
from crm_desktop.gui.shell.keys import shown_keys
from crm_desktop.gui.shell.menus import GROUPS
from crm_desktop.gui.shell.overlay import Overlay
from crm_desktop.gui.shell.page import RecordKind, RecordRef
from crm_desktop.gui.shell.palette_lines import Line, Scope
from crm_desktop.gui.shell.palette_scopes import ScopeRow, count

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.features.search.rows import SearchHit
    from crm_desktop.gui.kit.fields_pane import RecordText

_MOST = 30
# What leads here needs no line of its own.
_UNLISTED = {"search.everywhere"}


class Palette(Overlay):
    """``record_wanted``: show this record in its list; ``contact_wanted``: begin a contact with
    this name; ``archived``: it is done, in words; ``used``: what is used most has changed."""

    record_wanted = Signal(object)  # RecordRef
    contact_wanted = Signal(str)
    archived = Signal(str)
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
        self._bridge, self._kinds, self._commands = bridge, kinds, commands
        self.use = use
        self._hits: Sequence[SearchHit] = ()
        self._asked: str | None = None
        self._runs_when_answered = False
        self._record: Line | None = None
        self._actions: Sequence[Line] = ()
        self._text_before = ""
        self.scopes = self.between = ScopeRow(self)
        self.scopes.wanted.connect(self._narrow)
        self._counted: tuple[str, Mapping[Scope, str]] = ("", {})
        self.foot = (
            ("↑", ""),
            ("↓", _("choose")),
            (shown_keys("Tab"), _("actions")),
            (">", _("commands")),
            ("@", _("people")),
            ("/", _("places")),
        )
        commands.ran.connect(self._note_command)

    @property
    def is_ready(self) -> bool:
        """Whether what was typed is answered."""
        return self._asked is None

    def begin(self, text: str = "") -> None:
        """Come up with this text in the line."""
        self._record, self._runs_when_answered = None, False
        self._hits = ()
        super().begin(text)

    # Answering

    def typed(self, text: str) -> None:
        """Another text stands in the line."""
        self._runs_when_answered = False
        if self._record is not None:
            self.scopes.hide()
            self.show_lines([line for line in self._actions if _holds(line, text)])
            return
        scope, sought = lines.split(text)
        self.scopes.setHidden(not sought)
        if not scope.kinds or not sought:
            self._asked = None
            if text.strip():
                self._hits = ()
                self._show(scope, sought)
            else:
                self._ask_recent()
            return
        self._asked = text
        self._bridge.query(
            _find,
            sought,
            scope.kinds,
            then=partial(self._answer, text),
            failed=partial(self._fail, text),
            owner=self,
            channel="palette",
        )

    def _answer(self, text: str, hits: Sequence[SearchHit]) -> None:
        if self._record is not None or text != self.line.text():
            return
        self._asked, self._hits = None, hits
        self._show(*lines.split(text))
        if self._runs_when_answered:
            self._runs_when_answered = False
            self.enter()

    def _fail(self, text: str, error: BaseException) -> None:
        self._asked = None
        self.show_lines([lines.heading(words_for(error))])

    def _show(self, scope: Scope, sought: str) -> None:
        found = self._found_commands(scope, sought)
        is_cut = len(self._hits) >= _MOST
        self._tell_scopes(scope, sought, len(found), is_cut=is_cut)
        shown = lines.group(self._hits, found, sought, scope, is_cut=is_cut)
        if not shown and sought:
            shown = [lines.heading(_("No results for “{text}”").format(text=isolated(sought)))]
            if scope is not Scope.COMMANDS:
                shown.append(self._creation(sought))
        self.show_lines(shown)

    def _tell_scopes(self, scope: Scope, sought: str, commands: int, *, is_cut: bool) -> None:
        """Numbers are known from the search for everything, and stay while it is narrowed."""
        if scope is Scope.ALL:
            self._counted = sought, count(self._hits, commands, is_cut=is_cut)
        self.scopes.tell(scope, self._counted[1] if self._counted[0] == sought else {})

    def _narrow(self, scope: Scope) -> None:
        """Seek the same among these only."""
        self.line.setText(scope.value + lines.split(self.line.text())[1])

    def _found_commands(self, scope: Scope, sought: str) -> list[Line]:
        if scope is Scope.PEOPLE:
            return []
        listed = [command for command in self._commands if self._is_listed(command.id)]
        if scope is Scope.PLACES:
            listed = [command for command in listed if command.id in self._places()]
        found = lines.find_commands(listed, sought)
        return lines.command_lines(found, self._commands.shown_keys, sought)

    def _is_listed(self, command_id: str) -> bool:
        return command_id not in _UNLISTED and self._commands.action(command_id).isEnabled()

    def _places(self) -> Collection[str]:
        return {c.id for c in self._commands if c.group == "go" and c.section == 1}

    def _creation(self, name: str) -> Line:
        words = _("Create contact “{name}”").format(name=isolated(name))
        return Line(words, icon="plus-circle", run=partial(self.contact_wanted.emit, name))

    # The empty palette

    def _ask_recent(self) -> None:
        self._hits = ()
        self._show_recent(())
        if self.use.records:
            refs = [RecordRef(*each.split(":", 1)) for each in self.use.records if ":" in each]
            readable = [ref for ref in refs if ref.entity in self._kinds]
            reads = {entity: kind.read_text for entity, kind in self._kinds.items()}
            self._bridge.query(
                _read_titles,
                reads,
                readable,
                then=self._show_recent_if_empty,
                owner=self,
                channel="palette",
            )

    def _show_recent_if_empty(self, records: Sequence[Line]) -> None:
        if not self.line.text() and self._record is None:
            self._show_recent(records)

    def _show_recent(self, records: Sequence[Line]) -> None:
        counts = self.use.commands
        listed = [command for command in self._commands if self._is_listed(command.id)]
        groups = list(GROUPS)
        listed.sort(key=lambda c: (-counts.get(c.id, 0), groups.index(c.group), c.section))
        often = lines.command_lines(listed[: lines.MOST_RECENT], self._commands.shown_keys, "")
        shown = [lines.heading(_("Recent")), *records] if records else []
        self.show_lines([*shown, lines.heading(_("Commands")), *often])

    # Running

    def enter(self) -> None:
        """Enter before the answer is there waits for it: what was typed counts."""
        if self._asked is not None:
            self._runs_when_answered = True
        else:
            super().enter()

    def run(self, line: Line) -> None:
        """Show the record, or carry out the command, and go; a heading shows all of its group."""
        if line.is_heading:
            self._narrow(Scope(line.keys))
            return
        self.close_again()
        if line.run is not None:
            line.run()
        elif line.record is not None:
            self._want(line.record)
        elif line.command:
            self._commands.action(line.command).trigger()

    def _want(self, record: RecordRef) -> None:
        self._use(self.use.with_record(f"{record.entity}:{record.id}", lines.MOST_RECENT))
        self.record_wanted.emit(record)

    def _note_command(self, command_id: str) -> None:
        if command_id not in _UNLISTED:
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
        elif line is not None and line.record is not None and self._asked is None:
            self._bridge.query(
                self._kinds[line.record.entity].read_text,
                line.record.id,
                then=partial(self._show_actions, line, line.record),
                owner=self,
                channel="actions",
            )

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

    def _show_actions(self, line: Line, record: RecordRef, text: RecordText | None) -> None:
        if text is None or self.isHidden():
            return
        copied = [field for field in text.fields if field.copied]
        self._actions = (
            Line(_("Show"), icon="arrow-square-out", run=partial(self._want, record)),
            *(
                Line(
                    _("Copy {value}").format(value=field.copied),
                    field.label,
                    icon="copy-simple",
                    run=partial(QGuiApplication.clipboard().setText, field.copied),
                )
                for field in copied
            ),
            Line(
                self._commands["record.archive"].words,
                icon="archive",
                run=partial(self._archive, record),
            ),
        )
        self._text_before, self._record = self.line.text(), line
        self.line.setPlaceholderText(text.title)
        self.line.setText("")
        self.typed("")

    def _archive(self, record: RecordRef) -> None:
        kind = self._kinds[record.entity]
        self._bridge.execute(
            kind.archive((record.id,)),
            then=lambda _outcome: self.archived.emit(kind.archived(1)),
            owner=self,
        )


def _holds(line: Line, text: str) -> bool:
    return text.strip().casefold() in line.spoken.casefold()


def _find(reader: Reader, sought: str, kinds: Collection[str]) -> list[SearchHit]:
    """The best records, and the best of a kind that the others would leave no room for."""
    from crm_desktop.features.search.queries import search

    hits = search(reader, sought, limit=_MOST, kinds=kinds)
    if len(hits) == _MOST and len(kinds) > 1:
        for kind in kinds:
            if all(hit.kind != kind for hit in hits):
                hits += search(reader, sought, limit=lines.MOST_RECENT, kinds=(kind,))
    return hits


def _read_titles(
    reader: Reader,
    reads: Mapping[str, Callable[[Reader, str], RecordText | None]],
    records: Sequence[RecordRef],
) -> list[Line]:
    """Lines of these records; those that are gone are left out."""
    texts = [(record, reads[record.entity](reader, record.id)) for record in records]
    return [Line(text.title, text.subtitle, record=record) for record, text in texts if text]
