"""What is told of custom fields and layouts, as frozen rows. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

from crm_desktop.core.i18n import current_language
from crm_desktop.core.late_dataclass import dataclass

PREFIX = "custom:"
"""Before a field's id, where fields of all sorts are named: filters, columns, layouts, errors."""

TYPES = (
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "datetime",
    "choice",
    "multi_choice",
    "yes_no",
    "link",
    "phone",
    "user",
    "record",
    "file",
    "formula",
)
"""The types in the order of menus; stable codes."""

GROUPED_TYPES = frozenset({"choice", "yes_no", "user", "record"})
"""By whose values the rows of a list can stand in groups."""

SOUGHT_TYPES = frozenset({"text", "long_text", "link", "phone", "number", "money"})
"""Whose values are words of a search document."""


@dataclass(frozen=True)
class FieldChoice:
    """One allowed value. ``label`` is a text or texts by language, ``colour`` an index into the
    palette of tags. An archived one stays in records but is not offered."""

    code: str
    label: str | Mapping[str, str]
    colour: int | None = None
    archived: bool = False

    @property
    def name(self) -> str:
        """The label in the current language."""
        return label_text(self.label)

    @property
    def names(self) -> frozenset[str]:
        """The label in every language."""
        return label_texts(self.label)


@dataclass(frozen=True)
class CustomFieldRow:
    """A field that people added to the records of ``entity``."""

    rid: int
    id: str
    version: int
    entity: str
    label: str | Mapping[str, str]
    type: str
    group: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[FieldChoice, ...] = ()
    currency: str = ""
    decimals: int | None = None
    formula: str = ""
    target: str = ""
    position: int = 0
    on_card: bool = True
    in_search: bool = True
    hint: str = ""
    deleted: bool = False

    @property
    def key(self) -> str:
        """What lists, filters and layouts call the field: ``custom:<id>``."""
        return PREFIX + self.id

    @property
    def name(self) -> str:
        """The label in the current language."""
        return label_text(self.label)

    @cached_property
    def names(self) -> frozenset[str]:
        """The label in every language."""
        return label_texts(self.label)

    def choice(self, code: str) -> FieldChoice | None:
        """The choice of that code."""
        return next((choice for choice in self.choices if choice.code == code), None)


def label_text(label: str | Mapping[str, str]) -> str:
    """A label in the current language, or in whichever it has."""
    if isinstance(label, str):
        return label
    return label.get(current_language()) or plain_label(label)


def label_texts(label: str | Mapping[str, str]) -> frozenset[str]:
    """A label in every language that it has."""
    return frozenset([label] if isinstance(label, str) else label.values())


def plain_label(label: str | Mapping[str, str]) -> str:
    """A label for whoever knows no language: the English one, or the first."""
    if isinstance(label, str):
        return label
    return label.get("en") or next(iter(label.values()), "")


def in_groups(fields: Iterable[CustomFieldRow]) -> list[CustomFieldRow]:
    """The fields group by group, each group where its first field stands: as cards and settings
    show them, and as they are counted when one is moved."""
    groups: dict[str, list[CustomFieldRow]] = {}
    for field_ in fields:
        groups.setdefault(field_.group, []).append(field_)
    return [field_ for group in groups.values() for field_ in group]


@dataclass(frozen=True)
class CustomColumn:
    """What a list can show of a field; ``name`` is ``custom:<id>``, ``colours`` are those of its
    choices, by their names."""

    name: str
    label: str
    type: str
    colours: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CardGroup:
    """Fields that stand together on a card: plain names, or ``custom:<id>``. ``name`` is a code
    of the program's own groups or what a person typed."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CardLayout:
    """The order of a card's groups and fields, and which are hidden. Without groups the card
    stands as the program lays it out. ``own`` tells that the person changed it for oneself;
    ``titles`` are what groups are called, by language, for all alike."""

    groups: tuple[CardGroup, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)
    own: bool = False
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title(self, group: str) -> str:
        """What a group that people made is called in the current language."""
        return label_text(self.titles.get(group, group))


def arranged(layout: CardLayout, natural: Sequence[CardGroup]) -> tuple[CardGroup, ...]:
    """The groups of a card whose fields are those of ``natural``, as ``layout`` wants them.

    What the layout does not know (a field added later) stands at the end of its natural group;
    what is no longer there, is hidden or leaves its group empty is left out.
    """
    there = {name for group in natural for name in group.fields}
    placed = {name for group in layout.groups for name in group.fields}
    groups = {group.name: [*group.fields] for group in layout.groups}
    for group in natural:
        groups.setdefault(group.name, []).extend(n for n in group.fields if n not in placed)
    shown = (
        CardGroup(name, tuple(n for n in fields if n in there and n not in layout.hidden))
        for name, fields in groups.items()
    )
    return tuple(group for group in shown if group.fields)
