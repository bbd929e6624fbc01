"""Mentions of the person by others: in the bell, and while the program runs as a note as well.

One for each window, made by ``gui/session.py``. Which of them were seen is kept among the drafts
of the workspace, so that a restart tells the newest that were not, and none again. A mention put
into an older note is not told: the time of a mention is that of its note. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.activities.queries import find_mentions
from crm_desktop.features.activities.rows import ActivityRow
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.kit.rich_text import plain_text
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.page import RecordRef

_KEY = "mentions"
_MOST_SEEN = 200
_MOST_LETTERS = 80
# Clocks of an office differ: so far behind the newest one seen, or the first one that still waits
# in the bell, others are looked for.
_CLOCKS = timedelta(days=1)


class MentionsInBell(QObject):
    """``open_record`` shows the record on which a mention hangs."""

    def __init__(
        self,
        bridge: Bridge,
        notifications: Notifications,
        open_record: Callable[[RecordRef], None],
    ) -> None:
        super().__init__(bridge)
        self._bridge, self._notifications, self._open = bridge, notifications, open_record
        self._drafts = drafts_of(bridge.settings.get("id", ""))
        self._since, self._seen = _read(self._drafts.get(_KEY))
        self._told: dict[str, list[ActivityRow]] = {}  # by the words in the bell
        self._keep()
        bridge.changed.connect(self._note_changes)
        notifications.inbox.changed.connect(self._note_read)
        self._ask(self._keep_in_bell)

    def _ask(self, then: Callable[[list[ActivityRow]], None]) -> None:
        self._bridge.query(find_mentions, self._since, then=then, owner=self, channel="mentions")

    def _note_changes(self, changes: Changes) -> None:
        if changes.touch(("activity",)) and changes.by_entity["activity"].new:
            self._ask(self._tell)

    def _keep_in_bell(self, rows: list[ActivityRow]) -> None:
        """They came while the program was closed."""
        self._take_up(rows)

    def _tell(self, rows: list[ActivityRow]) -> None:
        """They come now."""
        for words, row in self._take_up(rows).items():
            self._notifications.tell(words, self._button(words, row), mark="told")

    def _take_up(self, rows: list[ActivityRow]) -> dict[str, ActivityRow]:
        """Put into the bell those that it doesn't know yet; gives them by their words."""
        known = {*self._seen, *(row.id for row in self._waiting)}
        fresh = [row for row in rows if row.id not in known]
        for row in fresh:
            words = _words(row)
            self._notifications.inbox.keep(words, self._button(words, row), row.created_at)
            self._told.setdefault(words, []).append(row)
        return {_words(row): row for row in fresh}

    @property
    def _waiting(self) -> list[ActivityRow]:
        """Those in the bell that nobody has looked at."""
        return [row for told in self._told.values() for row in told]

    def _button(self, words: str, row: ActivityRow) -> Button | None:
        if not row.links:
            return None
        ref = RecordRef(row.links[0].entity, row.links[0].id)
        return Button(_("Open"), partial(self._press, words, ref))

    def _press(self, words: str, ref: RecordRef) -> None:
        """In the bell or in the note: seen in one, it is seen in both."""
        inbox = self._notifications.inbox
        for kept in inbox.kept:
            if kept.words == words:
                inbox.read(kept)
        self._open(ref)

    def _note_read(self) -> None:
        """What was read in the bell, or has left it, is not told at the next start."""
        unread = {kept.words for kept in self._notifications.inbox.kept if not kept.is_read}
        words_read = [words for words in self._told if words not in unread]
        read = [row for words in words_read for row in self._told.pop(words)]
        if not read:
            return
        self._seen = [*self._seen, *(row.id for row in read)][-_MOST_SEEN:]
        newest = max(row.created_at for row in read)
        first = min([newest, *(row.created_at for row in self._waiting)])
        self._since = max(self._since, first - _CLOCKS)
        self._keep()

    def _keep(self) -> None:
        self._drafts.put(_KEY, {"since": self._since.isoformat(), "seen": self._seen})


def _words(row: ActivityRow) -> str:
    """``Maria Kotova mentioned you, Marina Kim: Please look``."""
    text = next(iter(plain_text(row.title or row.text).split("\n", 1)), "")
    if len(text) > _MOST_LETTERS:
        text = text[:_MOST_LETTERS].rstrip() + "…"
    author = row.author.name if row.author is not None else ""
    record = row.links[0].name if row.links else ""
    if not record:
        words = _("{author} mentioned you: {text}")
        return words.format(author=isolated(author), text=isolated(text))
    words = _("{author} mentioned you, {record}: {text}")
    return words.format(author=isolated(author), record=isolated(record), text=isolated(text))


def _read(kept: Any) -> tuple[datetime, list[str]]:
    """Since when, and the ids of those seen; what can't be understood begins anew."""
    try:
        if isinstance(kept, Mapping):
            return datetime.fromisoformat(kept["since"]), [str(one) for one in kept["seen"]]
    except (KeyError, TypeError, ValueError):
        pass
    return now(), []
