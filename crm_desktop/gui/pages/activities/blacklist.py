"""Before something is planned with a client: whether they are on the blacklist.

For whatever plans where no card knows it. GUI thread; the question runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted_one
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.card.questions import ask_about_blacklisted
from crm_desktop.gui.shell.page import RecordRef


def if_not_barred(
    bridge: Bridge, record: RecordRef, parent: QWidget, go_on: Callable[[], None]
) -> None:
    """Go on; with a record of somebody on the blacklist only after a question, once a day."""

    def ask(listed: Mapping[str, str]) -> None:
        named = {RecordRef(record.entity, key): name for key, name in listed.items()}
        ask_about_blacklisted(parent, named, go_on)

    bridge.query(find_blacklisted_one, *record, then=ask, owner=parent, channel="barred")
