"""What can be asked of activities in filters, and what they add to people and companies.

Names are stable: saved views hold them. Pure, any thread.
"""

from __future__ import annotations

from crm_desktop.core.i18n import msg
from crm_desktop.features.common.fields import FilledIn, Link, OnDay, Outermost, marked, text
from crm_desktop.filters.catalogue import Catalogue, Choice, Field, FieldKind

KIND_CHOICES = (
    Choice("note", msg("Note")),
    Choice("task", msg("Task")),
    Choice("call", msg("Call")),
    Choice("meeting", msg("Meeting")),
    Choice("visit", msg("Visit")),
)

CATALOGUE = Catalogue(
    "activity",
    (
        Field("kind", msg("Kind"), FieldKind.CHOICE, KIND_CHOICES),
        text("display_title", msg("Title")),
        OnDay("due", msg("Due"), FieldKind.INSTANT, day="due_on"),
        Field("done_at", msg("Done on"), FieldKind.INSTANT),
        marked("done", msg("Done"), "done_at"),
        Field("important", msg("Important"), FieldKind.YES_NO),
        Field("pinned", msg("Pinned"), FieldKind.YES_NO),
        FilledIn("text", msg("Text"), FieldKind.TEXT),
        FilledIn("result", msg("Result"), FieldKind.TEXT),
        Field("owner", msg("Owner"), FieldKind.REFERENCE, target="user"),
        Field("author", msg("Author"), FieldKind.REFERENCE, target="user"),
        Field("created_at", msg("Created"), FieldKind.INSTANT),
        Field("updated_at", msg("Changed"), FieldKind.INSTANT),
    ),
    (
        Link("contacts", "contact", msg("Contacts"), "activity", "contacts"),
        Link("companies", "company", msg("Companies"), "activity", "companies"),
    ),
)


def hanging_on(entity: str, field: str) -> Catalogue:
    """What filters over ``entity`` may ask of activities, which hold its records in ``field``."""
    everything = Link(
        "activities", "activity", msg("Activities"), "activity", field,
        backwards=True, seen_along=True,
    )  # fmt: skip
    steps = Link(
        "next_steps", "activity", msg("Next steps"), "activity", field,
        backwards=True, lacking="done_at", seen_along=True,
    )  # fmt: skip
    touched = Outermost(
        "touched", msg("Last contact"), FieldKind.INSTANT, link=everything, column="done_at"
    )
    step = Outermost(
        "next_step", msg("Next step"), FieldKind.INSTANT,
        link=steps, column="due", earliest=True, day="due_on",
    )  # fmt: skip
    return Catalogue(entity, (touched, step), (everything, steps))


CATALOGUES = (
    CATALOGUE,
    hanging_on("contact", "contacts"),
    hanging_on("company", "companies"),
)
