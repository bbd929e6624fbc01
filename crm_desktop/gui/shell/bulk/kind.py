"""What a page says of changing many of its records at once; the bar does the rest.

Made on the GUI thread; ``drafts_of`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import msg
from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.data.bulk.rules import BULK_FIELDS
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.gui.shell.card_fields.history import DraftsOf
from crm_desktop.gui.shell.card_fields.kind import Ask, FieldsKind
from crm_desktop.gui.shell.numbers import shown_number

SO_ALREADY = msg("It is so already. Nothing was changed.")
"""Whatever was to be done with records: they are all as they were to be."""

Count = Callable[[int], str]
Format = Literal["json", "csv", "xlsx", "vcf"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "vcf", "json")
WITHOUT_CARDS: tuple[Format, ...] = ("xlsx", "csv", "json")
"""For records of which there are no business cards."""


@dataclass(frozen=True)
class BulkWords:
    """What is said of so many records, each with ``{number}`` in it: on the button that changes
    them, that it is done, and that it would be."""

    change: Count
    changed: Count
    will_change: Count


@dataclass(frozen=True)
class BulkKind:
    """Records of an entity, ``files`` being their name in exports (``ExportRequest.kind``)
    and ``formats`` what they can be written as. ``plan`` gives the fields of
    its card, ``drafts_of`` turns a record's state into what their editors load, and ``stored``
    what editors give into what commands take; ``ask`` comes before a field is changed."""

    entity: str
    files: str
    plan: Callable[[Layout], Sequence[CardGroup]]
    drafts_of: DraftsOf
    stored: Callable[[Mapping[str, Any]], dict[str, Any]]
    region: str | None
    words: BulkWords
    formats: tuple[Format, ...]
    ask: Ask | None = None

    def change_words(self, number: int) -> str:
        """On the button that changes so many."""
        return _counted(self.words.change, number)

    def changed_words(self, number: int) -> str:
        """It is done."""
        return _counted(self.words.changed, number)

    def will_change(self, number: int) -> str:
        """It would be done."""
        return _counted(self.words.will_change, number)

    def fields(self, layout: Layout) -> list[CardField]:
        """Those that can be the same for many: first as the rules name them, then custom ones."""
        known = {one.name: one for group in self.plan(layout) for one in group.fields}
        own = [known[name] for name in BULK_FIELDS[self.entity] if name in known]
        custom = [one for name, one in known.items() if name.startswith(PREFIX)]
        return [one for one in (*own, *custom) if one.make is not None]


def bulk_kind(
    kind: FieldsKind,
    bridge: Bridge,
    words: BulkWords,
    stored: Callable[[Mapping[str, Any]], dict[str, Any]],
    *,
    files: str,
    formats: tuple[Format, ...] = WITHOUT_CARDS,
) -> BulkKind:
    """For the bar below a list or a board of records whose card is of this ``kind``."""
    region = bridge.settings.get("region")
    known = kind.entity, files, kind.plan, kind.drafts_of, stored, region
    return BulkKind(*known, words, formats, kind.ask)


def _counted(words: Count, number: int) -> str:
    return words(number).format(number=shown_number(number))


@dataclass(frozen=True)
class Rows:
    """The records that an action means, by their internal keys in the order of the list."""

    rids: Sequence[int]
    are_ticked: bool = True


AskRows = Callable[["Rows", QWidget], object]
"""Asks what is to be done with the rows, beside the widget."""
