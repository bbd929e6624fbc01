"""The menus of a list: that of a row and that of a column's title (interaction.md, section 11).

Made by ``ListPage`` each time one is opened. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.gui.shell.bulk.bar import BulkAction, fill_menu

Press = Callable[[], object]


def row_menu(
    parent: QWidget,
    head: str,
    *,
    show: Press,
    actions: Sequence[QAction],
    copied: Sequence[tuple[str, str]],
    link: str = "",
    copy_rows: Press,
    offered: Sequence[BulkAction],
    pin: Press | None = None,
) -> QMenu:
    """Open, do, remove. ``head`` says that it acts on several rows; ``copied`` are titles and
    texts that can be copied alone, ``link`` the address of the record; ``offered`` is what the bar
    of ticked rows offers too."""
    menu = QMenu(parent)
    if head:
        _add(menu, head, None)
        menu.addSeparator()
    else:
        _add(menu, _("&Show"), show)
        menu.addActions(list(actions))
        menu.addSeparator()
    fill_menu(menu, [one for one in offered if not one.is_end], parent)
    if pin is not None:
        _add(menu, _("&Pin to favourites"), pin)
    copy = menu.addMenu(_("Cop&y"))
    for title, text in copied:
        _add(copy, f"{title}: {text}".replace("&", "&&"), _copying(text))
    if link:
        _add(copy, _("&Link"), _copying(link))
    if copied or link:
        copy.addSeparator()
    rows = _add(copy, _("As a &table"), copy_rows)
    rows.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    menu.addSeparator()
    fill_menu(menu, [one for one in offered if one.is_end], parent)
    return menu


def header_menu(
    parent: QWidget,
    *,
    sort: Callable[[bool], object] | None,
    group: Press | None,
    hide: Press | None,
    choose: Press,
) -> QMenu:
    """What can be done with a column; what can not is grey."""
    menu = QMenu(parent)
    _add(menu, _("&Ascending"), (lambda: sort(False)) if sort else None)
    _add(menu, _("&Descending"), (lambda: sort(True)) if sort else None)
    menu.addSeparator()
    if group is not None:
        _add(menu, _("&Group by this column"), group)
        menu.addSeparator()
    _add(menu, _("&Hide"), hide)
    _add(menu, _("&Columns…"), choose)
    return menu


def list_menu(
    parent: QWidget,
    shelf: str,
    *,
    show_shelf: Callable[[str], object],
    build: Press,
    choose_columns: Press,
    add_groups: Callable[[QMenu], object],
) -> QMenu:
    """The menu of a whole list: how it is asked, and which shelf of it is shown."""
    menu = QMenu(parent)
    _add(menu, _("Advanced &filter…"), build)
    _add(menu, _("&Columns…"), choose_columns)
    add_groups(menu)
    menu.addSeparator()
    shelves = (
        ("current", _("C&urrent records")),
        ("archive", _("In the &archive")),
        ("bin", _("Recycle &bin")),
    )
    for name, words in shelves:
        action = _add(menu, words, partial(show_shelf, name))
        action.setCheckable(True)
        action.setChecked(name == shelf)
    return menu


def _add(menu: QMenu, words: str, press: Press | None) -> QAction:
    action = menu.addAction(words)
    if press is None:
        action.setEnabled(False)
    else:
        action.triggered.connect(lambda _checked=False: press())
    return action


def _copying(text: str) -> Press:
    return lambda: QGuiApplication.clipboard().setText(text)
