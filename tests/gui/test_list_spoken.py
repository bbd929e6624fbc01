"""What a screen reader is told of the cells of the list of people (interaction.md, section 21)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from crm_desktop.backend.backend import Backend
from crm_desktop.core.clock import LOCAL_ZONE, now
from crm_desktop.core.settings import ListLook
from crm_desktop.features.activities.commands import CreateActivity
from crm_desktop.features.companies.commands import CreateCompany
from crm_desktop.features.contacts.commands import CreateContact
from crm_desktop.features.users.queries import find_users
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.pages.contacts.page import make_page
from tests.gui.conftest import read, write

pytestmark = pytest.mark.usefixtures("dressed")

COLUMNS = ("name", "tags", "last_touch", "next_step", "owner")


def _marina(backend: Backend) -> None:
    """Last spoken to forty days ago, with a step for today."""
    [(owner, _name)] = read(backend, find_users, "")
    firm = write(backend, CreateCompany({"name": "Vector"}))
    values = {
        "given_name": "Marina",
        "position": "buyer",
        "companies": [{"company": firm, "primary": True}],
        "tags": [{"name": "Key"}, {"name": "Wholesale"}, {"name": "Fair"}],
        "owner": owner,
        "blacklisted": "Debts",
    }
    key = write(backend, CreateContact(values))
    about = {"contacts": [key]}
    today = now().astimezone(LOCAL_ZONE).date()
    done = datetime.combine(today - timedelta(days=40), time(12), LOCAL_ZONE).isoformat()
    write(backend, CreateActivity({"kind": "call", "title": "Talk", "done_at": done, **about}))
    step = {"kind": "task", "title": "Offer", "due_on": str(today)}
    write(backend, CreateActivity({**step, **about}))


def test_cells_are_told_in_whole_words_to_screen_readers(
    backend: Backend, bridge: Bridge, qtbot: QtBot
) -> None:
    _marina(backend)
    write(backend, CreateContact({"given_name": "Zoe"}))
    [(_owner, owner)] = read(backend, find_users, "")
    page = make_page(bridge, ())
    qtbot.addWidget(page)
    page.resize(1200, 400)
    page.apply_look(ListLook(COLUMNS, {}))
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.is_ready)
    told = QAccessible.queryAccessibleInterface(page.list.table)
    cells = [told.child(number) for number in range(told.childCount())]
    assert all(cell.role() != QAccessible.Role.NoRole for cell in cells)
    names = [cell.text(QAccessible.Text.Name) for cell in cells]
    assert "Marina, buyer, Vector, blacklisted" in names
    assert "Tags: Key, Wholesale, Fair" in names
    [touch] = [name for name in names if name.startswith("Last contact: ") and "ago" in name]
    assert touch.endswith(", 40 days ago, long ago")
    assert "Next step: today" in names
    assert f"Owner: {owner}" in names
    assert "Last contact: none" in names, "Zoe was never spoken to"
    assert "No next step is planned" in names
    page.hide()
