"""Where deals lie in the columns of the board."""
