"""What a page says of the fields of its records; the pane of the card does the rest.

Made on the GUI thread; ``read`` runs on reader threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.features.common.similar import Reason, Similar
from crm_desktop.gui.kit.card_fields.field import CardGroup
from crm_desktop.gui.shell.card_fields.custom import Layout
from crm_desktop.gui.shell.card_fields.history import DraftsOf
from crm_desktop.gui.shell.form_edit import RecordToEdit
from crm_desktop.gui.shell.form_record import SimilarQuestion

if TYPE_CHECKING:
    from crm_desktop.backend.work import Reader

Ask = Callable[[QWidget, str, Any, Callable[[], object], Callable[[], object]], object]
"""Asks, where needed, whether the field of this name shall have this value, in a dialog of the
widget; calls the first to go on, the second where it shall stay as it is."""


@dataclass(frozen=True)
class FieldsRecord(RecordToEdit):
    """A record as it was read. ``layout`` holds its custom fields and how its card is laid out,
    of which ``plan`` makes the groups; ``distinct`` are the ids of records known to be others."""

    layout: Layout = field(default_factory=Layout)
    distinct: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldsKind:
    """The fields of an entity: what the pane is called, its groups by a layout, how a record is
    read, and the command made of id, version and changes. ``similar`` is asked while one of its
    fields, or one of ``names`` that belong to them, is typed, and when it was changed; ``alike``
    says it in words and ``different`` is on the button that denies it. ``drafts_of`` turns any
    state into what editors load, and ``restore`` makes the command of values as they are stored. In
    the history ``told`` are labels of what has no field on the card (``drafts_of`` gives its
    words), nothing is said of ``untold`` ones, and values of the fields in ``beside`` are read and
    restored together with those of another one: an amount with its currency. ``ask`` comes before a
    field is saved. What is shown follows from the fields ``leant_on`` of any record too, by
    entity."""

    entity: str
    title: str
    plan: Callable[[Layout], Sequence[CardGroup]]
    read: Callable[[Reader, str], FieldsRecord | None]
    command: Callable[[str, int, Mapping[str, Any]], Any]
    similar: SimilarQuestion
    alike: Callable[[Similar], str]
    different: str
    drafts_of: DraftsOf
    restore: Callable[[str, int, Mapping[str, Any]], Any]
    names: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)
    ask: Ask | None = None
    leant_on: Mapping[str, Collection[str]] = field(default_factory=dict)

    def place_of(self, reason: Reason) -> str:
        """The field below which records found for this reason are shown."""
        return self.similar.fields[reason]

    def judged(self, name: str) -> str:
        """The field that a change of ``name`` asks about similar records for, or nothing."""
        name = self.names.get(name, name)
        return name if name in self.similar.fields.values() else ""
