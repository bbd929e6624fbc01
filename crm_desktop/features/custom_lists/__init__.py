"""Lists of people's own (objects, sites, suppliers) and their entries, which fields refer to."""
