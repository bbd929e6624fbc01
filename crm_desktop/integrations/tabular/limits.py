"""How large a file may be, and why: every bound of the readers in one place.

Read by the readers at the time of the call, so tests lower a bound by monkeypatching it.
"""

from __future__ import annotations

MAX_FILE_BYTES = 2 * 1024**3 - 1
"""Nobody's address book has 2 GB, while databases and films that were dropped by mistake have."""

MAX_ROWS = 2_000_000
"""Twice the largest sheet of a spreadsheet program; more would not fit into memory beside the
work on them."""

MAX_CARDS = 200_000
"""Of an address book. Each takes 3 KB while the columns of all are not known yet."""

MAX_COLUMNS = 2_000
"""Non-empty columns. Real exports have up to a few hundred; more is a table turned on its side
or an attack, and the mapping page could not show it. The formats themselves allow 16,384."""

MAX_CELLS = 30_000_000
"""Cells of the rectangle around everything written in a sheet, empty ones included. The
spreadsheet library holds all of it at 32 bytes a cell, 1 GB here: two cells in opposite corners
would otherwise need hundreds of gigabytes."""

MAX_SHEET_ROWS = 1_048_576
"""Rows of a sheet in XLSX and ODS (ECMA-376 leaves it open; this is Excel's and Calc's)."""

MAX_UNPACKED_BYTES = 4 * 1024**3
"""Of all parts of a zipped workbook together. A full sheet of a million rows has 1.5 GB."""

MAX_UNPACK_RATIO = 300
"""Unpacked to packed bytes. XML of real sheets packs 5 to 60 times, zip bombs 1,000 times."""

UNPACK_FLOOR_BYTES = 64 * 1024**2
"""Below this the ratio is not looked at: an almost empty sheet may pack very well."""

MAX_ZIP_ENTRIES = 10_000
"""Parts of a workbook: a sheet, a drawing, a picture each. Real ones have less than a thousand."""

MAX_CELL_CHARACTERS = 1_000_000
"""Of a cell of a text file. Notes in real exports reach some ten thousand characters."""

MAX_LINE_BYTES = 64 * 1024**2
"""Of a line of a text file. What has longer ones is data for programs, and reading one takes
several times its length."""

MAX_UNREAD_MARKUP = 4 * 1024**2
"""Characters of HTML that may wait for the end of a tag or comment. The parser looks through
them again and again, so an endless comment would take hours."""

MAX_UNFINISHED_TAG = 2_000
"""Characters of a tag that the end of an HTML page cuts off."""

MAX_RECORD_LINES = 1_000
"""Lines of text inside one quoted cell; beyond it the opening quote is taken for a stray one."""

MAX_REPEATED = 1 << 26
"""Characters of cells that reach over several rows, in all rows but their first: a page of 1 MB
could otherwise ask for terabytes."""

MAX_ATTACHED = 1_000_000
"""Links and comments of a sheet; those behind them are left. As many as rows of a sheet."""

MAX_ATTACHED_CHARACTERS = 32_767
"""Of a comment or a link: as many as Excel keeps in a cell. What is longer is cut."""
