"""What the timelines of clients tell of their deals."""
