"""What is open with the clients that a search found."""
