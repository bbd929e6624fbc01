"""Deals whose products others begin with."""
