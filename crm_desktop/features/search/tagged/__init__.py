"""Records found by the names of their tags."""
