"""Which columns the sheet of an export needs."""
