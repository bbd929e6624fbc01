"""Filters a person can touch: chips, pop-overs and the builder of groups; they know no entity."""
