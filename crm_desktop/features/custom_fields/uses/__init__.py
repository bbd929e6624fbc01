"""Which records refer to a record by the fields that people added."""
