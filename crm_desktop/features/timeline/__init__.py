"""One story of a record, told from what several features know of it."""
