"""Fields of a record that are read and changed in place; this knows no entity."""
