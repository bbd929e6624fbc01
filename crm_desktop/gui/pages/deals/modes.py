"""As what the deals are shown: the names of the page's modes, kept in settings."""

BOARD, LIST, FORECAST = "board", "list", "forecast"

RECURRING = "recurring"
"""In place of the deals the clients who buy again and again."""
