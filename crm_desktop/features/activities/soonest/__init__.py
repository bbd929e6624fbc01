"""By which next step lists of people, companies and deals are ordered."""
