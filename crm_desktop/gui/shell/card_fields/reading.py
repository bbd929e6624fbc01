"""What the cards of people and companies read alike. On reader threads, but for ``written``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crm_desktop.backend.work import Reader
from crm_desktop.core.i18n import _
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.users.queries import authors
from crm_desktop.gui.kit.card_fields.field import CardField, CardGroup, plain_words
from crm_desktop.gui.shell import values
from crm_desktop.gui.shell.form_fields import chosen
from crm_desktop.store.labels import Labels
from crm_desktop.store.loading import Loaded


def written() -> CardGroup:
    """Who made the record and who changed it last; nobody changes that by hand."""
    return CardGroup(
        "written",
        _("About the record"),
        (
            CardField("created", _("Created"), plain_words),
            CardField("changed", _("Changed"), plain_words),
        ),
    )


def as_loaded(state: Mapping[str, Any], names: Iterable[str], labels: Labels) -> dict[str, Any]:
    """Values as editors load them: most as they are stored, links with their names."""
    shown = {name: state[name] for name in names}
    shown["tags"] = [chosen("tag", tag, labels) for tag in state["tags"]]
    shown["owner"] = chosen("user", state["owner"], labels)
    return shown


def made_and_changed(reader: Reader, loaded: Loaded) -> dict[str, str]:
    """``02.03.2026, Anna Sokolova``, ``today at 11:05, Igor Belov``."""
    first, last = authors(reader, loaded.id)
    pairs = {"created": (loaded.created_at, first), "changed": (loaded.updated_at, last)}
    return {
        name: ", ".join(
            filter(None, (values.moment_words(moment), isolated(author) if author else ""))
        )
        for name, (moment, author) in pairs.items()
    }
