"""The menus of Settings → Pipelines: of a pipeline and of a stage. Each is gone when it is closed.

Called by the section of pipelines; GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.pages.settings.pipelines_actions import PipelineActions

Press = Callable[[], object]


def pipeline_menu(
    parent: QWidget, pipeline: PipelineRow, actions: PipelineActions, *, rename: Press
) -> QMenu:
    """What can be done with a pipeline; only from the archive it can be deleted."""
    menu = _menu(parent)
    menu.addAction(_("&Rename"), rename)
    menu.addAction(_("&Duplicate"), lambda: actions.duplicate(pipeline))
    menu.addSeparator()
    if pipeline.is_archived:
        menu.addAction(
            _("&Take out of the archive"), lambda: actions.archive(pipeline, archived=False)
        )
        menu.addAction(_("D&elete…"), lambda: actions.ask_delete(pipeline))
    else:
        menu.addAction(_("&Archive"), lambda: actions.archive(pipeline, archived=True))
    return menu


def stage_menu(
    parent: QWidget,
    place: int,
    number: int,
    *,
    change: Press,
    move: Callable[[int], object],
    remove: Press,
) -> QMenu:
    """What can be done with the stage at ``place`` among ``number``; ``move`` takes a place."""
    menu = _menu(parent)
    menu.addAction(_("&Change…"), change)
    menu.addSeparator()
    up = menu.addAction(_("Move &up"), lambda: move(place - 1))
    down = menu.addAction(_("Move &down"), lambda: move(place + 1))
    up.setEnabled(place > 0)
    down.setEnabled(place < number - 1)
    menu.addSeparator()
    menu.addAction(_("&Remove stage…"), remove)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
