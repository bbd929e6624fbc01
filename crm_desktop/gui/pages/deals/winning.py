"""What is said when deals are won: a green note with the sum, a way back, a way to what follows.

Used by the board and the card. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.pages.deals.reads import ENTITY
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef


def tell_won(
    bridge: Bridge,
    words: str,
    begun: Sequence[str],
    pipeline: str,
    open_: Callable[[RecordRef], None],
) -> None:
    """Celebrate with ``words``; ``begun`` are the ids of the deals that begin anew in the
    ``pipeline`` that follows."""
    if not begun:
        bridge.celebrated.emit(words, None)
        return
    anew = ngettext(
        "A new deal is open in “{pipeline}”.",
        "{number} new deals are open in “{pipeline}”.",
        len(begun),
    ).format(number=shown_number(len(begun)), pipeline=pipeline)
    first = RecordRef(ENTITY, str(begun[0]))
    bridge.celebrated.emit(f"{words}\n{anew}", Button(_("Open the new deal"), lambda: open_(first)))
