"""The records that columns of a file lead to."""
