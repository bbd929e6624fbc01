"""Lists and cards on paper, or in a PDF file where there is no printer.

What is printed is read and painted on a thread of its own, with progress and a way to stop; the
dialogs are opened on the GUI thread, by the window.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QTextDocument,
    QTextOption,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.backend.work import Progress
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _, msg
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.tasks import LongTask
from crm_desktop.gui.kit.fields_pane import RecordText
from crm_desktop.gui.kit.states import Button
from crm_desktop.gui.kit.theme.tokens import tokens
from crm_desktop.gui.shell.numbers import shown_number

if TYPE_CHECKING:
    from crm_desktop.backend.backend import Backend
    from crm_desktop.backend.work import Reader

_POINTS = 9
_ROW, _PADDING = 1.7, 0.4  # of the height of a letter
_MOST_LINES = 3
_LOOKED_AT = 200

Stop = Callable[[int, int], None]
"""Gets how much of how much is done; raises what stops it."""


@dataclass(frozen=True)
class PrintedTable:
    """A table: what stands above it on the first page, its headings, and its rows."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PrintedEntry:
    """A line of a card's timeline: its words, in bold if it is a heading, the text below them,
    and what stands beside them in grey."""

    words: str
    text: str = ""
    aside: str = ""
    is_heading: bool = False


@dataclass(frozen=True)
class PrintedCard:
    """A record with its timeline."""

    text: RecordText
    story: Sequence[PrintedEntry] = ()


Printed = PrintedTable | PrintedCard
Read = Callable[["Reader"], Printed]
ReadStory = Callable[["Reader"], Sequence[PrintedEntry]]


class Printing(QObject):
    """``told`` says that it is done, with a button that opens the file if there is one."""

    told = Signal(str, object)  # words, Button | None

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._window = bridge, window
        self.dialog: QWidget | None = None

    def choose_printer(self, name: str, read: Read) -> None:
        """Ask for a printer, then print what ``read`` gives; without printers a file is asked
        for instead."""
        if not QPrinterInfo.availablePrinterNames():
            self.choose_file(name, read)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(lambda: self.write(printer, read, None))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.show()

    def choose_file(self, name: str, read: Read) -> None:
        """Ask for a PDF file, then write what ``read`` gives."""
        dialog = QFileDialog(self._window, _("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("*.pdf")
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(lambda path: self.save(Path(path), read))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def save(self, path: Path, read: Read) -> None:
        """Write what ``read`` gives into a PDF file."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        self.write(printer, read, path)

    def write(self, printer: QPrinter, read: Read, path: Path | None) -> None:
        """Read and paint in the background."""
        task = LongTask(_("Printing"), self._bridge)

        def stop(done: int, whole: int) -> None:
            if task.is_cancelled:
                raise Cancelled(msg("Stopped. Nothing was printed."))
            task.report(Progress("write", done, whole))

        def work(backend: Backend) -> None:
            stop(0, 0)
            paint(printer, backend.ask(read), stop)

        def tell(_nothing: object) -> None:
            task.ended.emit()
            task.deleteLater()
            if path is None:
                self.told.emit(_("It is being printed."), None)
            else:
                place = QUrl.fromLocalFile(str(path))
                button = Button(_("Open"), partial(_open, place))
                self.told.emit(_("Saved as {file}.").format(file=path.name), button)

        def fail(error: BaseException) -> None:
            task.ended.emit()
            task.deleteLater()
            if path is not None:
                path.unlink(missing_ok=True)
            self._bridge.tell_failed(error)

        self._bridge.consult(work, then=tell, failed=fail, owner=self)
        self._bridge.task_started.emit(task)


def _open(place: QUrl) -> None:
    QDesktopServices.openUrl(place)


def paint(printer: QPrinter, printed: Printed, stop: Stop) -> int:
    """Paint it, page by page; gives the number of pages. Any thread."""
    if isinstance(printed, PrintedTable):
        return _TablePainter(printer, printed).paint(stop)
    return _paint_card(printer, printed)


class _TablePainter:
    """Rows in columns whose widths follow their words, broken into lines where they need more
    room; headings and page numbers everywhere."""

    def __init__(self, device: QPagedPaintDevice, table: PrintedTable) -> None:
        self._device, self._table = device, table
        self._painter = QPainter(device)
        self._font = QFont("Inter", _POINTS)
        self._strong = QFont(self._font)
        self._strong.setBold(True)
        self._painter.setFont(self._font)
        self._metrics = QFontMetricsF(self._font, device)
        page = self._painter.viewport()
        self._width, self._height = float(page.width()), float(page.height())
        self._line = self._metrics.height() * _ROW
        self._gap = self._metrics.height() * _PADDING
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._widths = _widths(table, self._wanted, self._width)

    def paint(self, stop: Stop) -> int:
        """All pages."""
        try:
            pages = self._pages(stop)
            for number, rows in enumerate(pages):
                if number:
                    self._device.newPage()
                stop(number, len(pages))
                self._paint_page(number, len(pages), rows)
        finally:
            self._painter.end()
        return len(pages)

    def _pages(self, stop: Stop) -> list[range]:
        """Which rows stand on which page; one page at least."""
        # The title, the headings and the line at the foot take the place of rows.
        room = self._height - 4 * self._line
        pages: list[range] = []
        first, left = 0, room
        for number, row in enumerate(self._table.rows):
            if not number % _LOOKED_AT:
                stop(0, 0)
            height = self._height_of(row)
            if height > left and number > first:
                pages.append(range(first, number))
                first, left = number, room
            left -= height
        return [*pages, range(first, len(self._table.rows))]

    def _paint_page(self, page: int, pages: int, rows: range) -> None:
        if not page:
            self._paint_line(self._table.title, 0)
        self._paint_row(self._table.header, 1.5 * self._line, self._strong, self._line)
        below = 2.5 * self._line
        self._painter.drawLine(0, round(below), round(self._width), round(below))
        for place in rows:
            row = self._table.rows[place]
            height = self._height_of(row)
            self._paint_row(row, below, self._font, height)
            below += height
        number, whole = shown_number(page + 1), shown_number(pages)
        words = _("Page {number} of {whole}").format(number=number, whole=whole)
        foot = QRectF(0, self._height - self._line, self._width, self._line)
        self._painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_line(self, words: str, line: float) -> None:
        self._painter.setFont(self._strong)
        rect = QRectF(0, line * self._line, self._width, self._line)
        self._painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_row(self, cells: Sequence[str], top: float, font: QFont, height: float) -> None:
        self._painter.setFont(font)
        metrics = QFontMetricsF(font, self._device)
        is_one_line = height <= self._line
        left, above = 0.0, (self._line - self._metrics.height()) / 2
        for cell, width in zip(cells, self._widths, strict=True):
            room = width - self._gap
            if is_one_line:
                words = metrics.elidedText(cell, Qt.TextElideMode.ElideRight, room)
            else:
                words = self._fitted(cell, room)
            rect = QRectF(left, top + above, room, height - above)
            self._painter.drawText(rect, words, self._option)
            left += width

    def _fitted(self, cell: str, room: float) -> str:
        """The words of a cell, cut with dots where they need more lines than there are: how much
        of a line is left empty depends on the words."""
        most = (_MOST_LINES + 0.5) * self._metrics.height()
        if self._wrapped(cell, room) <= most:
            return cell
        cut = bisect_left(
            range(len(cell)), True, key=lambda end: self._wrapped(f"{cell[:end]}…", room) > most
        )
        return f"{cell[: max(0, cut - 1)].rstrip()}…"

    def _wrapped(self, words: str, room: float) -> float:
        """How high they are, broken into lines."""
        self._painter.setFont(self._font)
        place = QRectF(0, 0, room, self._height)
        return self._painter.boundingRect(place, words, self._option).height()

    def _wanted(self, cell: str, *, is_strong: bool = False) -> float:
        font = self._strong if is_strong else self._font
        return QFontMetricsF(font, self._device).horizontalAdvance(cell) + self._gap

    def _height_of(self, row: Sequence[str]) -> float:
        """A line for a row whose cells fit, more for one with longer words."""
        one = self._metrics.height()
        tallest = one
        for cell, width in zip(row, self._widths, strict=True):
            if self._metrics.horizontalAdvance(cell) > width - self._gap:
                tallest = max(tallest, self._wrapped(cell, width - self._gap))
        return self._line - one + min(tallest, _MOST_LINES * one)


def _widths(table: PrintedTable, wanted_by: Callable[..., float], whole: float) -> list[float]:
    """The width of each column, by the longest words of the first rows: what is narrow gets all
    it wants, and what is left is shared by the wider ones."""
    wanted = [wanted_by(title, is_strong=True) for title in table.header]
    for row in islice(table.rows, _LOOKED_AT):
        wanted = [max(width, wanted_by(cell)) for width, cell in zip(wanted, row, strict=True)]
    widths, left = list(wanted), whole
    for done, column in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        widths[column] = min(wanted[column], left / (len(wanted) - done))
        left -= widths[column]
    return [width + left / len(widths) for width in widths]


def _paint_card(printer: QPrinter, card: PrintedCard) -> int:
    """Head, fields and timeline of a record."""
    document = QTextDocument()
    document.setDefaultFont(QFont("Inter", _POINTS))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.documentLayout().setPaintDevice(printer)
    document.setHtml(_card_html(card.text) + _story_html(card.story))
    document.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.DevicePixel).size()))
    pages = document.pageCount()
    document.print_(printer)
    return pages


def _card_html(card: RecordText) -> str:
    under = ", ".join(filter(None, (card.subtitle, card.company)))
    head = f"<h2>{escape(card.title)}</h2><p>{escape(under)}</p>"
    if card.warning:
        head += f"<p><b>{escape(card.warning)}</b></p>"
    rows = (
        f"<tr><td><b>{escape(one.label)}</b></td><td>{_lines(one.value)}</td></tr>"
        for one in card.fields
    )
    return f"{head}<table cellspacing='0' cellpadding='4'>{''.join(rows)}</table>"


def _story_html(story: Sequence[PrintedEntry]) -> str:
    if not story:
        return ""
    heading = escape(_("Timeline"))
    return f"<h3>{heading}</h3>" + "".join(map(_entry_html, story))


def _entry_html(entry: PrintedEntry) -> str:
    if entry.is_heading:
        return f"<p><b>{escape(entry.words)}</b></p>"
    grey = tokens().colours["light"].text_secondary.name()  # paper is light
    aside = f" <font color='{grey}'>· {escape(entry.aside)}</font>" if entry.aside else ""
    text = f"<br>{_lines(entry.text)}" if entry.text else ""
    return f"<p>{escape(entry.words)}{aside}{text}</p>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
