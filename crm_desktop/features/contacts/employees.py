"""People by what they are called at a company: for rows of deals that only mention them.

Read by imports, on their own thread.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from crm_desktop.features.common.listing import HasConnection
from crm_desktop.features.contacts.tables import contact, contact_company


def find_employees(
    reader: HasConnection, names: Collection[str], company_rids: Collection[int]
) -> dict[tuple[str, int], int]:
    """(shown name, company) to the person, the oldest of namesakes. Sought among the people of the
    companies, as ``queries.find_namesakes`` does."""
    rows = reader.connection.execute(
        sa.select(contact.c.display_name, contact_company.c.company_rid, contact.c.rid)
        .join(contact_company, contact_company.c.contact_rid == contact.c.rid)
        .where(
            contact_company.c.company_rid.in_(sorted(company_rids)),
            contact.c.display_name.in_(sorted(names)),
            contact.c.deleted_at.is_(None),
        )
        .order_by(contact.c.rid.desc())
    )
    return {(name, company): rid for name, company, rid in rows}
