"""As what the deals are shown: the names of the page's modes, kept in settings."""

BOARD, LIST, FORECAST = "board", "list", "forecast"
