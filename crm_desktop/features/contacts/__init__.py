"""Contacts: the people. The pattern that later features copy."""
