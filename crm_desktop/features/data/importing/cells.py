"""One cell into the parts of its row: a handler for each kind of field.

``handler_for`` gives ``cleaning`` a picklable function for a column; it is called for every
filled cell of that column, in worker processes. What a field refuses goes to the note, with the
column's name before it; a handler never raises for what stands in a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.dates import (
    is_blank_date,
    parse_birthday,
    parse_date,
    with_whole_year,
)
from crm_desktop.core.values.tax_ids import check_tax_id
from crm_desktop.features.common.checks import LONGEST_LINE
from crm_desktop.features.data.importing import words
from crm_desktop.features.data.importing.bank_cells import bank_handler
from crm_desktop.features.data.importing.contents import kind_word, status_word
from crm_desktop.features.data.importing.deal_cells import Written, deal_handler
from crm_desktop.features.data.importing.fields import (
    IGNORE,
    LABEL,
    NOTE,
    TAX_ID_KINDS,
)
from crm_desktop.features.data.importing.headers import (
    default_values,
    is_note,
    is_phrase,
)
from crm_desktop.features.data.importing.markup import plain
from crm_desktop.features.data.importing.moments import in_zone_of, moment
from crm_desktop.features.data.importing.name_cells import name_handler
from crm_desktop.features.data.importing.reaches import labels_of, reach_handler
from crm_desktop.features.data.importing.recognise import Column
from crm_desktop.features.data.importing.rowparts import (
    Handler,
    RowParts,
    one_line,
    put_checked,
    put_single,
)
from crm_desktop.features.data.importing.sources import VCARD
from crm_desktop.features.data.importing.tied_cells import tied_handler

_LIST = re.compile(r":::|[,;\n|]")
_BLANK_DATES = frozenset(("0.0.00", "0/0/00", "00.00.0000", "0000-00-00"))  # of Outlook and others
_SYSTEM_GROUPS = {"mycontacts", "my contacts"}  # Google puts everybody in it; it says nothing


def handler_for(column: Column, *, kind: str, region: str, written: Written) -> Handler | None:
    """The function that takes this column's cells, or ``None`` where they are left out.
    ``kind`` is the file's, as in ``Recognition``; its cells are ``written`` so."""
    field, name = column.field, column.source
    if field in {IGNORE, LABEL}:
        return None
    if field == NOTE:
        return _note_handler(column, kind)
    if field in _DATED:
        dated = partial(_DATED[field], name=name, day_first=written.day_first)
        return partial(_from_year_on, handler=dated) if column.year_first else dated
    return (
        reach_handler(column, region)
        or name_handler(field, name, region)
        or bank_handler(field, name)
        or tied_handler(field, name)
        or deal_handler(field, name, replace(written, thousandths=column.thousandths))
        or _value_handler(field, name)
    )


def _value_handler(field: str, name: str) -> Handler:
    if field in _NAMED:
        return partial(_NAMED[field], name=name)
    if (tax_id := field.removeprefix("company.")) in TAX_ID_KINDS:
        return partial(_tax_id, kind=tax_id, name=name)
    return partial(put_single, code=field, name=name)


def _kind(row: RowParts, text: str, *, name: str) -> None:
    row.kind = row.kind or kind_word(text)
    if kind_word(text) is None:
        row.move(name, one_line(text))


def _status(row: RowParts, text: str, *, name: str) -> None:
    status = status_word(text)
    if status is None or row.values.setdefault("status", status) != status:
        row.move(name, one_line(text))


def _tags(row: RowParts, text: str, *, name: str) -> None:
    pieces = text.split(":::") if ":::" in text else _LIST.split(text)
    for piece in pieces:
        tag = clean_line(piece)
        if tag.startswith("*"):
            tag = tag.lstrip("* ")
            if fold(tag) in _SYSTEM_GROUPS:
                continue
        if len(tag) > LONGEST_LINE:
            row.move(name, tag)
        elif tag:
            row.tags.append(tag)


def _languages(row: RowParts, text: str, *, name: str) -> None:
    row.languages += filter(None, map(clean_line, re.split(r":::|[,;/\n]", text)))


def _company_note(row: RowParts, text: str, *, name: str) -> None:
    row.company_notes.append(plain(text))


def _birthday(row: RowParts, text: str, *, name: str, day_first: bool) -> None:
    _dated(row, text, "birthday", name, partial(parse_birthday, day_first=day_first))


def _timestamp(row: RowParts, text: str, *, code: str, name: str, day_first: bool) -> None:
    def parse(text: str) -> str:
        return moment(in_zone_of(name, text), day_first=day_first)

    _dated(row, text, code, name, parse)


def _from_year_on(row: RowParts, text: str, *, handler: Handler) -> None:
    handler(row, with_whole_year(text))


def _dated(row: RowParts, text: str, code: str, name: str, parse: Callable[[str], str]) -> None:
    if _is_empty_date(text):
        return
    try:
        value = parse(text)
    except Invalid:
        row.move(name, one_line(text))
    else:
        put_single(row, value, code=code, name=name)


def _is_empty_date(text: str) -> bool:
    """``0.0.00`` and the like are nothing; words such as ``не закрыта`` are something."""
    return not any(map(str.isalpha, text)) and is_blank_date(text)


def _consent(row: RowParts, text: str, *, name: str, day_first: bool) -> None:
    """Yes, or the date of it; no is what an absent consent means."""
    folded = fold(text)
    if is_phrase(words.NO, folded) or _is_empty_date(text):
        return
    if is_phrase(words.YES, folded):
        row.values.setdefault("consent", "")
    else:
        try:
            row.values["consent"] = parse_date(text, day_first=day_first).isoformat()
        except Invalid:
            row.move(name, one_line(text))
            return
    row.values.setdefault("consent_origin", name)


def _tax_id(row: RowParts, text: str, *, kind: str, name: str) -> None:
    number, _slash, other = text.partition("/") if kind == "inn" else (text, "", "")
    put_checked(row, number, code=f"company.{kind}", name=name, check=partial(check_tax_id, kind))
    if other.strip():  # 1C writes ИНН/КПП into one cell
        put_checked(row, other, code="company.kpp", name=name, check=partial(check_tax_id, "kpp"))


def _note_handler(column: Column, kind: str) -> Handler:
    if kind == VCARD:
        return _whole_note
    if is_note(column.source):
        return _plain_note
    defaults = default_values(column.source)
    return partial(_labelled_note, column=column, defaults=defaults or "")


def _whole_note(row: RowParts, text: str) -> None:
    row.notes.append(text)


def _plain_note(row: RowParts, text: str) -> None:
    row.notes.append(plain(text))


def _labelled_note(row: RowParts, text: str, *, column: Column, defaults: str) -> None:
    if text[0] == "0" and text in _BLANK_DATES:
        return
    if defaults and is_phrase(defaults, fold(text)):
        return
    names = (label.lstrip("* ") for label in labels_of(row, column))
    row.move(next(filter(None, names), column.source), plain(text))


_DATED: dict[str, Callable[..., None]] = {
    "birthday": _birthday,
    "created_at": partial(_timestamp, code="created_at"),
    "updated_at": partial(_timestamp, code="updated_at"),
    "consent": _consent,
}
_NAMED: dict[str, Callable[..., None]] = {
    "kind": _kind,
    "status": _status,
    "tags": _tags,
    "languages": _languages,
    "company.note": _company_note,
}
