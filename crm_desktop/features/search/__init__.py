"""Search over everything, by any scrap of a name or number."""
