"""Requests that come into work: through the gate of their stage, and those of clients on the
blacklist only after a question.

Called by the board, the card and whatever sorts requests. GUI thread only; who is on the blacklist
is read on a reader's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.data.bulk.blacklisted.queries import find_blacklisted
from crm_desktop.features.deals.many.queries import find_rids
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.question_dialog import QuestionDialog
from crm_desktop.gui.pages.deals.gate import Anchor, Left, ask_gate
from crm_desktop.gui.pages.deals.many import Done
from crm_desktop.gui.shell.numbers import shown_number


def ask_accept(
    bridge: Bridge,
    parent: QWidget,
    anchor: Anchor,
    deal_ids: Sequence[str],
    stage_id: str,
    *,
    done: Done,
    left: Left | None = None,
    before: str | None = None,
    at_end: bool = False,
) -> None:
    """Bring the requests into the stage; all as in ``ask_gate``."""

    def stay() -> None:
        if left is not None:
            left()

    def fail(error: BaseException) -> None:
        bridge.tell_failed(error)
        stay()

    def ask(listed: Mapping[str, str]) -> None:
        if not listed:
            go_on()
            return
        heading, keep = _asked(list(listed.values())), _("Leave it")
        question = QuestionDialog(heading, "", _("Accept"), keep, parent.window(), is_grave=False)
        question.accepted.connect(go_on)
        question.rejected.connect(stay)
        question.open()

    where = partial(ask_gate, before=before, at_end=at_end, accepts=True)
    go_on = partial(where, bridge, parent, anchor, deal_ids, stage_id, done=done, left=left)
    bridge.query(_find_barred, tuple(deal_ids), then=ask, failed=fail, owner=parent)


def _find_barred(reader: Reader, ids: Sequence[str]) -> dict[str, str]:
    """The deals whose clients are on the blacklist, by id, with the client's name."""
    return find_blacklisted(reader, "deal", find_rids(reader, ids))


def _asked(names: Sequence[str]) -> str:
    if len(names) == 1:
        words = _("{name} is on the blacklist. Accept the request all the same?")
        return words.format(name=isolated(names[0]))
    words = ngettext(
        "The client of {number} request is on the blacklist. Accept it all the same?",
        "The clients of {number} requests are on the blacklist. Accept them all the same?",
        len(names),
    )
    return words.format(number=shown_number(len(names)))
