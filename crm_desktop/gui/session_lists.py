"""The pages of custom lists in one window: made when the lists are read, renamed and put away as
the lists are.

Made by ``gui/session.py`` with the bridge of its workspace. The first page of the window never
waits for them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import ListLook
from crm_desktop.features.common.list_entities import is_list_entity
from crm_desktop.features.custom_lists.queries import find_lists
from crm_desktop.features.custom_lists.rows import CustomListRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.main_window import MainWindow
from crm_desktop.gui.shell.preferences import Preferences

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader
    from crm_desktop.gui.record_dialogs import RecordDialogs
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.page import RecordKind
    from crm_desktop.gui.shell.pasting import Pasting
    from crm_desktop.gui.shell.workspace_view import WorkspaceView

# Lists are read when the first page has come, and their pages made one by one.
_BEGIN_MS, _NEXT_MS = 300, 30
_NAME = "custom_list"
_WRITE = "custom_lists:entry:write"


def adopt(page: ListPage, preferences: Preferences) -> None:
    """Let a list look as the person left it, and keep how it looks: by itself and in each view."""
    name = page.objectName()

    def remembered(view_id: str) -> ListLook | None:
        return preferences.settings.lists.get(f"{name}/{view_id}")

    def keep() -> None:
        look, of_view = page.look(), f"{name}/{page.views.view_id}"
        preferences.choose(lambda settings: settings.with_list(name, look).with_list(of_view, look))

    page.apply_look(preferences.settings.lists.get(name, ListLook()))
    page.remember_by(remembered)
    page.look_changed.connect(keep)


class SessionLists(QObject):
    """The lists of the workspace, and what can be done on their pages."""

    def __init__(
        self, bridge: Bridge, window: MainWindow, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._window, self._preferences = bridge, window, preferences
        self.rows: tuple[CustomListRow, ...] = ()
        self._made: dict[str, CustomListRow] = {}
        self._view: WorkspaceView | None = None
        self._dialogs: RecordDialogs | None = None
        self._kinds: MutableMapping[str, RecordKind] = {}
        self._wanted = ""
        self._pasting: Pasting | None = None
        bridge.changed.connect(self._note_changes)

    def serve(
        self,
        view: WorkspaceView,
        kinds: MutableMapping[str, RecordKind],
        dialogs: RecordDialogs,
    ) -> None:
        """Put the pages of the lists that are known into this view, which has just been made;
        ``kinds`` are those of the view."""
        self._view, self._kinds, self._dialogs = view, kinds, dialogs
        # In the order in which they came before: places keep their numbers.
        for row in list(self._made.values()):
            self._add(view, row)
        for row in self.rows:
            self._show(row)
        self._put_away(view)

    def begin(self, last_page: str) -> None:
        """Read the lists for the first time; the one that was left last is shown again."""
        self._wanted = last_page if is_list_entity(last_page) else ""
        QTimer.singleShot(_BEGIN_MS if not self._wanted else 0, self, self._read)

    def _note_changes(self, changes: Changes) -> None:
        if changes.touch((_NAME,)):
            self._read()

    def _read(self) -> None:
        self._bridge.query(_find_all, then=self._take, owner=self, channel="lists")

    def _take(self, rows: Sequence[CustomListRow]) -> None:
        self.rows = tuple(rows)
        self._show_next(list(rows))

    def _show_next(self, rest: list[CustomListRow]) -> None:
        """One page after another between events."""
        view = self._view
        if view is None:
            return
        if not rest:
            self._put_away(view)
            return
        row = rest.pop(0)
        is_new = self._show(row)
        if is_new and row.entity == self._wanted and not row.is_archived:
            self._wanted = ""
            view.show_place(len(view.pages) - 1)
        QTimer.singleShot(_NEXT_MS if is_new else 0, self, partial(self._show_next, rest))

    # Pages

    def _show(self, row: CustomListRow) -> bool:
        """Let the list have its page, under the name it has now; whether that was made."""
        from crm_desktop.gui.pages.custom_lists.kind import make_kind

        view = self._view
        assert view is not None
        if row.entity not in self._kinds:
            self._kinds[row.entity] = make_kind(row.entity)
        page = self._pages(view).get(row.entity)
        if page is None:
            if not row.is_archived:
                self._add(view, row)
            return not row.is_archived
        if (page.title, page.icon) != (row.name, row.icon):
            self._made[row.entity] = row
            page.title, page.icon = row.name, row.icon
            view.rename_page(page)
        return False

    def _add(self, view: WorkspaceView, row: CustomListRow) -> None:
        from crm_desktop.gui.pages.custom_lists.page import make_page

        self._made[row.entity] = row
        create = partial(self.create, row.entity)
        bring = Button(_("Import…"), self._window.choose_files)
        page = make_page(self._bridge, row, (Button(_("New entry"), create, "plus"), bring))
        adopt(page, self._preferences)
        page.list.table.paste_wanted.connect(self._paste)
        view.add_page(page)
        command = f"create.{row.entity}"
        words = partial(self._words, row.entity)
        self._window.commands.add(
            Command(command, words, "file", 0, icon="plus-circle", needs=(_WRITE,)), create
        )

    def _paste(self) -> None:
        """Rows on the clipboard become entries of the list that is shown."""
        if self._pasting is None:
            from crm_desktop.gui.shell.pasting import Pasting

            self._pasting = Pasting(None, self, takes_people=False)
            self._pasting.rows_came.connect(self._window.files_chosen)
            tell = partial(self._window.notifications.tell, mark="told")
            self._pasting.nothing_came.connect(tell)
        self._pasting.paste()

    def _words(self, entity: str) -> str:
        row = self._row(entity)
        return _("New entry: {name}…").format(name=row.one if row is not None else "")

    def _pages(self, view: WorkspaceView) -> Mapping[str, ListPage]:
        from crm_desktop.gui.shell.list_page import ListPage

        return {
            page.objectName(): page
            for page in view.pages
            if isinstance(page, ListPage) and is_list_entity(page.objectName())
        }

    def _put_away(self, view: WorkspaceView) -> None:
        """What is in the archive, or was never made after all, has no place."""
        there = {row.entity for row in self.rows if not row.is_archived}
        view.put_away(frozenset(self._pages(view)) - there)

    def _row(self, entity: str) -> CustomListRow | None:
        return next((row for row in self.rows if row.entity == entity), None)

    # Entries

    def create_here(self) -> bool:
        """Begin a new entry of the list that is shown; whether one is."""
        entity = self._view.page.objectName() if self._view is not None else ""
        if is_list_entity(entity):
            self.create(entity)
        return is_list_entity(entity)

    def open_current(self) -> bool:
        """Change the current record on its card, if it is an entry; whether it is."""
        record = self._view.page.current() if self._view is not None else None
        if self._view is None or record is None or not is_list_entity(record.entity):
            return False
        self._view.open_record(record)
        return True

    def shown_list(self) -> str:
        """The entity of the list whose page is shown, if it is one's."""
        view = self._view
        entity = view.page.objectName() if view is not None and view.way.card is None else ""
        return entity if is_list_entity(entity) else ""

    def create(self, entity: str) -> None:
        """Begin a new entry of this list."""
        row, dialogs = self._row(entity), self._dialogs
        if row is None or dialogs is None or self._view is None:
            return
        from crm_desktop.gui.pages.custom_lists.new_entry import begin_new

        begin_new(
            self._bridge,
            row,
            self._view,
            lambda dialog: dialogs.follow(dialog, _("The entry was created.")),
        )


def _find_all(reader: Reader) -> list[CustomListRow]:
    return find_lists(reader, archived=True)
