"""What can be asked of companies in filters. Names are stable: saved views hold them.

Used by the lists of companies and, through relations, by those of people; pure, any thread.
"""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.fields import SHARED_FIELDS, Link, several, text
from crm_desktop.filters.catalogue import Catalogue, Field, FieldKind, TextRule

CATALOGUE = Catalogue(
    "company",
    (
        text("name", msg("Company name")),
        text("legal_name", msg("Legal name")),
        text("industry", msg("Industry"), is_shared=True),
        text("size", msg("Number of employees"), is_shared=True),
        Field("parent", msg("Parent company"), FieldKind.REFERENCE, target="company"),
        *SHARED_FIELDS,
        several("tax_ids", msg("Tax number"), ("tax_ids", "value"), TextRule.EXACT),
        several("iban", msg("IBAN"), ("bank_accounts", "iban"), TextRule.EXACT),
        several("account", msg("Bank account"), ("bank_accounts", "account"), TextRule.EXACT),
        several("bic", msg("Bank’s code (BIC)"), ("bank_accounts", "bic"), TextRule.EXACT),
    ),
    (
        Link("contacts", "contact", msg("Contacts"), "contact", "companies", backwards=True),
        Link("parents", "company", msg("Parent company"), "company", "parent"),
        Link(
            "daughters", "company", msg("Daughter companies"), "company", "parent", backwards=True
        ),
    ),
)
