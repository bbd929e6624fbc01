"""What a page says of changing many of its records at once; the bar does the rest.

Made on the GUI thread; ``drafts_of`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QWidget

from crm_desktop.features.custom_fields.rows import PREFIX
from crm_desktop.features.data.bulk.rules import BULK_FIELDS
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup
from crm_desktop.gui.shell.card_fields.custom import Layout

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

Count = Callable[[int], str]
Format = Literal["json", "csv", "xlsx", "vcf"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "vcf", "json")
WITHOUT_CARDS: tuple[Format, ...] = ("xlsx", "csv", "json")
"""For records of which there are no business cards."""


@dataclass(frozen=True)
class BulkKind:
    """Records of an entity, ``files`` being their name in exports (``ExportRequest.kind``)
    and ``formats`` what they can be written as. ``plan`` gives the fields of
    its card, ``drafts_of`` turns a record's state into what their editors load, and ``stored``
    what editors give into what commands take. ``change_words`` are on the button that changes so
    many, ``changed_words`` say that it is done, ``will_change`` that it would be."""

    entity: str
    files: str
    plan: Callable[[Layout], Sequence[CardGroup]]
    drafts_of: Callable[[Reader, dict[str, Any], Layout], dict[str, Any]]
    stored: Callable[[Mapping[str, Any]], dict[str, Any]]
    region: str | None
    change_words: Count
    changed_words: Count
    will_change: Count
    formats: tuple[Format, ...] = FORMATS

    def fields(self, layout: Layout) -> list[CardField]:
        """Those that can be the same for many: first as the rules name them, then custom ones."""
        known = {one.name: one for group in self.plan(layout) for one in group.fields}
        own = [known[name] for name in BULK_FIELDS[self.entity] if name in known]
        custom = [one for name, one in known.items() if name.startswith(PREFIX)]
        return [one for one in (*own, *custom) if one.make is not None]


@dataclass(frozen=True)
class Rows:
    """The records that an action means, by their internal keys in the order of the list."""

    rids: Sequence[int]
    are_ticked: bool = True


AskTask = Callable[["Rows", QWidget], object]
