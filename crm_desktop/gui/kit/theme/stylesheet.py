"""The style sheet of the window, filled in from a theme, and the properties it goes by.

The templates lie in ``resources/themes``. The theme manager sets the result on the application;
``dress`` is how any widget says which kind of button, input or ground it is. GUI thread only.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from crm_desktop.core.paths import resources_folder
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import scaled
from crm_desktop.gui.kit.theme.theme import Theme
from crm_desktop.gui.kit.theme.tokens import tokens

_OUTLINE = 2 * measures.LINE
_FOCUS_OUTLINE = 2 * measures.FOCUS_LINE


class _Sheet(Template):
    """``$bg.window`` and the like; dots belong to a name when a letter or digit follows."""

    idpattern = r"[a-z]+(?:\.[a-z0-9]+)*"
    flags = re.ASCII  # upper case letters don't belong to a name


def make_stylesheet(theme: Theme, images: Path) -> str:
    """The style sheet of ``theme``, with the pictures written to the folder ``images``.

    A name in a template that has no value raises ``KeyError``.
    """
    names = {
        **_colours(theme),
        **_sizes(theme),
        **_shapes(theme),
        "images": images.as_posix(),
    }
    templates = ["window.qss"] if sys.platform == "darwin" else ["window.qss", "not_on_macos.qss"]
    return "\n".join(_Sheet(_template(name)).substitute(names) for name in templates)


def dress(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties the style sheet goes by (``kind``, ``scale``, ``type``, ``tone``,
    ``state``, ``part``) and draw the widget accordingly, also when it is on screen already."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)  # forgets what it knows of it
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else that is still to come
        style.polish(widget)


def css(colour: QColor) -> str:
    """A colour as a style sheet writes it."""
    if colour.alpha() == 255:
        return colour.name()
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


@lru_cache
def _template(name: str) -> str:
    text = (resources_folder() / "themes" / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL)


def _colours(theme: Theme) -> dict[str, str]:
    """Every colour by its token, and those that differ between light and dark in kind."""
    colours = theme.colours
    named = {name.replace("_", "."): css(colour) for name, colour in colours._asdict().items()}
    dark = theme.name == "dark"
    return {
        **named,
        "button": css(colours.surface_raised if dark else colours.surface),
        "button.hover": css(colours.pressed if dark else colours.hover),
        "button.pressed": css(colours.surface_inverse if dark else colours.pressed),
        "input": css(colours.bg_sunken if dark else colours.surface),
        "segment": css(colours.pressed if dark else colours.surface),
        "segment.border": css(colours.pressed if dark else colours.border),
        "nav.active": css(colours.pressed if dark else colours.surface),
        "nav.active.border": css(colours.pressed if dark else colours.border_subtle),
    }


def _sizes(theme: Theme) -> dict[str, str]:
    """Heights and letters. QSS heights are those inside outline and padding."""
    size = theme.size
    whole = {
        "control": size.control,
        "control.small": size.control_small,
        "control.tiny": theme.grown(measures.CONTROL_TINY),
        "control.large": theme.grown(measures.CONTROL_LARGE),
        "row.header": size.row_header,
        "nav.item": size.nav - _OUTLINE,
        "nav.folded": measures.NAV_FOLDED,
        "sidebar.head": theme.grown(measures.SIDEBAR_HEAD) - measures.AROUND_HEAD,
        "search": size.control - _OUTLINE,
        "chip": theme.grown(measures.CHIP),
        "segment": theme.grown(measures.SEGMENT),
        "tabs": theme.grown(measures.TABS),
        "menu": theme.grown(measures.MENU_ITEM),
        "icon.button": theme.grown(measures.ICON_BUTTON),
        "check": measures.CHECK_BOX,
        "task": measures.TASK_CIRCLE,
    }
    letters = tokens().type
    return {
        **{f"size.{name}": _px(pixels) for name, pixels in whole.items()},
        **{f"inner.{name}": _px(pixels - _OUTLINE) for name, pixels in whole.items()},
        **{f"core.{name}": _px(pixels - _FOCUS_OUTLINE) for name, pixels in whole.items()},
        **{
            f"type.{name}": _px(scaled(style.size, theme.text_percent))
            for name, style in letters._asdict().items()
        },
        "weight.medium": str(int(theme.faces.body_medium.font.weight())),
        "padding.control": _px(measures.PADDING_CONTROL),
        "padding.large": _px(measures.PADDING_LARGE),
        "padding.small": _px(measures.PADDING_SMALL),
        "padding.tiny": _px(measures.PADDING_TINY),
        "switch.width": _px(measures.SWITCH_WIDTH),
        "switch.height": _px(measures.SWITCH_HEIGHT),
        "bar.scroll": _px(measures.SCROLL_BAR),
        "bar.scroll.least": _px(measures.SCROLL_THUMB_LEAST),
        "bar.progress": _px(measures.PROGRESS),
        "bar.progress.cell": _px(measures.PROGRESS_IN_CELL),
    }


def _shapes(theme: Theme) -> dict[str, str]:
    return {
        **{f"radius.{name}": _px(pixels) for name, pixels in theme.radius._asdict().items()},
        "radius.button.small": _px(measures.RADIUS_SMALL_BUTTON),
        "radius.tile": _px(measures.RADIUS_TILE),
        "radius.tooltip": _px(measures.TOOLTIP_RADIUS),
    }


def _px(pixels: int) -> str:
    return f"{pixels}px"
