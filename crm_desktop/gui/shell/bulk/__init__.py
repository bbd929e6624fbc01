"""What can be done with many rows of a list at once: the bar below it, and its pop-overs."""
