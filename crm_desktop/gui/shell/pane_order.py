"""The order in which F6 goes through the panes of a window (interaction.md, section 21). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


def following_pane(panes: Sequence[QWidget], focused: QWidget, *, backward: bool) -> QWidget:
    """The pane that comes after, or before, that which holds ``focused``, and round again; a
    pane within another stands behind it."""
    shown = [pane for pane in panes if pane.isVisible()]
    inside = [pane for pane in shown if pane is focused or pane.isAncestorOf(focused)]
    place = shown.index(inside[-1]) if inside else -1
    return shown[(place + (-1 if backward else 1)) % len(shown)]
