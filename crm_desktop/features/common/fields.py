"""What the fields of people and companies have in common when filters ask for them.

The features' ``fields`` modules build their catalogues of these parts; ``mapping`` finds the
columns of each field by them. Names of fields are stable codes: saved views hold them. Pure
descriptions, any thread.

A filter sees a record as ``as_filtered`` gives it: the record's state with its id, its times,
its derived columns and the answers of the fields of ``Marked``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from crm_desktop.core.clock import iso
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.filters.ast import Operator
from crm_desktop.filters.catalogue import (
    Catalogue,
    Choice,
    Field,
    FieldKind,
    Relation,
    TextRule,
)
from crm_desktop.filters.context import Record
from crm_desktop.store.loading import Loaded
from crm_desktop.store.records import RecordType


@dataclass(frozen=True)
class FilledIn(Field):
    """A text of which is only asked whether it is there.

    Notes are such: a key to seek them by would store every long text twice more (quality.md
    keeps their words in the search document already), and the words of a document can't tell
    what stands in the note from what stands beside it. The search finds words in notes.
    """

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (Operator.EMPTY, Operator.NOT_EMPTY)


@dataclass(frozen=True)
class Marked(Field):
    """Yes or no: whether the record's ``column`` holds anything, such as the moment of
    archiving or the reason of the blacklist."""

    column: str = ""


@dataclass(frozen=True)
class Priced(Field):
    """An amount of money: the record's column of ``minor`` units beside that of its currency."""

    minor: str = ""
    currency: str = "currency"


@dataclass(frozen=True)
class Custom(Field):
    """A field that people added: its values lie in the list ``custom`` of the record, in the
    rows whose field has the internal key ``rid``. Of long texts only the presence is asked."""

    rid: int = 0
    is_long: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        whole = super().operators
        return (Operator.EMPTY, Operator.NOT_EMPTY) if self.is_long else whole


@dataclass(frozen=True)
class WithDeleted(Catalogue):
    """A catalogue that still knows the labels of the fields that were deleted, by name."""

    deleted: Mapping[str, str] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        if name in self.deleted:
            raise Invalid(
                msg(
                    "This filter asks for the field “{field}”, which was deleted. Remove the "
                    "condition, or restore the field in the settings.",
                    field=self.deleted[name],
                ),
                name,
            )
        return super().field(name)


@dataclass(frozen=True)
class Link(Relation):
    """A relation that lies in ``field`` of the records of ``entity``: followed from them, or
    ``backwards`` to them. Records in the recycle bin are related to nobody, nor are those that
    have anything in the column ``lacking``. ``seen_along``: whoever sees a record sees all those
    that it is so related to."""

    entity: str
    field: str
    backwards: bool = False
    lacking: str = ""
    seen_along: bool = False


@dataclass(frozen=True)
class OnDay(Field):
    """A moment that may be known by its day alone, which then stands in the column ``day``."""

    day: str = ""


@dataclass(frozen=True)
class Outermost(Field):
    """A moment that the record doesn't keep itself: the last one (or the first, if ``earliest``)
    in ``column`` of the records at the other end of ``link``; ``day`` as in ``OnDay``."""

    link: Link | None = None
    column: str = ""
    earliest: bool = False
    day: str = ""


def text(name: str, label: Message, *, is_shared: bool = False) -> Field:
    """One line of text with a key column."""
    return Field(name, label, FieldKind.TEXT, is_shared=is_shared)


def several(name: str, label: Message, path: tuple[str, ...], rule: TextRule) -> Field:
    """A text of each item of a list."""
    return Field(name, label, FieldKind.LIST_OF_TEXT, path=path, rule=rule)


def marked(name: str, label: Message, column: str) -> Field:
    """A question answered by whether ``column`` is filled in."""
    return Marked(name, label, FieldKind.YES_NO, column=column)


STATUS_CHOICES = (
    Choice("potential", msg("Potential client")),
    Choice("client", msg("Client")),
    Choice("former", msg("Former client")),
    Choice("partner", msg("Partner")),
    Choice("supplier", msg("Supplier")),
)
CHANNEL_CHOICES = (
    Choice("phone", msg("Phone")),
    Choice("email", msg("E-mail")),
    Choice("messenger", msg("Messenger")),
    Choice("visit", msg("Visit")),
)

SHARED_FIELDS = (
    several("phones", msg("Phone"), ("phones", "value"), TextRule.PHONE),
    several("emails", msg("E-mail"), ("emails", "value"), TextRule.LOWER),
    several("sites", msg("Website"), ("sites",), TextRule.LOWER),
    several("city", msg("City"), ("addresses", "city"), TextRule.FOLDED),
    several("region", msg("Region"), ("addresses", "region"), TextRule.FOLDED),
    several("country", msg("Country"), ("addresses", "country"), TextRule.FOLDED),
    several("postal_code", msg("Postal code"), ("addresses", "postal_code"), TextRule.EXACT),
    Field("tags", msg("Tags"), FieldKind.MULTI_CHOICE, target="tag"),
    Field("owner", msg("Owner"), FieldKind.REFERENCE, target="user"),
    Field("status", msg("Status"), FieldKind.CHOICE, STATUS_CHOICES),
    text("source", msg("Source"), is_shared=True),
    FilledIn("note", msg("Note"), FieldKind.TEXT),
    several(
        "source_ids",
        msg("Number in the other program"),
        ("source_ids", "value"),
        TextRule.EXACT,
    ),
    marked("blacklisted", msg("On the blacklist"), "blacklisted"),
    marked("archived", msg("Archived"), "archived_at"),
    Field("created_at", msg("Created"), FieldKind.INSTANT),
    Field("updated_at", msg("Changed"), FieldKind.INSTANT),
)
"""Fields of people and companies alike."""


def as_filtered(record: RecordType, catalogue: Catalogue, loaded: Loaded) -> Record:
    """The record as filters over it see it; the moments of ``Outermost``, and what is
    ``worked_out``, lie in other records."""
    state = loaded.state
    answers = {
        asked.name: state[asked.column] is not None
        for asked in catalogue.fields
        if isinstance(asked, Marked)
    }
    amounts = {
        asked.name: {"minor": state[asked.minor], "currency": state[asked.currency]}
        for asked in catalogue.fields
        if isinstance(asked, Priced) and state[asked.minor] is not None
    }
    return {
        **record.derive(state),
        **state,
        **amounts,
        **{f"custom:{item['field']}": item["value"] for item in state.get("custom", ())},
        "id": loaded.id,
        "created_at": iso(loaded.created_at),
        "updated_at": iso(loaded.updated_at),
        **answers,
    }
