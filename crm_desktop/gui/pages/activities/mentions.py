"""Mentions of the person by others: in the bell, and while the program runs as a note as well.

One for each window, made by ``gui/session.py``. Which of them were seen is kept among the drafts
of the workspace, so that a restart tells those that were not, and none again. Of very many the
bell has the newest, and a way to the others. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.core.clock import now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.activities.mentions.queries import Mention, Mentions, find_mentions
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.changes import Changes
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.kit.rich_text import plain_text
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.inbox import MENTION
from crm_desktop.gui.shell.notifications import Notifications
from crm_desktop.gui.shell.numbers import shown_number
from crm_desktop.gui.shell.page import RecordRef

_KEY = "mentions"
_MOST_SEEN = 1_000
_MOST_LETTERS = 80
# Clocks of an office differ: so far behind the newest one seen, or the first one that still waits
# in the bell, others are looked for.
_CLOCKS = timedelta(days=1)
_JUST_BEFORE = timedelta(milliseconds=1)


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
        self._told: dict[str, list[Mention]] = {}  # by the words in the bell
        self._older = 0  # how many the bell hasn't
        self._older_words = ""  # its line about them
        self._reached = self._since  # it has those that are later
        self._keep()
        bridge.changed.connect(self._note_changes)
        notifications.inbox.changed.connect(self._note_read)
        self._ask(self._since, self._keep_in_bell)

    def _ask(self, since: datetime, then: Callable[[Mentions], None]) -> None:
        known = frozenset((*self._seen, *(one.key for one in self._waiting)))
        self._bridge.query(find_mentions, since, known, then=then, owner=self, channel="mentions")

    def _note_changes(self, changes: Changes) -> None:
        activities = changes.by_entity.get("activity")
        if activities is not None and (activities.new or "mentions" in activities.fields):
            self._ask(self._reached if self._older else self._since, self._tell)

    def _keep_in_bell(self, found: Mentions) -> None:
        """They came while the program was closed, or were asked for."""
        self._take_up(found)
        self._reached = _oldest(found, self._since)
        self._count_older(found.older)

    def _tell(self, found: Mentions) -> None:
        """They come now."""
        if MENTION in self._notifications.inbox.muted:
            return
        taken = self._take_up(found)
        for words, mention in taken.items():
            self._notifications.tell(words, self._button(words, mention), mark="told")
        self._announce(taken)
        if found.older:
            self._reached = _oldest(found, self._since)
            self._count_older(self._older + found.older)

    def _announce(self, taken: Mapping[str, Mention]) -> None:
        """Let the system tell one as it is, several as one."""
        inbox = self._notifications.inbox
        if len(taken) == 1:
            [(words, mention)] = taken.items()
            inbox.announce(MENTION, words, self._button(words, mention))
        elif taken:
            several = ngettext("{number} mention of you", "{number} mentions of you", len(taken))
            inbox.announce(MENTION, several.format(number=shown_number(len(taken))), None)

    def _take_up(self, found: Mentions) -> dict[str, Mention]:
        """Put them into the bell; gives them by their words."""
        inbox = self._notifications.inbox
        for mention in found.newest:
            words = _words(mention)
            inbox.keep(words, self._button(words, mention), mention.moment, kind=MENTION)
            self._told.setdefault(words, []).append(mention)
        return {_words(mention): mention for mention in found.newest}

    def _count_older(self, number: int) -> None:
        """Say in the bell how many older ones there are."""
        inbox = self._notifications.inbox
        inbox.drop(self._older_words)
        self._older, self._older_words = number, _older_words(number)
        if number:
            show = Button(_("Show them"), self._show_older)
            inbox.keep(self._older_words, show, self._reached - _JUST_BEFORE, kind=MENTION)

    def _show_older(self) -> None:
        """Whoever goes on to them has been through those that are there, which give way."""
        inbox = self._notifications.inbox
        for kept in inbox.kept:
            if kept.words in self._told:
                inbox.read(kept)
        self._ask(self._since, self._keep_in_bell)

    @property
    def _waiting(self) -> list[Mention]:
        """Those in the bell that nobody has looked at."""
        return [one for told in self._told.values() for one in told]

    def _button(self, words: str, mention: Mention) -> Button | None:
        links = mention.activity.links
        if not links:
            return None
        ref = RecordRef(links[0].entity, links[0].id)
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
        read = [one for words in words_read for one in self._told.pop(words)]
        if not read:
            return
        self._seen = [*self._seen, *(one.key for one in read)][-_MOST_SEEN:]
        newest = max(one.moment for one in read)
        first = min([newest, *(one.moment for one in self._waiting)])
        if not self._older:
            self._since = max(self._since, first - _CLOCKS)
        self._keep()

    def _keep(self) -> None:
        self._drafts.put(_KEY, {"since": self._since.isoformat(), "seen": self._seen})


def _oldest(found: Mentions, otherwise: datetime) -> datetime:
    return min((one.moment for one in found.newest), default=otherwise)


def _older_words(number: int) -> str:
    words = ngettext("{number} older mention of you", "{number} older mentions of you", number)
    return words.format(number=shown_number(number))


def _words(mention: Mention) -> str:
    """``Maria Kotova mentioned you, Marina Kim: Please look``."""
    row, author = mention.activity, isolated(mention.author)
    text = next(iter(plain_text(row.title or row.text).split("\n", 1)), "")
    if len(text) > _MOST_LETTERS:
        text = text[:_MOST_LETTERS].rstrip() + "…"
    record = row.links[0].name if row.links else ""
    if not record:
        return _("{author} mentioned you: {text}").format(author=author, text=isolated(text))
    words = _("{author} mentioned you, {record}: {text}")
    return words.format(author=author, record=isolated(record), text=isolated(text))


def _read(kept: Any) -> tuple[datetime, list[str]]:
    """Since when, and the ids of those seen; what can't be understood begins anew."""
    try:
        if isinstance(kept, Mapping):
            return datetime.fromisoformat(kept["since"]), [str(one) for one in kept["seen"]]
    except (KeyError, TypeError, ValueError):
        pass
    return now(), []
