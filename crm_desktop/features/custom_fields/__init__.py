"""Fields that a workspace adds to its records, and the layout of cards."""
