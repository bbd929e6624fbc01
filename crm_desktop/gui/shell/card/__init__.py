"""The card of a record: its frame, and what its parts have in common."""
