"""What one window can do with records: its commands that create them, change them and end deals.

Called by ``gui/session.py`` each time a view of the workspace is put up. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction

from crm_desktop.core.i18n import Message, msg
from crm_desktop.gui.pages.deals.request_ways import WAYS
from crm_desktop.gui.shell.card.commands import CHANGING, add_card_commands
from crm_desktop.gui.shell.commands import Command
from crm_desktop.gui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from crm_desktop.core.values.person_text import PersonText
    from crm_desktop.gui.bridge.bridge import Bridge
    from crm_desktop.gui.session import Session
    from crm_desktop.gui.shell.card.page import CardPage
    from crm_desktop.gui.shell.list_page import ListPage
    from crm_desktop.gui.shell.pasting import Pasting

_DEALS = "deal"


def add_commands(session: Session) -> Sequence[QAction]:
    """Add all of them to the window; gives what creates, the first of which stands in the top
    bar."""
    window = session.window
    add = window.commands.add
    cell = Command(
        "list.edit_cell", msg("Edit t&he cell").text, "edit", 2, "F2", needs=CHANGING, icon="table"
    )
    change = Command(
        "record.edit", msg("&Change…").text, "edit", 2, "Shift+F2", needs=CHANGING,
        icon="pencil-simple",
    )  # fmt: skip
    add(cell, partial(_edit_cell, window))
    add(change, session.edit_record)
    won, lost = (
        Command("deals.win", msg("&Deal won").text, "record", 1, "Ctrl+Shift+Y", icon="trophy"),
        Command(
            "deals.lose", msg("Deal &lost…").text, "record", 1, "Ctrl+Shift+X", icon="x-circle"
        ),
    )
    add(won, partial(_on_deals, window, lambda page: page.win()))
    add(lost, partial(_on_deals, window, lambda page: page.lose()))
    for one in WAYS:
        sort = Command(one.command, one.title.text, "record", 1, icon=one.icon, needs=CHANGING[2:])
        add(sort, partial(_on_deals, window, partial(_sort, session, one.name)))
    add_card_commands(
        window.commands,
        partial(_on_card, window),
        apart=partial(_open_current_apart, window),
        step=partial(_step, window),
    )
    return (
        add(_command("record.create", msg("&Create what fits the page…"), "N"), session.create),
        add(_command("contacts.create", msg("&New contact…"), "Shift+P"), session.new_contact),
        add(_command("companies.create", msg("New c&ompany…"), "Shift+F"), session.new_company),
        add(_command("deals.create", msg("New d&eal…"), "Shift+D"), session.new_deal),
        add(_command("products.create", msg("New prod&uct…"), ""), session.new_product),
    )


def _edit_cell(window: MainWindow) -> None:
    shown = window.view.page.shown_list if window.view is not None else None
    if shown is not None:
        shown.edit_cell()


def _sort(session: Session, way: str, place: Any) -> None:
    """On the page of deals, or on the card of one."""
    from crm_desktop.gui.pages.deals.requests import sort_chosen

    if place.objectName() == _DEALS and session.bridge is not None:
        sort_chosen(place, session.bridge, way)
    else:
        place.sort(way)


def take_pasted(session: Session, bridge: Bridge, lists: Sequence[ListPage]) -> Pasting:
    """Let these lists, the first of which is that of people, take what is pasted or dropped."""
    from crm_desktop.gui.shell.pasting import Pasting

    pasting = Pasting(bridge.settings.get("region"), lists[0])
    for page in lists:
        page.list.table.paste_wanted.connect(pasting.paste)
    pasting.take_drops(lists[0], lists[0].list.table.viewport())
    pasting.rows_came.connect(session.import_files)
    pasting.person_came.connect(partial(_begin_pasted, session))
    pasting.nothing_came.connect(partial(session.window.notifications.tell, mark="told"))
    return pasting


def _begin_pasted(session: Session, person: PersonText) -> None:
    from crm_desktop.gui.shell.pasting import as_values

    locked = session.window.commands.lock_of("contacts.create")
    if locked:
        session.window.notifications.tell(locked)
    elif session.dialogs is not None:
        session.dialogs.new_contact.begin(**as_values(person))


def _command(command_id: str, title: Message, key: str) -> Command:
    """A command that creates something: first in the File menu."""
    keys = f"Ctrl+{key}" if key else ""
    needs = {
        "contacts.create": CHANGING[:1],
        "companies.create": CHANGING[1:2],
        "deals.create": CHANGING[2:],
        "products.create": ("products:product:write",),
    }.get(command_id, CHANGING)
    return Command(command_id, title.text, "file", 0, keys, icon="plus-circle", needs=needs)


def _on_deals(window: MainWindow, action: Callable[[Any], object]) -> None:
    """Do something on the page of deals or a deal's card, whichever is to be seen."""
    view = window.view
    if view is None:
        return
    if view.way.card is not None and view.way.card.description.entity == _DEALS:
        action(view.way.card.top)
    elif view.page.objectName() == _DEALS:
        action(view.page)


def _on_card(window: MainWindow, action: Callable[[CardPage], object]) -> None:
    if window.view is not None:
        window.view.on_card(action)


def _open_current_apart(window: MainWindow) -> None:
    if window.view is not None:
        window.view.open_current_apart()


def _step(window: MainWindow, steps: int) -> None:
    if window.view is not None:
        window.view.way.go_to_neighbour(steps)
