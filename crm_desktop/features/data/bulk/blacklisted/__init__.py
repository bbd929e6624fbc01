"""Who among many records is on the blacklist."""
