"""All features, named one by one: explicit, and safe for freezing."""

from __future__ import annotations

from crm_desktop.features.companies import records as companies
from crm_desktop.features.contacts import records as contacts
from crm_desktop.features.tags import records as tags
from crm_desktop.features.users import records as users

RECORDS = (users.DEPARTMENT, users.USER, tags.TAG, companies.COMPANY, contacts.CONTACT)
