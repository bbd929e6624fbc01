"""By what the list of deals is ordered."""
