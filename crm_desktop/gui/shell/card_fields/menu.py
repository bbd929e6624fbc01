"""The menu of a field on a card (interaction.md, section 11). GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.kit.card_fields.row import FieldRow
from crm_desktop.gui.kit.locking import lock_action
from crm_desktop.gui.kit.theme.icons import IconRole
from crm_desktop.gui.kit.theme.manager import ThemeManager

_MOST_LINES = 10


@dataclass
class FieldActions:
    """What the card can do with a field beyond this pane, by the field's name; what there is no
    way to do is not shown. ``make_fields`` leads to where fields are made; ``locked`` says why the
    person may not lay the card out."""

    history: Callable[[str], None] | None = None
    hide: Callable[[str], None] | None = None
    arrange: Callable[[], None] | None = None
    make_fields: Callable[[], None] | None = None
    locked: str = ""


def field_menu(row: FieldRow, actions: FieldActions, parent: QWidget) -> QMenu:
    """Change · Copy · History · Hide · Set up; it goes when it is closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    name = row.field.name
    if row.record is not None:
        follow = partial(row.told.followed.emit, *row.record)
        _add(menu, "arrow-square-out", _("Open"), partial(follow, False))
        _add(menu, "app-window", _("Open in a new window"), partial(follow, True))
        menu.addSeparator()
    if row.field.make is not None:
        _add(menu, "pencil-simple", _("Change"), row.edit)
    if len(row.lines) > 1:
        copying = menu.addMenu(_("Copy"))
        for number, line in enumerate(row.lines[:_MOST_LINES]):
            words = isolated(line.taken[:80]).replace("&", "&&")
            copying.addAction(words, lambda number=number: row.copy(number))
    elif row.lines:
        _add(menu, "copy-simple", _("Copy"), row.copy)
    if history := actions.history:
        menu.addSeparator()
        _add(menu, "clock-counter-clockwise", _("History of the field"), lambda: history(name))
    if actions.hide or actions.arrange:
        menu.addSeparator()
    if hide := actions.hide:
        lock_action(
            _add(menu, "eye-slash", _("Hide the field"), lambda: hide(name)), actions.locked
        )
    if arrange := actions.arrange:
        lock_action(_add(menu, "gear-six", _("Set up the fields"), arrange), actions.locked)
    return menu


def _add(menu: QMenu, icon: str, words: str, do: Callable[[], None]) -> QAction:
    action = menu.addAction(words)
    ThemeManager.instance().set_icon(action, icon, IconRole.MENU)
    action.triggered.connect(lambda _on: do())
    return action
