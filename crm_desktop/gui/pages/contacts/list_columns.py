"""The columns of the list of people. Paints inside paint events, on the GUI thread.

Apart from the page, which brings the database's library along: the first look at the list does
without it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.gui.kit.paint.marks import initials
from crm_desktop.gui.kit.paint.rows import Name, paint_name_cell
from crm_desktop.gui.kit.row_source import Column
from crm_desktop.gui.kit.theme.theme import Theme, colour_of
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.line_columns import (
    Line,
    email_column,
    more_column,
    name_column,
    owner_column,
    phone_column,
    shared_more_columns,
    strong_column,
    tags_column,
)
from crm_desktop.gui.shell.touch_columns import step_column, touch_column


def list_columns() -> tuple[Column, ...]:
    """All that the list can show of a person."""
    return (
        name_column(_("Name"), 186, _spoken_name, _paint_name),
        strong_column(_("Company"), "company", 134),
        phone_column(144),
        email_column(151),
        tags_column(138),
        owner_column(),
        touch_column(100),
        step_column(120),
        strong_column(_("Position"), "position", 150, usual=False),
        *shared_more_columns(),
        more_column(_("Birthday"), "birthday", 120, values.birthday),
        more_column(_("Related people"), "related", 180, ", ".join, sorts=False),
    )


def _paint_name(painter: QPainter, rect: QRectF, line: Line, theme: Theme) -> None:
    row = line.row
    name = Name(row.name, row.position, initials(row.name), colour_of(row.id), row.blacklisted)
    paint_name_cell(painter, rect, name, theme)


def _spoken_name(line: Line) -> str:
    """Written for the ear (interaction.md, section 21)."""
    row = line.row
    blacklisted = _("blacklisted") if row.blacklisted else ""
    return ", ".join(filter(None, (row.name, row.position, row.company, blacklisted)))
