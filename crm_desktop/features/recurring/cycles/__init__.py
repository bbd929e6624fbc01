"""Cycles of purchases: how they are worked out of won deals, and how they are kept."""
