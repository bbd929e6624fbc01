"""What is imported when: pages behind the opening of a workspace, the rest when a page is there.

Called by ``gui/session.py``. Pages bring the features with them, and those SQLAlchemy.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module

from PySide6.QtCore import QTimer

_PAGES = (
    "crm_desktop.gui.pages.contacts.page",
    "crm_desktop.gui.pages.contacts.kind",
    "crm_desktop.gui.pages.companies.page",
    "crm_desktop.gui.pages.companies.kind",
    "crm_desktop.gui.pages.deals.page",
    "crm_desktop.gui.pages.deals.kind",
    "crm_desktop.gui.pages.products.page",
    "crm_desktop.gui.pages.products.kind",
    "crm_desktop.gui.pages.search.page",
    "crm_desktop.gui.pages.importing.actions",
    "crm_desktop.gui.pages.settings.page",
    "crm_desktop.gui.bulk_tasks",
    "crm_desktop.gui.record_dialogs",
    "crm_desktop.gui.session_cards",
    "crm_desktop.gui.session_lists",
    "crm_desktop.gui.session_view",
    "crm_desktop.gui.shell.pasting",
    "crm_desktop.gui.shell.workspace_view",
)
# What is wanted only later, at the earliest when somebody has seen the first page. The cards come
# in parts, none of which holds the window up for longer than a frame or two. What is seldom wanted
# (the import's wizard) stays out: it would only take memory.
_LATER = (
    "crm_desktop.gui.kit.filters.condition_popover",
    "crm_desktop.gui.pages.activities.next_steps",
    "crm_desktop.gui.pages.activities.timeline_part",
    "crm_desktop.gui.pages.companies.form",
    "crm_desktop.gui.pages.companies.card_fields",
    "crm_desktop.gui.pages.contacts.card_fields",
    "crm_desktop.gui.pages.deals.card",
    "crm_desktop.gui.pages.deals.recurring",
    "crm_desktop.gui.cards",
    "crm_desktop.gui.shell.card.window",
    "crm_desktop.gui.shell.palette_making",
    "crm_desktop.gui.pages.contacts.new_contact",
    "crm_desktop.gui.pages.companies.new_company",
    "crm_desktop.gui.pages.deals.board_page",
    "crm_desktop.gui.pages.deals.toolbar",
    "crm_desktop.gui.pages.deals.new_deal",
    "crm_desktop.gui.pages.deals.quick_add",
    "crm_desktop.gui.pages.deals.menus",
    "crm_desktop.gui.pages.deals.gate",
    "crm_desktop.gui.pages.deals.losing",
    "crm_desktop.gui.pages.deals.forecast",
    "crm_desktop.gui.pages.deals.deal_list",
    "crm_desktop.gui.pages.contacts.edit_contact",
    "crm_desktop.gui.pages.companies.edit_company",
    "crm_desktop.gui.pages.products.new_product",
    "crm_desktop.gui.pages.products.edit_product",
    "crm_desktop.gui.shell.bulk.list_bulk",
    "crm_desktop.gui.pages.activities.many_tasks",
    "phonenumbers",
    "psutil",
    "stdnum",
)
_PAUSE_MS = 20
_all_there = threading.Event()


def import_pages() -> None:
    """On the opening's thread, when everything else is imported already."""
    for name in _PAGES:
        import_module(name)
    _spare_the_collector()


@cache
def _spare_the_collector() -> None:
    """What was imported stays as long as the program. Were the collector to look through it again
    and again, the window would stand still for 150 ms each time."""
    gc.freeze()


def import_cards() -> None:
    """On the opening's thread, where the first page is a card."""
    import_module("crm_desktop.gui.cards")


def import_later(is_quiet: Callable[[], bool]) -> None:
    """One after another between events, when the first page is there, and only while nobody works
    with the window: who types waits for it. On the GUI thread, because some of them make things
    of Qt while they are imported."""
    _import_next(iter(_LATER), is_quiet)


def is_all_imported() -> bool:
    """Whether that is done, in this process at any time."""
    return _all_there.is_set()


def _import_next(rest: Iterator[str], is_quiet: Callable[[], bool]) -> None:
    if is_quiet():
        name = next(rest, None)
        if name is None:
            _all_there.set()
            return
        import_module(name)
    QTimer.singleShot(_PAUSE_MS, partial(_import_next, rest, is_quiet))
