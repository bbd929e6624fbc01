"""What can be asked of deals in filters, and what they add to their clients and to activities.

Names are stable: saved views hold them. Pure, any thread.
"""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.activities.fields import hanging_on
from crm_desktop.features.common.fields import (
    FilledIn,
    Link,
    Priced,
    marked,
    several,
    text,
)
from crm_desktop.filters.catalogue import Catalogue, Choice, Field, FieldKind, TextRule

STATUS_CHOICES = (
    Choice("open", msg("In progress")),
    Choice("won", msg("Won")),
    Choice("lost", msg("Lost")),
)

CATALOGUE = Catalogue(
    "deal",
    (
        text("title", msg("Title")),
        Priced("amount", msg("Amount"), FieldKind.MONEY, minor="amount_minor"),
        Field("status", msg("Status"), FieldKind.CHOICE, STATUS_CHOICES),
        Field("pipeline", msg("Pipeline"), FieldKind.REFERENCE, target="pipeline"),
        Field("stage", msg("Stage"), FieldKind.REFERENCE, target="stage"),
        Field("stage_since", msg("In the stage since"), FieldKind.INSTANT),
        Field("likely", msg("Chance"), FieldKind.NUMBER),
        Field("chance", msg("Chance set by hand"), FieldKind.NUMBER),
        Field("expected_close", msg("Expected close"), FieldKind.DATE),
        Field("closed_at", msg("Closed"), FieldKind.INSTANT),
        Field("lost_reason", msg("Lost reason"), FieldKind.REFERENCE, target="lost_reason"),
        FilledIn("lost_comment", msg("Comment on the loss"), FieldKind.TEXT),
        Field("company", msg("Company"), FieldKind.REFERENCE, target="company"),
        several("products", msg("Product or service"), ("lines", "name"), TextRule.FOLDED),
        Field("tags", msg("Tags"), FieldKind.MULTI_CHOICE, target="tag"),
        Field("owner", msg("Owner"), FieldKind.REFERENCE, target="user"),
        text("source", msg("Source"), is_shared=True),
        FilledIn("note", msg("Note"), FieldKind.TEXT),
        several(
            "source_ids",
            msg("Number in the other program"),
            ("source_ids", "value"),
            TextRule.EXACT,
        ),
        marked("archived", msg("Archived"), "archived_at"),
        Field("created_at", msg("Created"), FieldKind.INSTANT),
        Field("updated_at", msg("Changed"), FieldKind.INSTANT),
    ),
    (
        Link("companies", "company", msg("Company"), "deal", "company"),
        Link("contacts", "contact", msg("Contacts"), "deal", "contacts"),
    ),
)


def _of_client(entity: str, field: str) -> Catalogue:
    """What filters over clients, held in ``field`` of deals, may ask of these."""
    everything = Link("deals", "deal", msg("Deals"), "deal", field, backwards=True)
    still_open = Link(
        "open_deals", "deal", msg("Open deals"), "deal", field,
        backwards=True, lacking="closed_at",
    )  # fmt: skip
    return Catalogue(entity, (), (everything, still_open))


CATALOGUES = (
    CATALOGUE,
    hanging_on("deal", "deals"),
    _of_client("contact", "contacts"),
    _of_client("company", "company"),
    Catalogue("activity", (), (Link("deals", "deal", msg("Deals"), "activity", "deals"),)),
)
