"""Unsorted requests: accepted into work, attached to what is there already, or rejected."""
