"""Conflicts that the person put off: which fields of which records still wait for a choice.

One for each bridge (``undecided_of``). The fields' parts put them in and settle them, the window
shows them in the bell. They are kept among the drafts of the workspace, so a restart loses none;
the other value lies in the record itself. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.direction import isolated
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.drafts import drafts_of
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.shell.inbox import DECISION, Inbox
from crm_desktop.gui.shell.page import RecordRef

_KEY = "undecided"


@dataclass(frozen=True)
class PutOff:
    """A field with mine beside theirs. ``draft`` and ``value`` are mine, as the editor loads it
    and as commands take it, encoded as drafts are; ``base_version`` is what it was made on."""

    entity: str
    record_id: str
    field: str
    record: str
    label: str
    draft: Any
    value: Any
    base_version: int

    @property
    def ref(self) -> RecordRef:
        """Whose field it is."""
        return RecordRef(self.entity, self.record_id)

    @property
    def words(self) -> str:
        """``Marina Kim, Phone: two people changed it, choose what to keep``."""
        words = _("{record}, {field}: changed by two people. Choose what to keep.")
        return words.format(record=isolated(self.record), field=self.label)


class Undecided(QObject):
    """``came`` tells one that was put off; ``wanted`` asks whoever shows that record to ask
    again."""

    came = Signal(object)  # PutOff
    left = Signal(object)
    wanted = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._drafts = drafts_of(bridge.settings.get("id", ""))
        self.all: list[PutOff] = _read(self._drafts.get(_KEY))
        self.awaited: RecordRef | None = None

    def put_off(self, one: PutOff) -> None:
        """Keep it; an older one of the same field gives way."""
        self.settle(one.ref, one.field)
        self.all = [*self.all, one]
        self._keep()
        self.came.emit(one)

    def of(self, ref: RecordRef) -> dict[str, PutOff]:
        """Those of this record, by field."""
        return {one.field: one for one in self.all if one.ref == ref}

    def settle(self, ref: RecordRef, field: str) -> None:
        """It is decided, or given up."""
        for one in [one for one in self.all if one.ref == ref and one.field == field]:
            self.all.remove(one)
            self._keep()
            self.left.emit(one)

    def ask_again(self, ref: RecordRef) -> None:
        """Whoever shows this record now, or shows it next, shall ask."""
        self.awaited = ref
        self.wanted.emit(ref)

    def _keep(self) -> None:
        self._drafts.put(_KEY, [asdict(one) for one in self.all] or None)


def undecided_of(bridge: Bridge) -> Undecided:
    """Those of the bridge's workspace."""
    found = bridge.findChild(Undecided)
    return found if found is not None else Undecided(bridge)


class UndecidedInBell(QObject):
    """Shows them in a window's inbox; a press opens the record (``open_record``) and asks."""

    def __init__(
        self, bridge: Bridge, inbox: Inbox, open_record: Callable[[RecordRef], object]
    ) -> None:
        super().__init__(bridge)
        self._undecided, self._inbox, self._open = undecided_of(bridge), inbox, open_record
        self._undecided.came.connect(self._keep)
        self._undecided.left.connect(self._drop)
        for one in self._undecided.all:
            self._keep(one)

    def _keep(self, one: PutOff) -> None:
        decide = Button(_("Decide"), partial(self._press, one.ref))
        self._inbox.keep(one.words, decide, kind=DECISION)

    def _drop(self, one: PutOff) -> None:
        self._inbox.drop(one.words)

    def _press(self, ref: RecordRef) -> None:
        self._undecided.ask_again(ref)
        if self._undecided.awaited is not None:
            self._open(ref)


def _read(kept: Any) -> list[PutOff]:
    """What can't be understood is none."""
    try:
        return [PutOff(**one) for one in kept or () if isinstance(one, Mapping)]
    except TypeError:
        return []
