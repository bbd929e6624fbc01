"""``FIELD=VALUE`` of the command line as changes of a person: the whole value by ``=``, one more
or one less of a list by ``+=`` and ``-=``.

What makes a value right is decided by the command, as for the window; here it only gets the shape
of command-line.md. Called inside a read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.backend.work import Reader
from crm_desktop.cli.meant import consent_of, own_values, relation_of
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import fold
from crm_desktop.features.common import checks
from crm_desktop.features.custom_fields.queries import find_custom_fields
from crm_desktop.features.users.queries import find_users

_WORD = re.compile(r"(?P<field>.+?)(?P<sign>\+=|-=|=)(?P<value>.*)", re.DOTALL)
_LINES = (
    *("family_name", "given_name", "middle_name", "position", "birthday", "preferred_channel"),
    *("preferred_hours", "status", "source", "note", "blacklisted"),
)

Item = Any
State = Mapping[str, Any]


@dataclass(frozen=True)
class _ListField:
    """A field of several values: ``make`` gives the item of a text, ``key`` by what two items are
    the same one (a phone however it is written)."""

    make: Callable[[str], Item]
    key: Callable[[Item, str], Any]


class _Change(NamedTuple):
    """A ``FIELD=VALUE``, ``FIELD+=VALUE`` or ``FIELD-=VALUE``."""

    name: str
    sign: str
    value: str


def _number(item: Item, region: str) -> Any:
    return checks.phones([item], region)[0]["value"]


def _messenger(text: str) -> Item:
    service, colon, value = text.partition(":")
    if not colon:
        raise Invalid(
            msg("Write a messenger as telegram:name, not {text}. Nothing was saved.", text=text)
        )
    return {"service": service.strip().lower(), "value": value.strip()}


_LISTS: dict[str, _ListField] = {
    "phones": _ListField(lambda text: {"value": text}, _number),
    "emails": _ListField(lambda text: {"value": text}, lambda item, _r: fold(item["value"])),
    "messengers": _ListField(_messenger, lambda item, _r: (item["service"], fold(item["value"]))),
    "sites": _ListField(lambda text: text, lambda item, region: checks.sites([item], region)[0]),
    "addresses": _ListField(lambda text: {"text": text}, lambda item, _r: fold(item["text"] or "")),
    "languages": _ListField(lambda text: text, lambda item, _r: fold(item)),
    "tags": _ListField(lambda text: {"name": text}, lambda item, _r: fold(item["name"])),
    "companies": _ListField(
        lambda text: {"company": {"name": text}}, lambda item, _r: fold(item["company"]["name"])
    ),
}


def changes_of(
    reader: Reader, state: State, told: State, words: Sequence[str], region: str
) -> dict[str, Any]:
    """What ``UpdateContact`` needs. ``told`` is the person as JSON; ``Invalid`` for what is no
    ``FIELD=VALUE``, and for taking away what isn't there. A field may be named again."""
    fields = {**_LISTS, "relations": _ListField(partial(relation_of, reader), _tie)}
    changes: dict[str, Any] = {}
    lists: dict[str, list[Item]] = {}
    custom: dict[str, Any] = {}
    for word in words:
        found = _WORD.fullmatch(word)
        if found is None:
            raise Invalid(msg("Write FIELD=VALUE, not {text}. Nothing was saved.", text=word))
        said = _Change(found["field"].strip(), found["sign"], found["value"].strip())
        name, sign, value = said
        if name in fields:
            before = lists.get(name, _items(name, state, told))
            lists[name] = _listed(fields[name], before, said, region)
        elif name in {"owner", "consent"} or name in _LINES:
            _refuse_sign(name, sign)
            changes[name] = _one_value(reader, name, value)
        else:
            custom[name] = _custom(name, custom.get(name, _told_custom(told, name)), sign, value)
    changes |= {name: _given(name, items) for name, items in lists.items()}
    if not custom:
        return changes
    own = find_custom_fields(reader, "contact")
    return {**changes, "custom": own_values(reader, own, custom, region)}


def _one_value(reader: Reader, name: str, value: str) -> Any:
    if name == "owner":
        return _owner(reader, value)
    return consent_of(value) if name == "consent" else value or None


def _tie(item: Item, _region: str) -> Any:
    return item["kind"], item["contact"]


def _items(name: str, state: State, told: State) -> list[Item]:
    """What the field has now, in the shape in which it is given; tags and companies by name."""
    if name == "tags":
        return [{"name": tag} for tag in told["tags"]]
    if name == "companies":
        return [
            {**link, "company": {"name": shown["name"], "id": link["company"]}}
            for link, shown in zip(state["companies"], told["companies"], strict=True)
        ]
    return list(state[name] or ())


def _listed(field: _ListField, before: list[Item], said: _Change, region: str) -> list[Item]:
    name, sign, value = said
    if sign == "=":
        parts = [value] if name == "addresses" else value.split(",")
        return [field.make(part.strip()) for part in parts if part.strip()]
    if not value:
        raise Invalid(msg("Write FIELD=VALUE, not {text}. Nothing was saved.", text=name + sign))
    one = field.make(value)
    if sign == "+=":
        return [*before, one]
    wanted = field.key(one, region)
    kept = [item for item in before if field.key(item, region) != wanted]
    if len(kept) == len(before):
        raise _not_there(name, value)
    return kept


def _given(name: str, items: list[Item]) -> list[Item]:
    """Companies that are linked already go by their id: of two with one name it stays that one."""
    if name != "companies":
        return items
    return [
        {**item, "company": item["company"]["id"]} if "id" in item["company"] else item
        for item in items
    ]


def _owner(reader: Reader, name: str) -> str | None:
    if not name:
        return None
    found = find_users(reader, name)
    exact = [user for user in found if name == user[0] or fold(user[1]) == fold(name)]
    chosen = exact or found
    if len(chosen) != 1:
        known = ", ".join(user[1] for user in found or find_users(reader, ""))
        raise Invalid(
            msg(
                "{name} is nobody here, or several people. Nothing was saved. There are: {names}.",
                name=name,
                names=known,
            ),
            "owner",
        )
    return chosen[0][0]


def _told_custom(told: State, name: str) -> Any:
    wanted = fold(name)
    return next((value for label, value in told["custom"].items() if fold(label) == wanted), None)


def _custom(name: str, before: Any, sign: str, value: str) -> Any:
    """A field that people added; of those with several choices one more or one less."""
    if sign == "=":
        return value or None
    items = list(before) if isinstance(before, list) else []
    if before is not None and not isinstance(before, list):
        _refuse_sign(name, sign)
    if sign == "+=":
        return [*items, value]
    kept = [item for item in items if fold(item) != fold(value)]
    if len(kept) == len(items):
        raise _not_there(name, value)
    return kept


def _refuse_sign(name: str, sign: str) -> None:
    if sign != "=":
        raise Invalid(
            msg("{field} holds one value: write {field}=VALUE. Nothing was saved.", field=name),
            name,
        )


def _not_there(name: str, value: str) -> Invalid:
    return Invalid(
        msg("{value} isn’t among {field}. Nothing was saved.", value=value, field=name), name
    )
