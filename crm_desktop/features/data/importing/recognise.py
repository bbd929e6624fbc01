"""From a table of strings to what it is: whose file, where its header stands, what each column
holds.

Called by the import on its own thread, once a file; the wizard and the command line show the
result and may override it. Columns are recognised by the meaning of their headers and by their
cells, never by a program's exact layout. Pure: no database, no window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.core.text.folding import clean_line, fold
from crm_desktop.core.values.dates import begins_with_short_year
from crm_desktop.core.values.names import split_full_name
from crm_desktop.features.data.importing import sources
from crm_desktop.features.data.importing.columns import field_of, names_by_cells
from crm_desktop.features.data.importing.date_order import DATES, date_order
from crm_desktop.features.data.importing.deal_headers import (
    are_of_deals,
    deal_meaning,
    settle_amount,
    settle_stage,
)
from crm_desktop.features.data.importing.fields import DEAL_FIELDS, LABEL, NOTE, is_field
from crm_desktop.features.data.importing.headers import (
    LIKELY,
    POSSIBLE,
    UNSURE,
    Meaning,
    is_phrase,
)
from crm_desktop.features.data.importing.layout import Layout, find_layout, layout_at
from crm_desktop.features.data.importing.product_headers import are_of_products, product_meanings
from crm_desktop.features.data.importing.words import NAMES_OF_COMPANIES
from crm_desktop.integrations.tabular.table import Table

CONTACTS, COMPANIES, MIXED = "contacts", "companies", "mixed"
DEALS, PRODUCTS = "deals", "products"
FAMILY_FIRST, GIVEN_FIRST = "family-first", "given-first"
NO_HEADER = -1

_SAMPLED_ROWS = 1_000
_SAMPLES = 60  # cells of a column; enough to tell kinds apart, cheap beside reading the file
_LABEL_PARTS = frozenset(("label", "type", "service", "метка", "тип", "etykieta", "typ"))
_PAIRED = re.compile(r"(?P<base>.*\S)\s+-\s+(?P<part>\S[^-]*)")
_NAMES = frozenset(("full_name", "family_name", "given_name", "middle_name"))
_SUPERIORS = frozenset(("директор", "руководитель"))
_COMPANY_NAMES = frozenset(("company.name", "company.legal_name"))


@dataclass(frozen=True)
class Column:
    """One column: its index in the rows, its header (a sheet's letter where it has none), the
    code of its field, the confidence from 0 (unknown) to 1, the indexes of the columns beside it
    that say of what type its value is, in a standard's table how many columns of the same code
    stand before it (its second work address is another one than the first), whether numbers
    of a workbook with three decimals are among its cells, and dates that begin with two digits of
    a year."""

    index: int
    source: str
    field: str
    confidence: float
    labels: tuple[int, ...] = ()
    repeat: int = 0
    thousandths: bool = False
    year_first: bool = False


@dataclass(frozen=True)
class Recognition:
    """What a table is. ``header_row`` is the index of the last header row in ``Table.rows`` or
    ``None``; ``day_first`` says how ``03/04/2026`` is meant, ``None`` where nothing tells;
    ``rows_are`` is ``contacts``, ``companies``, ``mixed`` (each row by its kind column),
    ``deals`` or ``products``;
    ``name_order`` is ``family-first``, ``given-first`` or ``None``; ``decimal_mark`` what the
    person says stands before decimals."""

    kind: str
    header_row: int | None
    columns: tuple[Column, ...]
    day_first: bool | None
    rows_are: str
    name_order: str | None
    decimal_mark: str | None = None

    @property
    def first_data_row(self) -> int:
        """Index in ``Table.rows`` of the first row that is no header."""
        return 0 if self.header_row is None else self.header_row + 1


def recognise(
    table: Table, *, language: str, region: str, header_row: int | None = None
) -> Recognition:
    """What the table is. ``language`` (``ru en pl``) helps with names, ``region`` (``RU``) with
    phones; ``header_row`` is the index of the header if the person has said so, ``NO_HEADER``
    if there is none."""
    if table.columns is not None:
        return _of_standard(table.columns)
    width = max(map(len, table.rows), default=0)
    if header_row is None:
        layout = find_layout(table.rows, width)
    else:
        layout = layout_at(table.rows, width, None if header_row == NO_HEADER else header_row)
    return _of_sheet(table, layout, language, region)


def with_overrides(
    recognition: Recognition,
    fields: Mapping[int | str, str],
    *,
    day_first: bool | None = None,
) -> Recognition:
    """The recognition with the person's decisions: field codes by column index or by header
    (then every column of that name), and the order of dates. For another header row call
    ``recognise`` with ``header_row`` first. Raises ``Invalid`` for an unknown column or field.
    """
    known = {name for column in recognition.columns for name in (column.index, column.source)}
    for name, code in fields.items():
        if name not in known:
            raise Invalid(msg("The file has no column “{column}”.", column=name))
        if not is_field(code):
            raise Invalid(msg("There is no field “{field}” to import into.", field=code))
    columns = tuple(_overridden(column, fields) for column in recognition.columns)
    return replace(
        recognition,
        columns=columns,
        day_first=recognition.day_first if day_first is None else day_first,
        rows_are=special_rows(columns) or _rows_are(columns, recognition.kind),
    )


def _overridden(column: Column, fields: Mapping[int | str, str]) -> Column:
    code = fields.get(column.index, fields.get(column.source))
    return column if code is None else replace(column, field=code, confidence=1.0)


def _of_standard(codes: Sequence[str]) -> Recognition:
    columns = tuple(
        Column(index, code, code if is_field(code) else NOTE, 1.0, repeat=codes[:index].count(code))
        for index, code in enumerate(codes)
    )
    return Recognition(sources.VCARD, None, columns, None, _rows_are(columns, sources.VCARD), None)


def _of_sheet(table: Table, layout: Layout, language: str, region: str) -> Recognition:
    first = layout.first_data_row
    rows = table.rows[first : first + _SAMPLED_ROWS]  # the rest is only looked through once
    samples = {index: _sample(rows, index) for index in range(len(layout.headers))}
    kind = sources.kind_of_file([header for header in layout.headers if header])
    columns = _columns(layout.headers, samples, region)
    special = _special_kind(kind, layout.headers)
    if special == DEALS:
        columns = _columns_of_deals(columns, samples)
    elif special == PRODUCTS:
        columns = _columns_of_products(columns, samples)
    nameless = {c.index for c in columns if not c.source and not samples[c.index]}
    empty = nameless - _filled_columns(table.rows, nameless)
    columns = [column for column in columns if column.index not in empty]
    columns = _titles_settled(columns)
    columns = _names_settled(columns, samples)
    if special is None:
        columns = _missing_names_found(columns, samples, region)
    rows_are = special or _rows_are(columns, kind)
    if rows_are == COMPANIES:
        columns = _companies_named(columns)
    elif rows_are == MIXED:
        columns = _whoever_named(columns)
    columns = [
        replace(
            c,
            source=c.source or column_letter(c.index),
            thousandths=c.index in table.thousandths,
            year_first=c.field in DATES and any(map(begins_with_short_year, samples[c.index])),
        )
        for c in columns
    ]
    dates = [column.index for column in columns if column.field in DATES]
    return Recognition(
        kind=kind,
        header_row=layout.header_row,
        columns=tuple(columns),
        day_first=date_order(table.rows, first, dates),
        rows_are=rows_are,
        name_order=_name_order(columns, samples, language),
    )


def _sample(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (clean_line(row[index]) for row in rows if index < len(row))
    filled = list(dict.fromkeys(filter(None, cells)))
    return filled[:: max(1, len(filled) // _SAMPLES)][:_SAMPLES]


def _filled_columns(rows: Iterable[Sequence[str]], indexes: set[int]) -> set[int]:
    """Those of the columns that hold anything below the sampled rows."""
    if not indexes:
        return set()
    return {
        index
        for row in rows
        for index in indexes
        if index < len(row) and row[index] and not row[index].isspace()
    }


def _columns(headers: Sequence[str], samples: Mapping[int, list[str]], region: str) -> list[Column]:
    labels = _label_columns(headers)
    columns = []
    for index, header in enumerate(headers):
        found = (
            Meaning(LABEL, LIKELY) if index in labels else field_of(header, samples[index], region)
        )
        pair = _PAIRED.fullmatch(header)
        typed = index not in labels and _is_typed(header, found.field)
        own = tuple(i for i, base in labels.items() if typed and pair and pair["base"] == base)
        columns.append(Column(index, header, found.field, found.confidence, own))
    return columns


def _special_kind(kind: str, headers: Sequence[str]) -> str | None:
    if kind.endswith("-deals") or (kind == sources.SHEET and are_of_deals(headers)):
        return DEALS
    of_products = kind.endswith("-products") or (kind == sources.SHEET and are_of_products(headers))
    return PRODUCTS if of_products else None


def _columns_of_products(
    columns: Sequence[Column], samples: Mapping[int, list[str]]
) -> list[Column]:
    meanings = product_meanings(
        [column.source for column in columns],
        [Meaning(column.field, column.confidence) for column in columns],
        [samples[column.index] for column in columns],
    )
    return [
        replace(column, field=meaning.field, confidence=meaning.confidence, labels=())
        for column, meaning in zip(columns, meanings, strict=True)
    ]


def _columns_of_deals(columns: Sequence[Column], samples: Mapping[int, list[str]]) -> list[Column]:
    meanings = [
        deal_meaning(column.source, Meaning(column.field, column.confidence), samples[column.index])
        for column in columns
    ]
    fields = [meaning.field for meaning in meanings]
    settled = settle_stage(fields, lambda place: samples[columns[place].index])
    settled |= settle_amount(fields)
    meanings = [settled.get(place, meaning) for place, meaning in enumerate(meanings)]
    return [
        replace(column, field=meaning.field, confidence=meaning.confidence)
        for column, meaning in zip(columns, meanings, strict=True)
    ]


def _is_typed(header: str, field: str) -> bool:
    """Whether a label beside the column types its values (or names them: custom fields)."""
    return field != NOTE or fold(header).endswith(" value")


def _label_columns(headers: Sequence[str]) -> dict[int, str]:
    """Columns that type the values beside them: ``Phone 1 - Label`` for ``Phone 1 - Value``."""
    pairs = [_PAIRED.fullmatch(header) for header in headers]
    labels = {
        index: pair["base"]
        for index, pair in enumerate(pairs)
        if pair and fold(pair["part"]) in _LABEL_PARTS
    }
    valued = {pair["base"] for i, pair in enumerate(pairs) if pair and i not in labels}
    return {
        index: base
        for index, base in labels.items()
        if base in valued and base[-1].isdigit() and not fold(base).startswith("organization")
    }


def _titles_settled(columns: list[Column]) -> list[Column]:
    """``Title`` is a position, unless the file has a better word for it: then it is ``Mr.``."""
    positions = [column for column in columns if column.field == "position"]
    if len(positions) < 2:
        return columns
    return [
        replace(column, field=NOTE, confidence=0.0)
        if column in positions and fold(column.source) in {"title", "profession", "профессия"}
        else column
        for column in columns
    ]


def _names_settled(columns: list[Column], samples: Mapping[int, list[str]]) -> list[Column]:
    """Which name is meant where a header does not tell, by the other columns and the cells."""
    fields = {column.field for column in columns}
    if fields >= {"family_name", "given_name"}:
        return _changed(columns, "full_name", NOTE, lambda c: fold(c.source) in _SUPERIORS)
    if "family_name" in fields:  # 'Имя клиента' beside 'Фамилия клиента'
        return _changed(columns, "full_name", "given_name", lambda c: _single(samples[c.index]))
    if "middle_name" in fields:
        return columns
    return _changed(columns, "given_name", "full_name", lambda c: not _single(samples[c.index]))


def _single(samples: Sequence[str]) -> bool:
    return not any(" " in text for text in samples)


def _changed(
    columns: list[Column], field: str, to: str, where: Callable[[Column], bool]
) -> list[Column]:
    confidence = 0.0 if to == NOTE else POSSIBLE
    return [
        replace(column, field=to, confidence=confidence)
        if column.field == field and where(column)
        else column
        for column in columns
    ]


def _missing_names_found(
    columns: list[Column], samples: Mapping[int, list[str]], region: str
) -> list[Column]:
    """Names under a header that we do not know (``Attendee``) are told by their cells: a
    person's only where the rows would have no name at all, a company's where none is named."""
    fields = {column.field for column in columns}
    if fields & _COMPANY_NAMES:
        return columns
    wanted = {"company": "company.name"} if fields & _NAMES else {"person": "full_name"}
    for index, column in enumerate(columns):
        if column.field == NOTE and not column.confidence:
            kind = names_by_cells(column.source, samples[column.index], region)
            if kind in wanted:
                found = replace(column, field=wanted[kind], confidence=UNSURE)
                return [*columns[:index], found, *columns[index + 1 :]]
    return columns


def special_rows(columns: Sequence[Column]) -> str | None:
    """``deals`` or ``products``, where the fields say so; products beside a client are a deal's."""
    fields = {column.field for column in columns}
    if not any(field.startswith(DEAL_FIELDS) for field in fields):
        return None
    has_client = fields & (_NAMES | _COMPANY_NAMES) or any(map(_reaches, fields))
    only_products = not any(field.startswith("deal.") for field in fields)
    return PRODUCTS if only_products and not has_client else DEALS


def _reaches(field: str) -> bool:
    return field.startswith(("phone.", "email."))


def _rows_are(columns: Sequence[Column], kind: str) -> str:
    fields = {column.field for column in columns}
    if "kind" in fields:
        return MIXED
    if kind.endswith("-companies"):
        return COMPANIES
    return COMPANIES if fields & _COMPANY_NAMES and not fields & _NAMES else CONTACTS


def _whoever_named(columns: list[Column]) -> list[Column]:
    """In a list of people and companies ``Name`` beside the company of a person is the name of
    whoever the row is."""
    firms = [column for column in columns if column.field == "company.name"]
    general = [one for one in firms if is_phrase(NAMES_OF_COMPANIES, fold(one.source))]
    if any(column.field in _NAMES for column in columns) or len(general) == len(firms):
        return columns
    return [replace(one, field="full_name") if one in general else one for one in columns]


def _companies_named(columns: list[Column]) -> list[Column]:
    """In a list of companies ``Name`` is the company's."""
    if any(column.field == "company.name" for column in columns):
        return columns
    return [
        replace(column, field="company.name")
        if column.field in {"full_name", "given_name"} and fold(column.source) == "name"
        else column
        for column in columns
    ]


def _name_order(
    columns: Sequence[Column], samples: Mapping[int, list[str]], language: str
) -> str | None:
    """The order of family and given name in full names, by those names that leave no doubt."""
    names = [text for c in columns if c.field == "full_name" for text in samples[c.index]]
    votes = [vote for text in names if (vote := _order_of(text, language))]
    family_first = votes.count(FAMILY_FIRST)
    if not votes:
        return None
    if family_first >= 0.8 * len(votes):
        return FAMILY_FIRST
    return GIVEN_FIRST if family_first <= 0.2 * len(votes) else None


def _order_of(text: str, language: str) -> str | None:
    words = text.split()
    if len(words) != 2 or "," in text:
        return None
    parts = split_full_name(text, language)
    if parts != split_full_name(f"{words[1]} {words[0]}", language):
        return None
    return FAMILY_FIRST if parts.family == words[0] else GIVEN_FIRST


def column_letter(index: int) -> str:
    """The name a spreadsheet gives a column: ``A`` for 0, ``AA`` for 26."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
