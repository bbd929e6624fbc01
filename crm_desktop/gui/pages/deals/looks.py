"""How the deals are looked at, put into a ``ListLook`` as settings keep it and taken out again.

Called by the page of deals. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.settings import ListLook
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING
from crm_desktop.gui.pages.deals.modes import BOARD, FORECAST, LIST, RECURRING
from crm_desktop.gui.pages.deals.reads import Asked
from crm_desktop.gui.shell.asked_list import decoded

_MODES = (BOARD, LIST, FORECAST, RECURRING)


def look_of(asked: Asked, mode: str, folded: tuple[str, ...]) -> ListLook:
    """The pipeline stands as the view, the mode as the group; no filter is an empty text."""
    return ListLook(
        sort=asked.sort,
        view=asked.pipeline,
        filter=codec.encode(asked.filter) if asked.filter != EVERYTHING else "",
        group=mode,
        folded=folded,
    )


def asked_of(look: ListLook) -> Asked:
    """What is asked of the deals; in the order of hand, if none was kept."""
    return Asked(look.view, decoded(look.filter), look.sort or "hand")


def mode_of(look: ListLook) -> str:
    """As what the deals are shown first."""
    return look.group if look.group in _MODES else BOARD


def of_list(look: ListLook) -> ListLook:
    """How the list of deals is looked at by itself: what is asked stands with the page."""
    return replace(look, view="", filter="")
