"""Links behind cells and comments on them as columns of their own, at the end of their table.

Called where a file is read, by the import and by its preview: everything behind knows columns
only. A link is taken for an e-mail, a phone or a site where its cell says nothing else of that
kind: cells are copied with the links of others behind them, so what contradicts goes to the note.
Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from crm_desktop.core.i18n import _
from crm_desktop.core.text.folding import clean_line, only_digits
from crm_desktop.features.data.importing.headers import meaning_of
from crm_desktop.features.data.importing.layout import Layout, find_layout
from crm_desktop.features.data.importing.product_groups import groups_as_column
from crm_desktop.features.data.importing.recognise import column_letter
from crm_desktop.integrations.tabular.table import COMMENT, Attached, Table

_EMAIL, _PHONE, _SITE, _NOTE = "email", "phone", "site", "note"
_SUBSCRIBER = 9  # digits at the end, without the code of a country or what is dialled for it
_HEADERS: dict[tuple[str, bool], Callable[[], str]] = {
    (_EMAIL, False): lambda: _("E-mail"),
    (_EMAIL, True): lambda: _("Company’s e-mail"),
    (_PHONE, False): lambda: _("Phone"),
    (_PHONE, True): lambda: _("Company’s phone"),
    (_SITE, False): lambda: _("Site"),
    (_SITE, True): lambda: _("Company’s site"),
    (_NOTE, False): lambda: _("Comment"),
}
"""How the columns are headed, by what they hold and whether it is the company's."""


def all_as_columns(table: Table) -> Table:
    """The table with all that it tells beside its rows as columns: groups of products too."""
    return groups_as_column(attached_as_columns(table))


def attached_as_columns(table: Table) -> Table:
    """The table with columns for what hangs at its cells; as it is where nothing does."""
    if not table.attached or table.columns is not None:
        return table
    width = max(map(len, table.rows))
    layout = find_layout(table.rows, width)
    added: dict[int, dict[tuple[str, bool], list[str]]] = defaultdict(dict)
    for one in table.attached:
        if one.row >= layout.first_data_row and (told := _told(one, table, layout)):
            kind, text = told
            texts = added[one.row].setdefault(kind, [])
            if text not in texts:
                texts.append(text)
    kinds = [kind for kind in _HEADERS if any(kind in row for row in added.values())]
    if not kinds:
        return table
    return replace(table, rows=list(_wider(table, layout, width, kinds, added)), attached=())


def _wider(
    table: Table,
    layout: Layout,
    width: int,
    kinds: Sequence[tuple[str, bool]],
    added: dict[int, dict[tuple[str, bool], list[str]]],
) -> Iterator[Sequence[str]]:
    for index, row in enumerate(table.rows):
        if index == layout.header_row:
            behind = [_HEADERS[kind]() for kind in kinds]
        elif index in added:
            behind = ["\n".join(added[index].get(kind, ())) for kind in kinds]
        else:
            yield row
            continue
        yield [*row, *[""] * (width - len(row)), *behind]


def _told(one: Attached, table: Table, layout: Layout) -> tuple[tuple[str, bool], str] | None:
    """Into which column what hangs at a cell goes, and how; nothing if the cell says it."""
    row = table.rows[one.row]
    cell = clean_line(row[one.column]) if one.column < len(row) else ""
    header = layout.headers[one.column] or column_letter(one.column)
    noted = (_NOTE, False), f"{header}: {one.text}"
    if one.kind == COMMENT:
        return noted
    meaning = meaning_of(header)
    field = meaning.field if meaning else ""
    is_company = field.startswith("company.")
    kind, target = _target(one.text)
    if _says(cell, kind, target):
        return None
    if not cell or not kind or _is_address(cell):
        return noted
    if kind == _SITE and not (field.endswith("site") or _is_whole_site(target)):
        return noted
    return (kind, is_company), target


def _target(link: str) -> tuple[str, str]:
    """What kind of value a link leads to, and the value: nothing known of other links."""
    scheme, _colon, rest = link.partition(":")
    scheme = scheme.lower()
    if scheme == "mailto":
        return _EMAIL, unquote(rest.partition("?")[0]).strip()
    if scheme in ("tel", "callto"):
        return _PHONE, unquote(rest.partition(";")[0]).strip("/ ")
    return (_SITE, link) if scheme in ("http", "https") else ("", link)


def _is_whole_site(link: str) -> bool:
    """Not one page of it: that tells of something else than whose site it is."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.path in ("", "/") and not (parts.query or parts.fragment)


def _says(cell: str, kind: str, target: str) -> bool:
    if kind == _PHONE:
        return only_digits(target)[-_SUBSCRIBER:] in only_digits(cell)
    return _same(target) in _same(cell)


def _same(text: str) -> str:
    """What of an address is the same in every writing of it."""
    plain = "".join(text.lower().split()).removesuffix("/")
    for start in ("https://", "http://"):
        plain = plain.removeprefix(start)
    return plain.removeprefix("www.")


def _is_address(cell: str) -> bool:
    """Whether the cell itself tells an e-mail, a site or a phone."""
    return "@" in cell or "://" in cell or "www." in cell or sum(map(str.isdigit, cell)) > 4
