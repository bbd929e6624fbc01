"""Thousands of deals that pass stages, months and ends together."""
