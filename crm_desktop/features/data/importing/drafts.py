"""What the cleaning hands to the writing: one frozen draft for each row of the file.

Made by ``cleaning`` in worker processes (therefore a tuple, which is made and pickled quickly),
read by the import's matching and writing on its own thread. Pure data.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from crm_desktop.core.i18n import Message

Record = dict[str, Any]
"""The fields of a record that the row fills, JSON-shaped, absent ones left out."""


class Tie(NamedTuple):
    """A record that a row's own one leads to by name: of ``kind`` ``company`` (``detail``: the
    position there), ``parent`` or ``relation`` (``detail``: what they are to each other, by its
    code). ``told`` is how a note says it. Of ``kind`` ``picture`` it is the card's own one."""

    kind: str
    name: str
    detail: str | None
    told: str


class RowDraft(NamedTuple):
    """A row, cleaned.

    ``row_number`` is the row as the person sees it in the file. ``contact`` and ``company`` have
    the shapes of command-line.md ('Contact'): ``phones`` [{value, extension, type, primary}],
    ``emails`` [{value, type, primary}], ``messengers`` [{service, value}], ``addresses`` [{type,
    country, region, city, street, postal_code, text}], a company's ``tax_ids`` [{kind, value}]
    and ``bank_accounts`` [{iban, account, bic, bank, correspondent_account}]; both may carry
    ``created_at`` and ``updated_at``, ISO 8601 in UTC, of the record in the other program.
    ``position`` is the contact's at ``company``. ``moved`` counts the values that went to a note
    because no field took them. With ``error`` nothing of the row comes in.

    ``deal`` makes the row one of a deal, whose are ``tags`` and ``owner`` then: ``title``,
    ``pipeline``, ``stage``, ``lost_reason``, ``lost_detail``, ``lost_comment`` and ``currency`` as
    the file calls them, ``status`` (``open``, ``won``, ``lost``), ``amount`` as a decimal text,
    ``chance`` in percent, ``expected_close`` as a date, ``closed_at`` as one or as a moment in UTC,
    ``source``, ``note``, ``custom``, ``roles`` (of the contact and of each of ``others``, ``None``
    where none is told), and ``lines``
    [{name, sku, quantity, unit, price, discount, vat}] with decimal texts. ``others`` are the
    people named beside the contact in one cell, in the shape of ``contact``.

    ``product`` is the only record of a row of a price sheet: ``name``, ``sku``, ``unit``, ``vat``
    in hundredths of a percent, ``price`` as a decimal text with VAT, ``currency``, ``is_service``,
    ``description``, ``archived``, ``custom``, and ``prices``: (decimal text, currency or ``None``)
    by the name of a price list.

    ``ties`` are the further companies and related people of the contact, or the parent of the
    company, whose rows may come later.
    """

    row_number: int
    contact: Record | None = None
    company: Record | None = None
    position: str | None = None
    tags: tuple[str, ...] = ()
    owner: str | None = None
    contact_source_id: str | None = None
    company_source_id: str | None = None
    deal: Record | None = None
    deal_source_id: str | None = None
    product: Record | None = None
    product_source_id: str | None = None
    others: tuple[Record, ...] = ()
    ties: tuple[Tie, ...] = ()
    moved: int = 0
    error: Message | None = None
