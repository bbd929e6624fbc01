"""A ``Theme``: all that decides how a thing is drawn, in one immutable value.

The manager makes a new one when a setting changes and tells it to whoever paints. GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

from PySide6.QtGui import QPalette

from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.gui.kit.theme import measures
from crm_desktop.gui.kit.theme.fonts import Faces, make_faces, scaled, system_families
from crm_desktop.gui.kit.theme.palette import with_system_colours
from crm_desktop.gui.kit.theme.tokens import (
    TAG_COLOURS,
    Colours,
    Density,
    Motion,
    Radii,
    Sizes,
    TagColour,
    TextSize,
    ThemeName,
    tokens,
)

_PLAIN = TAG_COLOURS[0]


@dataclass(frozen=True)
class Theme:
    """Colours, fonts, sizes and times as they are drawn now."""

    name: ThemeName
    density: Density
    text_percent: TextSize
    high_contrast: bool
    colours: Colours
    tags: Mapping[str, TagColour]
    faces: Faces
    radius: Radii
    size: Sizes
    motion: Motion

    def tag(self, name: str) -> TagColour:
        """One of the eight colours by name; one that another version knows is drawn slate."""
        return self.tags.get(name) or self.tags[_PLAIN]

    def grown(self, pixels: int) -> int:
        """The height ``pixels`` of something that holds text, at this text size. It grows with
        larger letters and does not shrink with smaller ones, so targets stay easy to hit."""
        return scaled(pixels, max(100, self.text_percent))

    @property
    def focus_line(self) -> int:
        """The width of the focus ring in pixels."""
        return measures.FOCUS_LINE_HIGH_CONTRAST if self.high_contrast else measures.FOCUS_LINE


def make_theme(
    name: ThemeName = "light",
    *,
    density: Density = "comfortable",
    text_percent: TextSize = 100,
    high_contrast: bool = False,
    reduced_motion: bool = False,
    families: tuple[str, ...] | None = None,
    system_palette: QPalette | None = None,
) -> Theme:
    """The theme of these choices, with the system's fonts unless ``families`` are given, and in
    the system's colours alone where its ``system_palette`` is that of a high-contrast theme."""
    source = tokens()
    colours = source.colours[name]
    if high_contrast:
        colours = colours.with_more_contrast()
    tags = source.tags[name]
    if system_palette is not None:
        colours = with_system_colours(colours, system_palette)
        tags = (TagColour(colours.surface, colours.text, colours.text),) * len(TAG_COLOURS)
    grown = {
        field: scaled(pixels, max(100, text_percent))
        for field, pixels in source.size[density]._asdict().items()
    }
    return Theme(
        name=name,
        density=density,
        text_percent=text_percent,
        high_contrast=high_contrast,
        colours=colours,
        tags=dict(zip(TAG_COLOURS, tags, strict=True)),
        faces=make_faces(source.type, text_percent, families or system_families()),
        radius=source.radius,
        size=Sizes(**grown),
        motion=Motion(0, 0, 0, 0) if reduced_motion else source.motion,
    )


def colour_of(record_id: str) -> str:
    """The name of the colour of a person's or company's initials, the same on every computer."""
    return TAG_COLOURS[crc32(record_id.encode()) % len(TAG_COLOURS)]


def colours_apart(ids: Iterable[str]) -> dict[str, str]:
    """The names of colours for things that stand together: each its own, or where another one has
    that, the next that is free. In which order they stand changes nothing."""
    found: dict[str, str] = {}
    for each in sorted(ids):
        own = TAG_COLOURS.index(colour_of(each))
        round_ = (*TAG_COLOURS[own:], *TAG_COLOURS[:own])
        taken = found.values()
        found[each] = next((name for name in round_ if name not in taken), round_[0])
    return found
