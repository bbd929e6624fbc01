"""Why a file is refused, in the words shown to the person: the sentences several readers share.

Used by the readers, on any thread; pure. Each says what happened, that it was not imported, and
what to do.
"""

from __future__ import annotations

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import Message, msg
from crm_desktop.integrations.tabular import limits


def password_protected() -> Invalid:
    """An encrypted workbook."""
    return Invalid(
        msg(
            "The file is protected by a password. It was not imported. Open it in the "
            "spreadsheet program, remove the password and import again."
        )
    )


def broken() -> Invalid:
    """A damaged file of a known kind."""
    return Invalid(
        msg(
            "The file is damaged and can’t be read. It was not imported. Open it in the "
            "spreadsheet program, save it as a new file and import that."
        )
    )


def not_a_table(what: Message) -> Invalid:
    """A file whose kind is known and is no table."""
    return Invalid(
        msg(
            "The file is {what}, not a table. It was not imported. Choose a file in XLSX, XLS, "
            "ODS, CSV or vCard.",
            what=what,
        )
    )


def not_readable() -> Invalid:
    """Bytes that make no text and no known format."""
    return Invalid(
        msg(
            "The file can’t be read as a table: it is neither text nor a known kind of sheet. "
            "It was not imported. Choose a file in XLSX, XLS, ODS, CSV or vCard."
        )
    )


def too_many_rows() -> Invalid:
    """More rows than fit into memory beside the work on them."""
    return Invalid(
        msg(
            "The file has more than {limit} rows. It was not imported. Divide it into several "
            "files.",
            limit=limits.MAX_ROWS,
        )
    )


def too_many_columns(number: int) -> Invalid:
    """A table that no mapping page could show."""
    return Invalid(
        msg(
            "The table has {number} columns, and up to {limit} can be imported. It was not "
            "imported. Leave only the columns that you need and try again.",
            number=number,
            limit=limits.MAX_COLUMNS,
        )
    )


def too_many_cells() -> Invalid:
    """A sheet whose rectangle would not fit into memory."""
    return Invalid(
        msg(
            "The sheet is too large: cells far from each other span more than {limit} cells. "
            "It was not imported. Delete what lies far below or to the right of the table, or "
            "divide the sheet, and try again.",
            limit=limits.MAX_CELLS,
        )
    )


def unpacks_to_too_much() -> Invalid:
    """A zip bomb, or something near it."""
    return Invalid(
        msg(
            "The file unpacks to much more than a table would. It was not imported. Save the "
            "table in the spreadsheet program as a new file and import that."
        )
    )
