"""What step 1 of the wizard says about a file, and offers to choose, in words.

Called by ``FileStep`` on the GUI thread; pure but for the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.values.numbers import shown_decimal
from crm_desktop.features.data.importing.deal_cells import decimal_of
from crm_desktop.features.data.importing.preview import Preview
from crm_desktop.features.data.importing.recognise import DEALS, NO_HEADER, PRODUCTS
from crm_desktop.features.data.importing.sources import VCARD
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.pages.importing.preview_worker import News
from crm_desktop.gui.shell.numbers import shown_number, shown_size

_ENCODINGS = (
    "utf-8", "windows-1251", "windows-1250", "windows-1252", "utf-16", "koi8-r", "cp866",
    "mac-cyrillic", "iso-8859-2",
)  # fmt: skip
_DATES = frozenset(
    ("birthday", "created_at", "updated_at", "consent", "deal.expected_close", "deal.closed_at")
)
_OFFERED_HEADER_ROWS = 10
_NAMED_ROWS = 5


def names_of(paths: Sequence[Path]) -> str:
    """The name of the file, or of the first and how many more."""
    if len(paths) == 1:
        return paths[0].name
    others = len(paths) - 1
    words = ngettext("{name} and {number} more file", "{name} and {number} more files", others)
    return words.format(name=paths[0].name, number=shown_number(others))


def title_words(rows_are: str) -> str:
    """What an import of such rows is called."""
    titles = {DEALS: _("Import deals"), PRODUCTS: _("Import products")}
    return titles.get(rows_are) or _("Import contacts")


def under_way_words(rows_are: str) -> str:
    """What is being done with such rows."""
    doing = {DEALS: _("Importing deals"), PRODUCTS: _("Importing products")}
    return doing.get(rows_are) or _("Importing contacts")


def facts_of(preview: Preview) -> str:
    """``3 rows, 6 columns, 412 KB``."""
    rows = ngettext("{number} row", "{number} rows", preview.rows)
    columns = ngettext("{number} column", "{number} columns", len(preview.columns))
    return _("{rows}, {columns}, {size}").format(
        rows=rows.format(number=shown_number(preview.rows)),
        columns=columns.format(number=shown_number(len(preview.columns))),
        size=shown_size(preview.size),
    )


def encodings(preview: Preview, decided: object) -> list[tuple[str, object]]:
    """(words, value) of each to choose from; ``decided`` is ``None`` where the program found it."""
    if preview.encoding is None:
        return []
    found = _("{name}, found by us").format(name=_shown_encoding(preview.encoding))
    own = preview.encoding if decided is None else None
    names = [name for name in _ENCODINGS if name != own]
    return [_own_way(found, decided), *((_shown_encoding(name), name) for name in names)]


def _own_way(found: str, decided: object) -> tuple[str, object]:
    """What the program found; once the person has decided, the way back to it."""
    return (found if decided is None else _("let the program find out"), None)


def _shown_encoding(name: str) -> str:
    return name.upper() if name.startswith(("utf", "koi", "iso", "cp")) else name.capitalize()


def delimiters(preview: Preview, decided: object) -> list[tuple[str, object]]:
    """As ``encodings``; none where columns stand in the file without a sign between them."""
    has_own_columns = preview.delimiter is None and len(preview.columns) > 1  # as in HTML
    if preview.kind == VCARD or preview.encoding is None or has_own_columns:
        return []
    names = {
        ";": _("a semicolon"),
        ",": _("a comma"),
        "\t": _("a tab"),
        "|": _("a vertical line"),
    }
    found = names.get(preview.delimiter or "", preview.delimiter or _("nothing"))
    own = preview.delimiter if decided is None else None
    others = [(name, sign) for sign, name in names.items() if sign != own]
    return [_own_way(found, decided), *others]


def orders_of_dates(preview: Preview, decided: object) -> list[tuple[str, object]]:
    """Only where the order of day and month can matter."""
    if not any(column.code in _DATES for column in preview.columns):
        return []
    day, month = (_("DD.MM.YYYY"), True), (_("MM/DD/YYYY"), False)
    if decided is not None or preview.day_first is None:
        return [_own_way(_("found by us"), decided), day, month]
    found, other = (day, month) if preview.day_first else (month, day)
    return [(found[0], None), other]


def number_styles(preview: Preview, decided: object) -> list[tuple[str, object]]:
    """Only where an amount can be read in two ways: it, and what it comes to."""
    number = preview.unsure_number
    if number is None:
        return []
    ways = [
        (f"{number.text} = {shown_decimal(decimal_of(number.text, mark=mark))}", mark)
        for mark in (number.other_mark, number.mark)
    ]
    if decided is not None:
        return [_own_way("", decided), *ways]
    found, other = reversed(ways) if number.is_fraction else ways
    return [(found[0], None), other]


def header_rows(preview: Preview, *, is_known: bool = True) -> list[tuple[str, object]]:
    """The first rows, any of which may hold the names. Not ``is_known``: for a list, which row it
    is comes to light in the next step."""
    found = _("none, found by us") if is_known else _("found by us")
    if is_known and preview.header_row is not None:
        number = preview.top[preview.header_row].number
        found = _("in row {number}, found by us").format(number=shown_number(number))
    rows = preview.top[:_OFFERED_HEADER_ROWS]
    offered: list[tuple[str, object]] = [(found, None)]
    for index, row in enumerate(rows):
        words = _("in row {number}").format(number=shown_number(row.number))
        offered.append((words, index))
    return [*offered, (_("the file has none"), NO_HEADER)]


def sheets(preview: Preview) -> list[tuple[str, object]]:
    """All at once, or one of several."""
    if len(preview.sheets) < 2:
        return []
    number = len(preview.sheets)
    words = ngettext("all {number} sheet", "all {number} sheets", number)
    return [
        (words.format(number=shown_number(number)), None),
        *((name, place) for place, name in enumerate(preview.sheets)),
    ]


def extent_words(preview: Preview, shown_columns: int) -> str:
    """How much of the file is to be seen, and where the rest is. The names of the columns, and
    what stands above them, are no rows."""
    above = 0 if preview.header_row is None else preview.header_row + 1
    shown = max(len(preview.top) - above, 0)
    words = ngettext(
        "The first {number} row is shown.", "The first {number} rows are shown.", shown
    ).format(number=shown_number(shown))
    more = len(preview.columns) - shown_columns
    if more <= 0:
        return words
    right = ngettext(
        "Scroll right to see {number} more column.",
        "Scroll right to see {number} more columns.",
        more,
    )
    return f"{words} {right.format(number=shown_number(more))}"


def caution(preview: Preview, *, is_garbled: bool) -> tuple[str, str, str, str]:
    """(tone, words, strong words before them, link) of what should be known before going on."""
    if is_garbled:
        return (
            "danger",
            _("Choose another encoding until the names can be read."),
            _("The letters look wrong."),
            "",
        )
    warnings = " ".join(preview.warnings)
    if not preview.problems:
        return ("warning", warnings, "", "") if warnings else ("", "", "", "")
    lead, words = _problem_words(preview)
    numbers = {row.number for row in preview.top}
    is_shown = any(problem.row_number in numbers for problem in preview.problems)
    return ("warning", f"{words} {warnings}".strip(), lead, _("Sho&w rows") if is_shown else "")


def _problem_words(preview: Preview) -> tuple[str, str]:
    """How many rows will not come in, and which."""
    count = len(preview.problems)
    numbers = ", ".join(shown_number(p.row_number) for p in preview.problems[:_NAMED_ROWS])
    if count > _NAMED_ROWS:
        numbers += "…"
    if preview.checked < preview.data_rows:
        lead = ngettext(
            "Of the first {checked} rows {number} can’t be imported",
            "Of the first {checked} rows {number} can’t be imported",
            count,
        )
    else:
        lead = ngettext("{number} row can’t be imported", "{number} rows can’t be imported", count)
    words = ngettext(
        "({rows}). The others will be, and it is listed at the end.",
        "({rows}). The others will be, and these are listed at the end.",
        count,
    )
    return (
        lead.format(number=shown_number(count), checked=shown_number(preview.checked)),
        words.format(rows=numbers),
    )


def told_words(
    news: News, unread: Iterable[tuple[Path, BaseException]]
) -> tuple[str, Literal["", "warning"]]:
    """Which of several files aren't imported, and why; or what became of the choices that were
    made about the file. With the tone in which it is said."""
    missing = _("{file}: {reason}")
    said = [missing.format(file=path.name, reason=words_for(error)) for path, error in unread]
    is_calm = not said and news in (News.NONE, News.REMEMBERED)
    return " ".join(said) or _news_words(news), "" if is_calm else "warning"


def _news_words(news: News) -> str:
    return {
        News.NONE: "",
        News.REMEMBERED: _("Columns go where they went in the last file with the same columns."),
        News.CHANGED: _(
            "Another program has changed the file. You see it as it is now; your choices were "
            "kept, and nothing was imported yet."
        ),
        News.OTHER_COLUMNS: _(
            "Another program has changed the file, and its columns are others now. Nothing was "
            "imported yet. Look at the columns again."
        ),
    }[news]
