"""What the deals of each group of a list come to."""
