"""Saved views over a list, and what is pinned to the sidebar."""
