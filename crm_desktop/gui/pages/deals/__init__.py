"""The deals' pages: board, list, forecast and card."""
