"""Text larger, smaller and as it was, in all windows at once (interaction.md, section 2).

Called by the main window's commands. The theme manager tells the preferences, which write it down.
GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from crm_desktop.gui.kit.theme.manager import ThemeManager
from crm_desktop.gui.kit.theme.tokens import TEXT_SIZES, TextSize

_NORMAL: TextSize = 100


def change_text_size(step: Literal[-1, 0, 1]) -> None:
    """One size larger or smaller as far as there are sizes; 0 is the normal one."""
    manager = ThemeManager.instance()
    place = TEXT_SIZES.index(manager.appearance.text_percent) + step
    size = TEXT_SIZES[max(0, min(place, len(TEXT_SIZES) - 1))] if step else _NORMAL
    manager.apply(replace(manager.appearance, text_percent=size))
