"""Files that hang on records, kept in the database by their content."""
