"""The menus of a list: that of a row and that of a column's title (interaction.md, section 11).

Made by ``ListPage`` each time one is opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.menu_entries import Press, add_entry, add_submenu, keep_short
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.shell.bulk.bar import BulkAction, fill_menu


@dataclass(frozen=True)
class OneRow:
    """What can be done with one row alone: open it, here and in a window of its own, pin it, and
    what pages do with the current record besides."""

    open: Press
    apart: Press
    pin: Press
    actions: Sequence[QAction] = ()


def row_menu(
    parent: QWidget,
    head: str,
    *,
    one: OneRow | None,
    copied: Sequence[tuple[str, str]],
    link: str = "",
    copy_rows: Press,
    offered: Sequence[BulkAction],
    keys_of: Callable[[str], str],
) -> QMenu:
    """Open, do, remove. ``head`` says that it acts on several rows, else there is ``one``;
    ``copied`` are titles and texts that can be copied alone, ``link`` the address of the record;
    ``offered`` is what the bar of ticked rows offers too, which has the keys of ``keys_of``."""
    menu = QMenu(parent)
    if one is None:
        add_entry(menu, head, None)
    else:
        add_entry(menu, _("&Open"), one.open, icon="arrow-square-out", keys="Return")
        words = _("In a n&ew window")
        add_entry(menu, words, one.apart, icon="app-window", keys="Ctrl+Return")
    menu.addSeparator()
    fill_menu(menu, [each for each in offered if not each.is_end], parent, keys_of)
    copy = add_submenu(menu, _("Cop&y"), "copy-simple")
    for title, text in copied:
        add_entry(copy, f"{title}: {text}".replace("&", "&&"), _copying(text))
    if link:
        add_entry(copy, _("&Link"), _copying(link))
    if copied or link:
        copy.addSeparator()
    rows = add_entry(copy, _("As a &table"), copy_rows)
    rows.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    if one is not None:
        add_entry(menu, _("&Pin to favourites"), one.pin, icon="star")
        menu.addActions(list(one.actions))
    menu.addSeparator()
    fill_menu(menu, [each for each in offered if each.is_end], parent, keys_of)
    keep_short(menu)
    return menu


def copied_alone(columns: Sequence[Column], row: object) -> list[tuple[str, str]]:
    """Titles and texts of what is often copied alone."""
    often = [column for column in columns if column.name in ("phone", "email")]
    return [(column.title, text) for column in often if (text := column.text(row))]


def header_menu(
    parent: QWidget,
    *,
    sort: Callable[[bool], object] | None,
    group: tuple[str, Press] | None,
    hide: Press | None,
    choose: Press,
) -> QMenu:
    """What can be done with a column; what can not is grey. ``group``: in which words, and how."""
    menu = QMenu(parent)
    rising, falling = ((lambda: sort(False)), (lambda: sort(True))) if sort else (None, None)
    add_entry(menu, _("&Ascending"), rising, icon="arrow-up-bold")
    add_entry(menu, _("&Descending"), falling, icon="arrow-down-bold")
    menu.addSeparator()
    if group is not None:
        add_entry(menu, *group, icon="rows")
        menu.addSeparator()
    add_entry(menu, _("&Hide"), hide, icon="eye-slash")
    add_entry(menu, _("&Columns…"), choose, icon="columns")
    return menu


def list_menu(
    parent: QWidget,
    shelf: str,
    *,
    show_shelf: Callable[[str], object],
    build: Press,
    choose_columns: Press,
    add_groups: Callable[[QMenu], object],
    export: Press,
    export_keys: str,
) -> QMenu:
    """The menu of a whole list: how it is asked, where it goes, and which shelf of it is shown."""
    menu = QMenu(parent)
    add_entry(menu, _("Advanced &filter…"), build, icon="funnel-simple")
    add_entry(menu, _("&Columns…"), choose_columns, icon="columns")
    add_groups(menu)
    menu.addSeparator()
    add_entry(menu, _("Export the lis&t…"), export, icon="export", keys=export_keys)
    menu.addSeparator()
    add_shelves(menu, shelf, show_shelf)
    return menu


def add_shelves(menu: QMenu, shelf: str, show_shelf: Callable[[str], object]) -> None:
    """Add the shelves of a list, the one that is shown ticked."""
    shelves = (
        ("current", _("C&urrent records")),
        ("archive", _("In the &archive")),
        ("bin", _("Recycle &bin")),
    )
    for name, words in shelves:
        action = add_entry(menu, words, partial(show_shelf, name))
        action.setCheckable(True)
        action.setChecked(name == shelf)


def _copying(text: str) -> Press:
    return lambda: QGuiApplication.clipboard().setText(text)
