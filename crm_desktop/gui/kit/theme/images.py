"""The few pictures a style sheet needs as files: check marks, radio dots, switches and arrows.

QSS can only name a file, so the theme manager has them written to a folder of its own, as SVG in
the colours of the theme, which Qt draws sharp on every screen. GUI thread.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor

from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.icons import icon_svg
from crm_desktop.gui.kit.theme.tokens import Colours, Radii

_OUTLINE = 1.5
_RADIO_RING = 5
_SWITCH_GAP = 2
_MARK = 11  # pixels of the check mark in its box
_DASH = (8, 2)


def write_images(folder: Path, colours: Colours, radius: Radii) -> None:
    """Write every picture to ``folder`` as ``name.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in images(colours, radius).items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


def images(colours: Colours, radius: Radii) -> dict[str, str]:
    """The pictures by name, as SVG."""
    ink, off, on = colours.accent_on, colours.border_strong, colours.accent
    unlit, faint = colours.border, colours.text_disabled
    box = measures.CHECK_BOX
    check = icon_svg("check-bold", ink)
    faint_check = icon_svg("check-bold", faint)
    return {
        "check-off": _svg(box, box, _box(colours.surface, off, radius.sm)),
        "check-hover": _svg(box, box, _box(colours.hover, off, radius.sm)),
        "check-on": _svg(box, box, _box(on, on, radius.sm), _placed(check, box)),
        "check-mixed": _svg(box, box, _box(on, on, radius.sm), _dash(ink)),
        "check-off-disabled": _svg(box, box, _box(colours.bg_sunken, unlit, radius.sm)),
        "check-on-disabled": _svg(
            box, box, _box(colours.bg_sunken, unlit, radius.sm), _placed(faint_check, box)
        ),
        "radio-off": _svg(box, box, _ring(colours.surface, off, _OUTLINE)),
        "radio-on": _svg(box, box, _ring(ink, on, _RADIO_RING)),
        "radio-off-disabled": _svg(box, box, _ring(colours.bg_sunken, unlit, _OUTLINE)),
        "radio-on-disabled": _svg(box, box, _ring(colours.bg_sunken, faint, _RADIO_RING)),
        "switch-off": _switch(off, ink, on=False),
        "switch-on": _switch(on, ink, on=True),
        "switch-off-disabled": _switch(unlit, colours.surface, on=False),
        "switch-on-disabled": _switch(faint, colours.surface, on=True),
        "task-off": _task(_ring(colours.surface, off, _OUTLINE, measures.TASK_CIRCLE)),
        "task-on": _task(
            _ring(colours.success, colours.success, _OUTLINE, measures.TASK_CIRCLE),
            _placed(check, measures.TASK_CIRCLE),
        ),
        "down": icon_svg("caret-down-bold", colours.text_secondary),
        "down-disabled": icon_svg("caret-down-bold", faint),
        "up": icon_svg("caret-up", colours.text_secondary),
        "left": icon_svg("caret-left", colours.text_secondary),
        "right": icon_svg("caret-right", colours.text_secondary),
        "sort-up": icon_svg("arrow-up-bold", colours.text),
        "sort-down": icon_svg("arrow-down-bold", colours.text),
    }


def _svg(width: int, height: int, *parts: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _box(fill: QColor, outline: QColor, radius: int) -> str:
    side = measures.CHECK_BOX - _OUTLINE
    place = f'x="{_OUTLINE / 2}" y="{_OUTLINE / 2}" width="{side}" height="{side}"'
    return f'<rect {place} rx="{radius - _OUTLINE / 2}" {_paint(fill, outline, _OUTLINE)}/>'


def _ring(fill: QColor, outline: QColor, width: float, side: int = measures.CHECK_BOX) -> str:
    centre, radius = side / 2, (side - width) / 2
    circle = f'cx="{centre}" cy="{centre}" r="{radius}"'
    return f"<circle {circle} {_paint(fill, outline, width)}/>"


def _dash(ink: QColor) -> str:
    width, height = _DASH
    x, y = (measures.CHECK_BOX - width) / 2, (measures.CHECK_BOX - height) / 2
    place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'<rect {place} rx="{height / 2}" fill="{ink.name()}"/>'


def _switch(track: QColor, knob: QColor, *, on: bool) -> str:
    width, height = measures.SWITCH_WIDTH, measures.SWITCH_HEIGHT
    radius = height / 2
    x = width - radius if on else radius
    rail = f'<rect width="{width}" height="{height}" rx="{radius}" fill="{track.name()}"/>'
    dot = f'cx="{x}" cy="{radius}" r="{radius - _SWITCH_GAP}" fill="{knob.name()}"'
    return _svg(width, height, rail, f"<circle {dot}/>")


def _task(*parts: str) -> str:
    return _svg(measures.TASK_CIRCLE, measures.TASK_CIRCLE, *parts)


def _placed(icon: str, side: int) -> str:
    """The shape of an icon, in the middle of a square of ``side`` pixels."""
    shape = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", icon)
    fill = re.search(r'fill="(#[0-9a-f]{6})"', icon)
    gap, scale = (side - _MARK) / 2, _MARK / 256
    colour = fill.group(1) if fill else ""
    return f'<g transform="translate({gap} {gap}) scale({scale})" fill="{colour}">{shape}</g>'


def _paint(fill: QColor, outline: QColor, width: float) -> str:
    return f'fill="{fill.name()}" stroke="{outline.name()}" stroke-width="{width}"'
