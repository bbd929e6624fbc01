"""Cells that lead to other records by their names, and what else our own export tells of a record:
further companies, the parent, related people, the blacklist, the archive, a consent's origin.

``cells`` asks for a handler once for each column, ``assembling`` for the ties of each row; both run
in worker processes. Whom they lead to is looked up when all rows are in (``ties``). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.drafts import Tie
from crm_desktop.features.data.importing.fields import PHOTO
from crm_desktop.features.data.importing.headers import is_phrase
from crm_desktop.features.data.importing.rowparts import Handler, RowParts, one_line, put_single

COMPANY, PARENT, RELATION, PICTURE = "company", "parent", "relation", "picture"

_NUMBER = re.compile(r"(\d{1,4})\s*$")


def tied_handler(field: str, name: str) -> Handler | None:
    """The function that takes the cells of the column called ``name``, or ``None`` where they tell
    nothing of the kind."""
    if field.startswith("other_company."):
        found = _NUMBER.search(name)
        part = field.partition(".")[2]
        return partial(_other_company, name=name, number=int(found[1]) if found else 1, part=part)
    handle = _HANDLERS.get(field)
    return partial(handle, name=name) if handle else None


def ties_of_person(row: RowParts, name_of: Callable[[str], str]) -> tuple[Tie, ...]:
    """Whom the person of the row is tied to; what can't be of a person goes to the note."""
    _move(row, "parent", name_of)
    return (*_companies(row), *_relations(row), *_picture(row))


def ties_of_company(row: RowParts, name_of: Callable[[str], str]) -> tuple[Tie, ...]:
    """The parent of the row's company; what can't be of a company goes to the note."""
    for parts in row.other_companies.values():
        for column, text in parts.values():
            row.move(column, text)
    for column, text in row.relations:
        row.move(column, text)
    parent = row.values.get("parent")
    ties = (Tie(PARENT, parent, None, f"{name_of('parent')}: {parent}"),) if parent else ()
    return (*ties, *_picture(row))


def _picture(row: RowParts) -> tuple[Tie, ...]:
    return (Tie(PICTURE, "", None, ""),) if PHOTO in row.values else ()


def _companies(row: RowParts) -> Iterator[Tie]:
    for _number, parts in sorted(row.other_companies.items()):
        if "name" not in parts:
            row.move(*parts["position"])
            continue
        told = "\n".join(": ".join(part) for part in parts.values())
        position = parts["position"][1] if "position" in parts else None
        yield Tie(COMPANY, parts["name"][1], position, told)


def _relations(row: RowParts) -> Iterator[Tie]:
    for column, text in row.relations:
        what, _colon, name = text.partition(":")
        kind = _relation_of(what)
        if kind and name.strip():
            yield Tie(RELATION, name.strip(), kind, f"{column}: {text}")
        else:
            row.move(column, text)


def _relation_of(text: str) -> str | None:
    folded = fold(text)
    found = (kind for kind, told in words.RELATIONS.items() if is_phrase(told, folded))
    return next(found, None)


def _move(row: RowParts, code: str, name_of: Callable[[str], str]) -> None:
    if code in row.values:
        row.move(name_of(code), row.values[code])


def _other_company(row: RowParts, text: str, *, name: str, number: int, part: str) -> None:
    value = one_line(text)
    told = row.other_companies.setdefault(number, {})
    if len(value) > LONGEST_LINE or told.setdefault(part, (name, value))[1] != value:
        row.move(name, value)


def _related(row: RowParts, text: str, *, name: str) -> None:
    row.relations += [(name, line) for line in map(clean_line, text.split("\n")) if line]


def _blacklisted(row: RowParts, text: str, *, name: str) -> None:
    """The reason, or a bare yes."""
    if not is_phrase(words.NO, fold(text)):
        put_single(row, text, code="blacklisted", name=name)


def _archived(row: RowParts, text: str, *, name: str) -> None:
    if is_phrase(words.YES, fold(text)):
        row.values["archived"] = "yes"
    elif not is_phrase(words.NO, fold(text)):
        row.move(name, one_line(text))


def _consent_origin(row: RowParts, text: str, *, name: str) -> None:
    """It stands in place of what the consent's own column is called."""
    value = one_line(text)
    if len(value) > LONGEST_LINE:
        row.move(name, value)
    else:
        row.values["consent_origin"] = value


_HANDLERS: dict[str, Callable[..., None]] = {
    "relations": _related,
    "blacklisted": _blacklisted,
    "archived": _archived,
    "consent_origin": _consent_origin,
}
