"""How the deals are looked at, put into a ``ListLook`` as settings keep it and taken out again.

Called by the page of deals. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.settings import ListLook
from crm_desktop.features.views.rows import ViewLook
from crm_desktop.filters import codec
from crm_desktop.filters.ast import EVERYTHING
from crm_desktop.gui.pages.deals.modes import BOARD, MODES, RECURRING
from crm_desktop.gui.pages.deals.reads import Asked
from crm_desktop.gui.shell.asked_list import decoded

_MODES = (*MODES, RECURRING)


def look_of(
    asked: Asked, mode: str, folded: tuple[str, ...], view_id: str, listed: ListLook
) -> ListLook:
    """All of it; ``listed`` is how the list is looked at by itself. No filter is an empty text."""
    return replace(
        listed,
        view=view_id,
        filter=codec.encode(asked.filter) if asked.filter != EVERYTHING else "",
        folded=folded,
        pipeline=asked.pipeline,
        mode=mode,
        cards=asked.sort,
    )


def asked_of(look: ListLook) -> Asked:
    """What is asked of the deals; in the order of hand, if none was kept."""
    return Asked(look.pipeline, decoded(look.filter), look.cards or "hand")


def mode_of(look: ListLook) -> str:
    """As what the deals are shown first."""
    return look.mode if look.mode in _MODES else BOARD


def settled(look: ListLook, listed: ListLook) -> ListLook:
    """What was kept when the pipeline stood as the view, the mode as the group, the rule of the
    cards as the order, and the look of the list (``listed``) apart: as it is kept now."""
    if look.mode or look.group not in _MODES:
        return look
    return replace(
        of_list(listed),
        filter=look.filter,
        folded=look.folded,
        pipeline=look.view,
        mode=look.group,
        cards=look.sort,
    )


def of_list(look: ListLook | ViewLook) -> ListLook:
    """How the list of deals is looked at by itself: what is asked stands with the page."""
    return ListLook(look.columns, look.widths or {}, look.sort, look.descending, group=look.group)
