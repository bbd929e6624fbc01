"""Words and colours of stages: which of the theme's eight colours a stage's colour is."""

from __future__ import annotations

from crm_desktop.core.i18n import _
from crm_desktop.features.pipelines.rows import COLOURS

_TAGS = {"grey": "slate", "pink": "rose"}


def stage_tag(colour: str) -> str:
    """The name of the theme's tag colour for a stage's ``colour``."""
    return _TAGS.get(colour, colour)


def colour_words() -> dict[str, str]:
    """What the colours are called, in their order."""
    words = {
        "grey": _("Grey"),
        "blue": _("Blue"),
        "teal": _("Teal"),
        "green": _("Green"),
        "amber": _("Amber"),
        "orange": _("Orange"),
        "pink": _("Pink"),
        "violet": _("Violet"),
    }
    return {colour: words[colour] for colour in COLOURS}
