"""People of the office and their departments; owners and authors refer to them."""
