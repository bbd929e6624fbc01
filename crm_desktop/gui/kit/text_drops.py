"""Words that are dragged in from other programs: a selection, a web address, a phone number.

What a browser gives as an address of a mail or a phone is taken as the mail or the phone. Made by
whoever takes words. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.text.folding import clean_text

_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_SCHEMES = ("mailto:", "tel:", "callto:")


def dropped_words(data: QMimeData) -> str:
    """The words in ``data``; nothing for files."""
    if any(url.isLocalFile() for url in data.urls()):
        return ""
    text = clean_text(data.text()) or "\n".join(url.toString() for url in data.urls())
    for scheme in _SCHEMES:
        if text.lower().startswith(scheme) and "\n" not in text:
            return text[len(scheme) :].partition("?")[0]
    return text


class TextDrops(QObject):
    """Takes words from outside where ``may`` says so; ``dropped`` gives them as they came."""

    dropped = Signal(object)  # QMimeData

    def __init__(self, parent: QObject, may: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._may = may

    def watch(self, *widgets: QWidget) -> None:
        """Take what is dropped on these."""
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Words are copied, whatever the other program offers."""
        if not isinstance(event, QDropEvent) or event.type() not in (*_OVER, QEvent.Type.Drop):
            return False
        if event.source() is not None or not self._may() or not dropped_words(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(event.mimeData())
        return True
