"""Sheets brought into custom lists."""
