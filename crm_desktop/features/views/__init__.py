"""Saved views of lists, and what a person keeps close at hand."""
