"""Qt's palette in a theme's colours, for all that the style sheet leaves to the Fusion style; and
the other way round, a theme in the colours of a Windows high-contrast theme.

Called by the theme manager on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from crm_desktop.gui.kit.theme.tokens import Colours

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def make_palette(colours: Colours) -> QPalette:
    """The palette for active, inactive and disabled widgets."""
    palette = QPalette()
    for role, colour in _roles(colours).items():
        palette.setColor(role, colour)
    palette.setColor(_Group.Inactive, _Role.Highlight, colours.selected_inactive)
    palette.setColor(_Group.Inactive, _Role.HighlightedText, colours.text)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        palette.setColor(_Group.Disabled, role, colours.text_disabled)
    palette.setColor(_Group.Disabled, _Role.Highlight, colours.pressed)
    palette.setColor(_Group.Disabled, _Role.HighlightedText, colours.text_disabled)
    return palette


def _roles(colours: Colours) -> dict[QPalette.ColorRole, QColor]:
    return {
        _Role.Window: colours.bg_window,
        _Role.WindowText: colours.text,
        _Role.Base: colours.surface,
        _Role.AlternateBase: colours.surface_alt,
        _Role.Text: colours.text,
        _Role.PlaceholderText: colours.text_tertiary,
        _Role.Button: colours.surface,
        _Role.ButtonText: colours.text,
        _Role.BrightText: colours.danger_text,
        _Role.ToolTipBase: colours.surface_inverse,
        _Role.ToolTipText: colours.text_inverse,
        _Role.Link: colours.accent_text,
        _Role.LinkVisited: colours.accent_text,
        _Role.Highlight: colours.accent,
        _Role.HighlightedText: colours.accent_on,
        _Role.Light: colours.surface_raised,
        _Role.Midlight: colours.hover,
        _Role.Mid: colours.border,
        _Role.Dark: colours.border_strong,
        _Role.Shadow: colours.shadow,
    }


def with_system_colours(colours: Colours, palette: QPalette) -> Colours:
    """A theme drawn in the few colours of the system's ``palette`` alone (tokens.md 14).

    Marks of a state keep no colour of their own: their icon and word tell them apart.
    """
    ground, ink = palette.color(_Role.Window), palette.color(_Role.WindowText)
    lit, on_lit = palette.color(_Role.Highlight), palette.color(_Role.HighlightedText)
    faint = palette.color(_Group.Disabled, _Role.WindowText)
    ours = dict.fromkeys(colours._fields, ink)
    ours |= dict.fromkeys(_GROUNDS, ground)
    ours |= dict.fromkeys(_LIT, lit)
    ours |= {"accent_on": on_lit, "text_disabled": faint}
    return Colours(**ours)


_GROUNDS = (
    *("bg_window", "bg_sidebar", "bg_sunken", "surface", "surface_alt", "surface_raised"),
    *("surface_inverse", "hover", "hover_sidebar", "pressed", "selected", "selected_hover"),
    *("selected_inactive", "accent_tint", "success_tint", "warning_tint", "danger_tint"),
    *("drop_target", "highlight", "scrim", "shadow"),
)
_LIT = (
    *("accent", "accent_hover", "accent_pressed", "success_fill", "danger_fill", "danger_hover"),
    *("focus", "accent_text", "inverse_link"),
)
