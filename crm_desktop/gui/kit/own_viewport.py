"""A viewport that Python made, for lists that stand on the first page.

Asked for Qt's own viewport, PySide looks which of Qt's widgets it is and makes all of them known
to Python: a tenth of an empty window's time. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget


def give_own_viewport(view: QAbstractItemView) -> None:
    """Put one in the place of Qt's, set as Qt sets its own (``QAbstractScrollArea``,
    ``QHeaderView``): style sheets go by its name. Before anything else is done with it."""
    viewport = QWidget(view)
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    if isinstance(view, QHeaderView):
        viewport.setBackgroundRole(QPalette.ColorRole.Button)
        viewport.setMouseTracking(True)
    view.setViewport(viewport)
