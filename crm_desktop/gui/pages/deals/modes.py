"""As what the page of deals shows them: the names of its modes, kept in settings."""

from crm_desktop.features.views.modes import BOARD, FORECAST, LIST, MODES

__all__ = ["BOARD", "FORECAST", "LIST", "MODES", "RECURRING"]

RECURRING = "recurring"
"""In place of the deals the clients who buy again and again."""
