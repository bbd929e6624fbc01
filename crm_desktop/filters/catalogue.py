"""What can be filtered: the fields and relations of each entity, with the operators of each kind.

Features declare a ``Catalogue`` for their entity; the window builds its filter menus from it,
``binding`` checks filters against it. Pure values, any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.core.text.folding import clean_line, fold, only_digits
from crm_desktop.filters.ast import PERIODS, Operator

Label: TypeAlias = Message | str
"""A translatable name, or a plain one that a person gave (custom fields, tags)."""


class FieldKind(Enum):
    """The kind of a field decides its operators and the shape of its values in a record."""

    TEXT = "text"
    NUMBER = "number"  # int or float, at most 2^53, so that every engine compares it exactly
    MONEY = "money"  # {"minor": 118000, "currency": "RUB"}
    DATE = "date"  # "2026-10-14"
    INSTANT = "instant"  # "2026-10-14T09:40:00.000Z"
    BIRTHDAY = "birthday"  # "1984-03-18", or "--03-18" where the year is unknown
    CHOICE = "choice"  # a code
    MULTI_CHOICE = "multi_choice"  # several codes: tags
    YES_NO = "yes_no"
    REFERENCE = "reference"  # the id of a record as text: the owner
    LIST_OF_TEXT = "list_of_text"  # phones, e-mails, sites, cities of the addresses


class TextRule(Enum):
    """How two texts of a field are told to be equal.

    A database knows neither ё = е nor the capitals of every script, and the two engines disagree
    on those they know. So the comparison is made of stored keys: ``key`` makes one of a value
    while it is saved and of the text that is sought, and the engines compare keys code point by
    code point. ``FOLDED`` and ``LOWER`` therefore want a column of keys beside the value's own.
    """

    FOLDED = "folded"  # any case, ё = е, ł = l, signs as spaces: names, notes, cities
    LOWER = "lower"  # any case, signs count: e-mails, sites
    PHONE = "phone"  # E.164 is its own key; what is typed loses all but its digits and the plus
    DIGITS = "digits"  # nothing but digits counts: phones whose key is folded as other texts are
    EXACT = "exact"  # as stored: source ids, tax ids

    def key(self, text: str) -> str:
        """The key under which ``text`` is stored and sought."""
        if self is TextRule.FOLDED:
            return fold(text)
        if self is TextRule.LOWER:
            return text.lower()
        if self is TextRule.PHONE:
            plus = "+" if text.lstrip().startswith("+") else ""
            return plus + only_digits(text)
        if self is TextRule.DIGITS:
            return only_digits(text)
        return text


_PRESENCE = (Operator.EMPTY, Operator.NOT_EMPTY)
_EQUALITY = (Operator.IS, Operator.IS_NOT)
_SETS = (Operator.ANY_OF, Operator.NONE_OF)
_LISTS = (Operator.HAS_ANY, Operator.HAS_ALL, Operator.HAS_NONE)
_INSIDE = (Operator.CONTAINS, Operator.STARTS_WITH)
_ORDER = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.BETWEEN)
_WITHIN_DAYS = (
    Operator.IN_LAST_DAYS,
    Operator.IN_NEXT_DAYS,
    Operator.DAYS_AGO,
    Operator.DAYS_AHEAD,
)
_CALENDAR = (*PERIODS, *_WITHIN_DAYS, Operator.BEFORE_LAST_DAYS)
# Every birthday lies within a year.
_OF_BIRTHDAYS = (*(one for one in PERIODS if PERIODS[one][0] != "year"), *_WITHIN_DAYS)

OPERATORS: Mapping[FieldKind, tuple[Operator, ...]] = {
    FieldKind.TEXT: (*_EQUALITY, *_SETS, *_INSIDE, *_PRESENCE),
    FieldKind.NUMBER: (*_EQUALITY, *_ORDER, *_PRESENCE),
    FieldKind.MONEY: (*_EQUALITY, *_ORDER, *_PRESENCE),
    FieldKind.DATE: (*_CALENDAR, *_EQUALITY, *_ORDER, *_PRESENCE),
    FieldKind.INSTANT: (*_CALENDAR, *_EQUALITY, *_ORDER, *_PRESENCE),
    FieldKind.BIRTHDAY: (*_OF_BIRTHDAYS, *_EQUALITY, *_ORDER, *_PRESENCE),
    FieldKind.CHOICE: (*_EQUALITY, *_SETS, *_PRESENCE),
    FieldKind.MULTI_CHOICE: (*_LISTS, *_PRESENCE),
    FieldKind.YES_NO: (*_EQUALITY, *_PRESENCE),
    FieldKind.REFERENCE: (*_EQUALITY, *_SETS, *_PRESENCE),
    FieldKind.LIST_OF_TEXT: (*_EQUALITY, *_INSIDE, *_LISTS, *_PRESENCE),
}
"""The operators of each kind, in the order of the menu."""


@dataclass(frozen=True)
class Choice:
    """One allowed value: its stored code and its name."""

    code: str
    label: Label


@dataclass(frozen=True)
class Field:
    """A field that can be filtered.

    ``path`` says where a JSON-shaped record keeps it, if not under its own name: the city of any
    address is ``("addresses", "city")``; lists on the way are looked through. ``choices`` may
    stay empty where the values are data (tags, users); ``target`` is then the entity whose
    records they are. ``is_shared``: many records have the same text, so that there is something to
    choose among. ``former``, ``None`` where people can't change the kind: the choices of a
    text that was chosen before, by code, as the texts that they became.
    """

    name: str
    label: Label
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    path: tuple[str, ...] = ()
    rule: TextRule = TextRule.FOLDED
    target: str = ""
    former: tuple[Choice, ...] | None = None
    is_shared: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What may be asked of the field."""
        return OPERATORS[self.kind]

    @property
    def place(self) -> tuple[str, ...]:
        """The keys that lead to the value in a record."""
        return self.path or (self.name,)


@dataclass(frozen=True)
class Relation:
    """The way to related records: a contact's ``companies`` lead to the entity ``company``."""

    name: str
    target: str
    label: Label


@dataclass(frozen=True)
class Catalogue:
    """Everything of one entity that a filter may name. With ``prefix`` it says so of each of the
    entities that begin with that as well: kinds of records that people make."""

    entity: str
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...] = ()
    prefix: str = ""

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"a field of {self.entity} is declared twice")

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def _relations(self) -> dict[str, Relation]:
        return {relation.name: relation for relation in self.relations}

    def field(self, name: str) -> Field:
        """The field of that name; ``Invalid`` when there is none."""
        try:
            return self._fields[name]
        except KeyError:
            raise Invalid(
                msg(
                    "This filter asks for the field “{name}”, which is not there. "
                    "Remove this condition or choose another field.",
                    name=clean_line(name)[:60],
                ),
                field=name,
            ) from None

    def relation(self, name: str) -> Relation:
        """The relation of that name; ``Invalid`` when there is none."""
        try:
            return self._relations[name]
        except KeyError:
            raise Invalid(
                msg(
                    "This filter asks for related records “{name}”, which are not there. "
                    "Remove this condition or choose another one.",
                    name=clean_line(name)[:60],
                ),
                field=name,
            ) from None


Catalogues: TypeAlias = Mapping[str, Catalogue]
"""The catalogues of all entities by the entity's name, for relations to lead on."""


class WithKinds(Mapping[str, Catalogue]):
    """``known`` catalogues, those of ``rest``, and one of its own for each entity that a
    ``Catalogue.prefix`` among them speaks of."""

    def __init__(self, known: Mapping[str, Catalogue], rest: Catalogues | None = None) -> None:
        self._known = known
        self._rest = rest or {}

    def __getitem__(self, entity: str) -> Catalogue:
        if entity in self._known:
            return self._known[entity]
        if entity in self._rest:
            return self._rest[entity]
        for catalogue in self._known.values():
            if catalogue.prefix and entity.startswith(catalogue.prefix):
                return replace(catalogue, entity=entity, prefix="")
        raise KeyError(entity)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._rest, **self._known})

    def __len__(self) -> int:
        return len({**self._rest, **self._known})


def merged(pieces: Iterable[Catalogue]) -> Catalogues:
    """One catalogue for each entity, of all that features say of it, in their order. A field
    declared twice is a ``ValueError``, a relation that leads nowhere as well: bugs of a feature."""
    whole: dict[str, Catalogue] = {}
    for piece in pieces:
        known = whole.get(piece.entity, Catalogue(piece.entity, ()))
        fields, relations = known.fields + piece.fields, known.relations + piece.relations
        prefix = known.prefix or piece.prefix
        whole[piece.entity] = Catalogue(piece.entity, fields, relations, prefix)
    for catalogue in whole.values():
        for relation in catalogue.relations:
            if relation.target not in whole:
                raise ValueError(f"{relation.name} of {catalogue.entity} leads nowhere")
    return WithKinds(whole)


def label_text(label: Label) -> str:
    """The name in the current language; a person's own name for a thing stays as it is."""
    return label.text() if isinstance(label, Message) else label
