"""Before a client comes into a deal that is there already: whether they are on the blacklist.

For the fields of the card, cells of the list, the bar of ticked deals and the gate. GUI thread;
the question runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted_one
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.form_suggest import Suggested
from crm_desktop.gui.shell.card.questions import ask_about_joining
from crm_desktop.gui.shell.card_fields.kind import Ask
from crm_desktop.gui.shell.page import RecordRef

Press = Callable[[], object]


def asking(bridge: Bridge) -> Ask:
    """What asks before the company of a deal becomes another one."""

    def ask(place: QWidget, name: str, value: Any, go_on: Press, leave: Press) -> None:
        if name == "company" and isinstance(value, Suggested) and value.id:
            company = RecordRef("company", value.id)
            ask_about_clients(bridge, place, (company,), go_on, leave)
        else:
            go_on()

    return ask


def ask_about_clients(
    bridge: Bridge, place: QWidget, clients: Sequence[RecordRef], go_on: Press, leave: Press
) -> None:
    """Go on with these people and companies; those on the blacklist only after a question."""
    if not clients:
        go_on()
        return
    ask = partial(ask_about_joining, place, go_on=go_on, leave=leave)

    def fail(_error: BaseException) -> None:
        go_on()  # whether it can be written, the command says

    bridge.query(_find_listed, tuple(clients), then=ask, failed=fail, owner=place)


def _find_listed(reader: Reader, clients: Sequence[RecordRef]) -> dict[RecordRef, str]:
    """Those of them who are on the blacklist, with their names."""
    return {
        RecordRef(one.entity, key): name
        for one in clients
        for key, name in find_blacklisted_one(reader, *one).items()
    }
