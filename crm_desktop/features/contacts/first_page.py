"""The list of people in plain SQL, for the first look at a window's start.

What ``queries`` and ``columns`` read, in the words of SQLite: the compiler of statements takes a
quarter of a second to import. A test holds both against each other. People are records that
everybody who may open the workspace sees; were that to change, this list had to go.
"""

from __future__ import annotations

import getpass
import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.id_texts import id_text
from crm_desktop.core.late_dataclass import dataclass
from crm_desktop.features.contacts.rows import ContactListRow
from crm_desktop.store.key_texts import keys_in

_USER = "SELECT full_name, id FROM user WHERE account = ?"
_COUNT = """
SELECT count(*) FROM (
    SELECT 1 FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL LIMIT ?)
"""
# No page waits until more are counted than these: a hundred thousand take a fifth of what it reads,
# a million as long as half an empty window, and from a disk that nobody has read since it was
# switched on, seconds. The number comes with the order, which is read next.
_COUNTED = 10_000
_AT_MOST = "SELECT max(rid) FROM contact"
_TAGS = "SELECT rid, name, colour FROM tag"
_ORDER = """
SELECT rid FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL
ORDER BY deleted_at, archived_at, sort_key, rid"""
_KEYS = f"SELECT group_concat(rid) FROM ({_ORDER})"
_MOMENT = "SELECT coalesce(max(seq), 0) FROM journal"
_ROWS = """
SELECT contact.rid, contact.id, display_name,
    coalesce(contact.position, job.position, ''),
    coalesce((SELECT name FROM company WHERE company.rid = job.company_rid), ''),
    coalesce((SELECT value FROM contact_phone WHERE contact_rid = contact.rid
        ORDER BY "primary" DESC, ordinal LIMIT 1), ''),
    coalesce((SELECT value FROM contact_email WHERE contact_rid = contact.rid
        ORDER BY "primary" DESC, ordinal LIMIT 1), ''),
    (SELECT json_group_array(tag_rid ORDER BY ordinal) FROM contact_tag
        WHERE contact_rid = contact.rid),
    coalesce((SELECT full_name FROM user WHERE user.rid = contact.owner_rid), ''),
    (SELECT id FROM user WHERE user.rid = contact.owner_rid),
    blacklisted IS NOT NULL, archived_at IS NOT NULL,
    coalesce(substr(note, 1, 300), '')
FROM page JOIN contact ON contact.rid = page.key
LEFT JOIN contact_company AS job ON job.contact_rid = contact.rid AND job.ordinal = (
    SELECT ordinal FROM contact_company WHERE contact_rid = contact.rid
    ORDER BY "primary" DESC, ordinal LIMIT 1)
ORDER BY sort_key, contact.rid
"""


_FIRST = f"WITH page(key) AS MATERIALIZED ({_ORDER} LIMIT ?) {_ROWS}"
_GIVEN = f"WITH page(key) AS MATERIALIZED (SELECT value FROM json_each(?)) {_ROWS}"


@dataclass(frozen=True)
class FirstPage:
    """The first lines by name, how many people there are (at most, if they are too many to be
    counted so early), all tags (name and colour, by internal key), and who looks."""

    rows: tuple[ContactListRow, ...]
    total: int
    is_counted: bool
    tags: Mapping[int, tuple[str, int]]
    user: str
    user_id: str


class FirstOrder(NamedTuple):
    """The internal keys of all people by name, and the ``moment`` of the journal they are of."""

    keys: array[int]
    moment: str


def read_first_page(connection: Any, size: int) -> FirstPage | None:
    """The first ``size`` lines, over a connection of the driver; ``None`` for somebody who has
    not opened this workspace before."""
    user = connection.execute(_USER, (getpass.getuser(),)).fetchone()
    if user is None:
        return None
    (total,) = connection.execute(_COUNT, (_COUNTED + 1,)).fetchone()
    is_counted = total <= _COUNTED
    if not is_counted:
        (total,) = connection.execute(_AT_MOST).fetchone()
    tags = {rid: (name, colour) for rid, name, colour in connection.execute(_TAGS)}
    rows = tuple(map(_row, connection.execute(_FIRST, (size,))))
    name, key = user
    return FirstPage(rows, total, is_counted, tags, name, id_text(key))


def read_order(connection: Any) -> FirstOrder:
    """The whole list, over a connection of the driver that reads in one moment."""
    (moment,) = connection.execute(_MOMENT).fetchone()
    (keys,) = connection.execute(_KEYS).fetchone()
    return FirstOrder(keys_in(keys), str(moment))


def read_rows(keys: Sequence[int], connection: Any) -> tuple[ContactListRow, ...]:
    """The lines with these internal keys, by name."""
    return tuple(map(_row, connection.execute(_GIVEN, (json.dumps([*keys]),))))


def _row(found: tuple[Any, ...]) -> ContactListRow:
    rid, key, name, position, company, phone, email, tags, owner, owner_key, *rest = found
    black, archived, note = rest
    return ContactListRow(
        rid, id_text(key), name, position, company, phone, email,
        tuple(json.loads(tags)), owner, owner_key and id_text(owner_key), bool(black),
        bool(archived), note,
    )  # fmt: skip
