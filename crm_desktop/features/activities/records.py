"""How the store writes, journals and indexes activities."""

from __future__ import annotations

from typing import Any

from crm_desktop.core.text.folding import search_document
from crm_desktop.features.activities.rules import display_title, due_moment, without_targets
from crm_desktop.features.activities.tables import LINKS, activity, activity_mention
from crm_desktop.features.common.keys import sought
from crm_desktop.features.common.reach import through
from crm_desktop.store.records import Belonging, LabelOf, RecordType, Reference, State
from crm_desktop.store.search_index import TEXTS


def _derive(state: State) -> dict[str, Any]:
    title = display_title(state)
    return {"display_title": title, "folded": sought(title), "due": due_moment(state)}


def _document(state: State, _label: LabelOf) -> str | None:
    if state["deleted_at"]:
        return None
    parts = (state["title"], state["text"], state["result"])
    return search_document([without_targets(part) for part in parts if part], [])


def _links(field: str, target: str) -> Belonging:
    return Belonging(
        field,
        LINKS[target],
        references={target: Reference(target, f"{target}_rid", target)},
        plain=True,
        mirrored=("kind", "done_at", "pinned", "deleted_at"),
    )


ACTIVITY = RecordType(
    "activity",
    activity,
    columns=(
        "kind",
        "title",
        "text",
        "due_on",
        "due_at",
        "done_at",
        "result",
        "important",
        "pinned",
        "deleted_at",
    ),
    label="display_title",
    references=(Reference("owner", "owner_rid", "user"), Reference("author", "author_rid", "user")),
    belongings=(
        _links("contacts", "contact"),
        _links("companies", "company"),
        _links("deals", "deal"),
        Belonging(
            "mentions",
            activity_mention,
            references={"user": Reference("user", "user_rid", "user")},
            plain=True,
        ),
    ),
    derive=_derive,
    document=_document,
    index=TEXTS,
    scope=through("activity", LINKS),
)
