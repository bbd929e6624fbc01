"""What becomes of the views of one list: kept, named anew, copied, shared, pinned, moved, deleted.

Made by ``ListViews``, whose tabs ask for it; the rows above the list ask to save. GUI thread only;
menus and the pop-over for a name are imported when they are first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.features.views.commands import DeleteViews, MoveView, Pin, SaveView, UpdateView
from crm_desktop.features.views.looks import to_json, values_of_view
from crm_desktop.features.views.rows import ViewLook, ViewRow
from crm_desktop.filters import codec
from crm_desktop.filters.ast import Node
from crm_desktop.gui.bridge.bridge import Bridge

if TYPE_CHECKING:
    from crm_desktop.gui.kit.filters.popover import Popover
    from crm_desktop.gui.shell.views.list_views import ListViews
    from crm_desktop.gui.shell.views.view_menus import Actions

SHARE = "views:view:share"


class ViewKeeping(QObject):
    """Writes to the views of ``shown``, which reads them anew when they have changed."""

    def __init__(self, bridge: Bridge, shown: ListViews) -> None:
        super().__init__(shown)
        self._bridge = bridge
        self._shown = shown
        self.popover: Popover | None = None
        tabs = shown.tabs
        tabs.moved.connect(self.move)
        tabs.menu_wanted.connect(self._open_menu)
        tabs.new_wanted.connect(lambda: self.save_as(tabs.add))

    # Saving what is shown

    def save(self, anchor: Any) -> None:
        """Keep what is shown: as a view of one's own, or in the view for all who see it."""
        from crm_desktop.gui.shell.views.view_menus import save_menu

        view = self._shown.view
        if view is None or not self.may_change(view):
            self.save_as(anchor)
            return
        save_as = partial(self.save_as, anchor)
        menu = save_menu(self._shown.filters, view, update=self.update_view, save_as=save_as)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def may_change(self, view: ViewRow) -> bool:
        """Whether the person may change the view: an own one, or a shared one by right."""
        return not (view.preset or self._lock_of(view)) and (view.shared or view.mine)

    def _lock_of(self, view: ViewRow) -> str:
        return self._bridge.locked(SHARE if view.shared else SaveView)

    def update_view(self) -> None:
        """Put what is shown into the view."""
        shown, view = self._shown, self._shown.view
        if view is not None:
            changes = {"filter": codec.to_json(shown.root), "look": to_json(shown.look())}
            self._bridge.execute(UpdateView(view.id, view.version, changes), owner=self)

    def save_as(self, anchor: Any) -> None:
        """Ask for the name of a new view of what is shown."""
        shown = self._shown
        self._ask_name(anchor, "", partial(self._save_new, shown.root, shown.look()))

    def _save_new(
        self, root: Node, look: ViewLook, name: str, shared: bool, failed: Callable[[str], None]
    ) -> None:
        self._bridge.execute(
            SaveView(values_of_view(self._shown.entity, name, root, look, shared=shared)),
            then=lambda outcome: self._go_to(str(outcome.result)),
            failed=lambda error: self._tell_refused(error, failed),
            owner=self,
        )

    def _go_to(self, view_id: str) -> None:
        self._close_popover()
        self._shown.go_to_new(view_id)

    # The name of a view

    def _ask_name(self, anchor: Any, name: str, then: Callable[..., None]) -> None:
        from crm_desktop.gui.shell.views.name_popover import NamePopover

        popover = NamePopover(anchor, name, can_share=self._shown.may_share and not name)
        popover.named.connect(lambda text, shared: then(text, shared, popover.show_mistake))
        popover.gone.connect(partial(self._forget_popover, popover))
        self.popover = popover
        popover.open_below(anchor, popover.line)

    def _tell_refused(self, error: BaseException, failed: Callable[[str], None]) -> None:
        if isinstance(error, CrmError) and self.popover is not None:
            failed(str(error))
        else:
            self._bridge.tell_failed(error)

    def _forget_popover(self, popover: Popover) -> None:
        if self.popover is popover:
            self.popover = None

    def _close_popover(self) -> None:
        if self.popover is not None:
            self.popover.close()

    # The menu of a tab

    def _open_menu(self, view_id: str, place: QPoint) -> None:
        from crm_desktop.gui.shell.views.view_menus import tab_menu

        view, tabs = self._shown.named(view_id), self._shown.tabs
        if view is not None:
            tab_menu(tabs, view, self.actions_of(view, tabs)).popup(place)

    def actions_of(self, view: ViewRow, anchor: QWidget) -> Actions:
        """What the person can do with the view; a name is asked for at ``anchor``."""
        from crm_desktop.gui.shell.views.view_menus import Actions

        may = self.may_change(view)
        return Actions(
            rename=partial(self._rename, view, anchor) if may else None,
            copy=None if self._bridge.locked(SaveView) else partial(self._copy, view),
            share=partial(self._share, view) if may and self._shown.may_share else None,
            pin=None if self._bridge.locked(Pin) else partial(self._pin, view),
            delete=partial(self._delete, view) if may else None,
            locked=self._lock_of(view),
        )

    def _rename(self, view: ViewRow, anchor: QWidget) -> None:
        def rename(name: str, _shared: bool, failed: Callable[[str], None]) -> None:
            self._bridge.execute(
                UpdateView(view.id, view.version, {"name": name}),
                then=lambda _outcome: self._close_popover(),
                failed=lambda error: self._tell_refused(error, failed),
                owner=self,
            )

        self._ask_name(anchor, view.name, rename)

    def _copy(self, view: ViewRow) -> None:
        name = _("{view} (copy)").format(view=view.name)
        self._save_new(view.filter, view.look, name, False, lambda _words: None)

    def _share(self, view: ViewRow) -> None:
        self._bridge.execute(
            UpdateView(view.id, view.version, {"shared": not view.shared}), owner=self
        )

    def _pin(self, view: ViewRow) -> None:
        self._bridge.execute(Pin("view", view.id), owner=self)

    def _delete(self, view: ViewRow) -> None:
        shown = self._shown
        if view.id == shown.view_id and shown.views:
            shown.choose(shown.views[0].id)
        words = _("The view “{view}” is gone.").format(view=view.name)
        self._bridge.execute(
            DeleteViews((view.id,)), then=lambda _outcome: shown.done.emit(words), owner=self
        )

    def move(self, view_id: str, position: int) -> None:
        """Put a view at this place (from 0) among the saved ones."""
        self._bridge.execute(MoveView(view_id, position), owner=self)
