"""How much a person may type into fields, in characters."""

LONGEST_LINE = 500
# Forty pages. Records may hold more, but laying out a longer text takes longer than a key press.
LONGEST_TEXT = 100_000
