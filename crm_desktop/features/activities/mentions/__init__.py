"""Where a person is mentioned by others, for that person’s bell."""
