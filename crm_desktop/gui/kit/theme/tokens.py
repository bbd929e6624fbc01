"""The design's numbers, read once from ``resources/themes/tokens.json``, as typed values.

Palette, style sheet, fonts, icons and the paint functions read them through a ``Theme``; a token
that does not exist is a mistake mypy finds. GUI thread only, since colours are Qt's. Named tuples,
because every start of the window waits for these classes: a dataclass of as many fields is made
in ten times the time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from PySide6.QtGui import QColor

from crm_desktop.core.paths import resources_folder

ThemeName = Literal["light", "dark"]
Density = Literal["comfortable", "compact"]
TextSize = Literal[90, 100, 110, 125, 150]

TEXT_SIZES: tuple[TextSize, ...] = (90, 100, 110, 125, 150)
# The order of the picker, in which initials take their colour too: crc32(record id) % 8.
TAG_COLOURS = ("slate", "blue", "teal", "green", "amber", "orange", "rose", "violet")

_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


class Colours(NamedTuple):
    """The colours of one theme by what they are for; ``text.inverse.2`` is ``text_inverse_2``."""

    bg_window: QColor
    bg_sidebar: QColor
    bg_sunken: QColor
    surface: QColor
    surface_alt: QColor
    surface_raised: QColor
    surface_inverse: QColor
    hover: QColor
    hover_sidebar: QColor
    pressed: QColor
    selected: QColor
    selected_hover: QColor
    selected_inactive: QColor
    border_subtle: QColor
    border: QColor
    border_input: QColor
    border_strong: QColor
    text: QColor
    text_secondary: QColor
    text_tertiary: QColor
    text_disabled: QColor
    text_inverse: QColor
    text_inverse_2: QColor
    inverse_link: QColor
    inverse_success: QColor
    inverse_warning: QColor
    inverse_danger: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_on: QColor
    accent_text: QColor
    accent_tint: QColor
    accent_tint_border: QColor
    success: QColor
    success_fill: QColor
    success_text: QColor
    success_tint: QColor
    success_border: QColor
    warning: QColor
    warning_text: QColor
    warning_tint: QColor
    warning_border: QColor
    danger: QColor
    danger_fill: QColor
    danger_hover: QColor
    danger_text: QColor
    danger_tint: QColor
    danger_border: QColor
    focus: QColor
    scrim: QColor
    shadow: QColor
    now: QColor
    drop_target: QColor
    highlight: QColor

    def with_more_contrast(self) -> Colours:
        """The same where the system or the person asks for more contrast (tokens.md 14)."""
        return self._replace(
            border_input=self.border_strong,
            border=self.border_strong,
            border_subtle=self.border_strong,
            text_tertiary=self.text_secondary,
            text_secondary=self.text,
        )


class TagColour(NamedTuple):
    """One of the eight colours: fill, text on that fill, and what bars and dots are drawn in."""

    tint: QColor
    text: QColor
    solid: QColor


class TextStyle(NamedTuple):
    """Height of the letters and of a line in pixels at 100 %, and the weight."""

    size: int
    weight: int
    line: int


class TypeScale(NamedTuple):
    """The eight styles of text (tokens.md 4)."""

    display: TextStyle
    title: TextStyle
    heading: TextStyle
    subheading: TextStyle
    body: TextStyle
    label: TextStyle
    label_strong: TextStyle
    caption: TextStyle


class Radii(NamedTuple):
    """Corner radii in pixels; ``full`` makes a pill."""

    xs: int
    sm: int
    md: int
    lg: int
    xl: int
    full: int


class Sizes(NamedTuple):
    """Heights in pixels that differ between comfortable and compact."""

    row: int
    row_header: int
    control: int
    control_small: int
    nav: int
    field: int
    list: int


class Motion(NamedTuple):
    """Times in milliseconds; all 0 under reduced motion."""

    instant: int
    fast: int
    base: int
    max: int


class Tokens(NamedTuple):
    """The whole file."""

    colours: Mapping[ThemeName, Colours]
    tags: Mapping[ThemeName, tuple[TagColour, ...]]
    type: TypeScale
    space: tuple[int, ...]
    radius: Radii
    size: Mapping[Density, Sizes]
    motion: Motion


@lru_cache(maxsize=1)
def tokens() -> Tokens:
    """The tokens, read at the first call."""
    text = (resources_folder() / "themes" / "tokens.json").read_text(encoding="utf-8")
    return parse_tokens(json.loads(text))


def parse_tokens(data: Mapping[str, Any]) -> Tokens:
    """Typed tokens from the parsed file. A missing or unknown name raises ``TypeError``."""
    names: tuple[ThemeName, ThemeName] = ("light", "dark")
    densities: tuple[Density, Density] = ("comfortable", "compact")
    return Tokens(
        colours={name: Colours(**_fields(data[name], parse_colour)) for name in names},
        tags={name: tuple(_tag(data["tags"][tag][name]) for tag in TAG_COLOURS) for name in names},
        type=TypeScale(**_fields(data["type"], lambda style: TextStyle(*style))),
        space=tuple(data["space"].values()),
        radius=Radii(**data["radius"]),
        size={density: Sizes(**_fields(data["size"][density], int)) for density in densities},
        motion=Motion(**data["motion"]),
    )


def parse_colour(text: str) -> QColor:
    """``#RRGGBB`` or ``rgba(r,g,b,alpha)`` with alpha from 0 to 1."""
    match = _RGBA.fullmatch(text)
    if not match:
        return QColor(text)
    red, green, blue, alpha = match.groups()
    return QColor(int(red), int(green), int(blue), round(float(alpha) * 255))


def _fields(data: Mapping[str, Any], parse: Any) -> dict[str, Any]:
    return {name.replace(".", "_"): parse(value) for name, value in data.items()}


def _tag(colours: list[str]) -> TagColour:
    tint, text, solid = map(QColor, colours)
    return TagColour(tint, text, solid)
