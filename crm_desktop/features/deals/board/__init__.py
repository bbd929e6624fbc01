"""The board and the forecast."""
