"""Recurring clients: how often they buy, when they will again, and what that comes to a month."""
