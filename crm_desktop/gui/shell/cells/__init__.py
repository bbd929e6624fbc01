"""Cells of lists that are edited in place."""
