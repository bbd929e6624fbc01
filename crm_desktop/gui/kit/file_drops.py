"""Files that are dragged in from other programs. Made by whoever takes files. GUI thread only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def local_files(data: QMimeData) -> list[Path]:
    """The files of this machine in ``data``."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class FileDrops(QObject):
    """Takes files before the widgets do, which would write down their addresses; ``dropped``
    tells their paths."""

    dropped = Signal(object)  # list[Path]

    def watch(self, *widgets: QWidget) -> None:
        """Take what is dropped on these."""
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Files are copied, whatever the other program offers."""
        if not isinstance(event, QDropEvent) or not (paths := local_files(event.mimeData())):
            return super().eventFilter(watched, event)
        if event.type() not in (*_OVER, QEvent.Type.Drop):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True
