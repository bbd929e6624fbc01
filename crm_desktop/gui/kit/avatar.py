"""The round picture of a person (square of a company), or the initials where there is none.

``decode_picture`` and ``reduce_picture`` run on any thread but the GUI's; the widget on the GUI
thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import msg
from crm_desktop.gui.kit.painted import Initials
from crm_desktop.gui.kit.theme.manager import ThemeManager

SIDE = 192
"""Pixels of the decoded picture: enough for 64 at three dots a pixel."""

REDUCED_SIDE = 1_024
"""Pixels of the longer side of a picture that was made smaller."""

_REDUCED_QUALITY = 90
_KINDS = (b"png", b"jpeg", b"webp")
# A picture of this many pixels takes 160 MB for a moment; cameras make up to 50 million.
_MOST_PIXELS = 40_000_000


def decode_picture(data: bytes, side: int = SIDE) -> QImage:
    """The middle of the picture, ``side`` pixels square, turned as its camera was held.
    ``Invalid`` for what is no PNG, JPEG or WebP, is damaged, or would take too much memory: the
    size is read before anything is unpacked."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader, size = _reader_of(buffer)
    if size.width() * size.height() > _MOST_PIXELS:
        raise _too_many_dots()
    covering = size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    # A line of a thousand dots by one would be made larger than any screen.
    reader.setScaledSize(covering.boundedTo(QSize(8 * side, 8 * side)))
    image = reader.read()
    if image.isNull():
        raise _no_picture()
    shown = image.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    return shown.copy((shown.width() - side) // 2, (shown.height() - side) // 2, side, side)


def reduce_picture(file: QIODevice) -> bytes:
    """The whole picture in an open file with at most ``REDUCED_SIDE`` pixels a side, turned as its
    camera was held: a JPEG file, or a PNG one where something can be seen through. ``Invalid`` as
    ``decode_picture``; of a JPEG the dots don't matter, it is made smaller while it is read."""
    reader, size = _reader_of(file)
    if reader.format() != b"jpeg" and size.width() * size.height() > _MOST_PIXELS:
        raise _too_many_dots()
    longest = QSize(REDUCED_SIDE, REDUCED_SIDE)
    if size != size.boundedTo(longest):
        kept = size.scaled(longest, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(kept.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise _no_picture()
    reduced = QBuffer()
    reduced.open(QIODevice.OpenModeFlag.WriteOnly)
    kind = b"png" if image.hasAlphaChannel() else b"jpeg"
    writer = QImageWriter(reduced, QByteArray(kind))
    writer.setQuality(_REDUCED_QUALITY)
    writer.write(image)
    return bytes(reduced.data().data())


def _reader_of(file: QIODevice) -> tuple[QImageReader, QSize]:
    """Of a picture, and its size, which is read before anything is unpacked."""
    reader = QImageReader(file)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _KINDS or size.isEmpty():
        raise _no_picture()
    return reader, size


def _too_many_dots() -> Invalid:
    return Invalid(
        msg(
            "The picture has too many dots to be shown. Nothing was changed; choose a smaller one."
        ),
        "photo",
    )


def _no_picture() -> Invalid:
    return Invalid(
        msg("This file is no picture. Nothing was changed; choose a PNG, JPEG or WebP file."),
        "photo",
    )


class Avatar(Initials):
    """Shows the initials of the name until it is given a picture."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(side, parent)
        self._picture: QImage | None = None

    @property
    def picture(self) -> QImage | None:
        """What is shown instead of the initials."""
        return self._picture

    def show_picture(self, picture: QImage | None) -> None:
        """Show this one, or the initials again."""
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture within its shape."""
        if self._picture is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        rect, shape = QRectF(self.rect()), QPainterPath()
        if self.is_square:
            radius = ThemeManager.instance().theme.radius.md
            shape.addRoundedRect(rect, radius, radius)
        else:
            shape.addEllipse(rect)
        painter.setClipPath(shape)
        painter.drawImage(rect, self._picture)
        painter.end()
