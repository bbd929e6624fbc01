"""What the palette asks of the workspace, and the two things that it changes there.

Made by the palette, on the GUI thread; what is asked is read on readers' threads, and a later
question makes the answer to an earlier one of its kind needless.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.shell.page import RecordKind, RecordRef
from crm_desktop.gui.shell.palette_actions import ReadRecord, read_record
from crm_desktop.gui.shell.palette_lines import Line
from crm_desktop.gui.shell.palette_reading import find_records, find_texts, read_titles

if TYPE_CHECKING:
    from crm_desktop.features.search.rows import SearchHit


class PaletteBridge:
    """Asks for ``owner``; ``failed`` is told of what could not be looked for."""

    def __init__(
        self,
        bridge: Bridge,
        kinds: Mapping[str, RecordKind],
        owner: QObject,
        failed: Callable[[BaseException], None],
    ) -> None:
        self._bridge = bridge
        self._kinds = kinds
        self._owner = owner
        self._failed = failed

    def find_records(
        self, sought: str, kinds: Collection[str], then: Callable[[Sequence[SearchHit]], None]
    ) -> None:
        """Records of these kinds with such a name."""
        self._ask(find_records, sought, kinds, then=then)

    def find_texts(
        self, sought: str, kinds: Collection[str], then: Callable[[Sequence[SearchHit]], None]
    ) -> None:
        """Notes, tasks and files that hold the words."""
        self._ask(find_texts, sought, kinds, then=then)

    def read_titles(
        self, refs: Sequence[RecordRef], then: Callable[[Sequence[Line]], None]
    ) -> None:
        """Lines of these records, as far as they are still there."""
        reads = {entity: kind.read_text for entity, kind in self._kinds.items()}
        readable = [ref for ref in refs if ref.entity in self._kinds]
        self._ask(read_titles, reads, readable, then=then)

    def _ask(self, read: Callable[..., Any], *args: Any, then: Callable[[Any], None]) -> None:
        self._bridge.query(
            read,
            *args,
            then=then,
            failed=self._failed,
            owner=self._owner,
            channel="palette",
        )

    def read_record(self, record: RecordRef, then: Callable[[ReadRecord | None], None]) -> None:
        """What the actions of a record need to know of it."""
        self._bridge.query(
            read_record,
            self._kinds[record.entity].read_text,
            record,
            then=then,
            owner=self._owner,
            channel="actions",
        )

    def turn_pin(self, record: RecordRef, favourite: str) -> None:
        """Pin the record, or take out its pin ``favourite``."""
        from crm_desktop.features.views.commands import Pin, Unpin

        command = Unpin(favourite) if favourite else Pin(*record)
        self._bridge.execute(command, owner=self._owner)

    def archive(self, record: RecordRef, then: Callable[[str], None]) -> None:
        """Archive it; ``then`` takes the words for what was done."""
        kind = self._kinds[record.entity]
        self._bridge.execute(
            kind.archive((record.id,)),
            then=lambda _outcome: then(kind.archived(1)),
            owner=self._owner,
        )
