"""CRM Desktop: clients, deals, calendar and numbers on one laptop or in one office."""

__version__ = "0.1.0"
