"""Tags: words with a colour that group records of every kind."""
