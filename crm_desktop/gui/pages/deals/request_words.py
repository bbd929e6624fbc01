"""What the window says of unsorted requests. Pure but for the language."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.text.direction import isolated
from crm_desktop.features.deals.intake.rows import Home, RequestRow, Tie
from crm_desktop.features.pipelines.rows import PipelineRow
from crm_desktop.gui.pages.deals.words import Forms, money_words
from crm_desktop.gui.shell.numbers import shown_number


def counted_requests(number: int) -> str:
    """``3 requests``."""
    words = ngettext("{number} request", "{number} requests", number)
    return words.format(number=shown_number(number))


def waiting_words(pipeline: PipelineRow, number: int) -> str:
    """How many requests wait at the intake of a pipeline; nothing where there are none."""
    intake = next((stage.name for stage in pipeline.stages if stage.is_intake), "")
    if not number:
        return ""
    words = ngettext(
        "{number} request waits in “{stage}”.", "{number} requests wait in “{stage}”.", number
    )
    return words.format(number=shown_number(number), stage=intake)


def named(requests: Sequence[RequestRow], chosen: int) -> str:
    """Which requests it is about: one by its title, several by their number, and out of how many
    deals that were ``chosen``."""
    number = len(requests)
    if chosen > number:
        words = ngettext(
            "{number} request of {chosen} selected deals: the others are sorted already",
            "{number} requests of {chosen} selected deals: the others are sorted already",
            number,
        )
        return words.format(number=shown_number(number), chosen=shown_number(chosen))
    return requests[0].title if number == 1 else counted_requests(number)


def accepted_forms() -> Forms:
    """What is said when requests came into work."""
    return (
        _("“{deal}” is accepted: it is in the stage “{stage}” now."),
        lambda number: ngettext(
            "{number} request is accepted: it is in the stage “{stage}” now.",
            "{number} requests are accepted: they are in the stage “{stage}” now.",
            number,
        ),
    )


def rejected_forms() -> Forms:
    """What is said when requests were closed."""
    return (
        _("“{deal}” is rejected."),
        lambda number: ngettext(
            "{number} request is rejected.", "{number} requests are rejected.", number
        ),
    )


def attached_forms() -> Forms:
    """What is said when requests went to a deal or a contact."""
    return (
        _("“{deal}” is attached to “{home}” now."),
        lambda number: ngettext(
            "{number} request is attached to “{home}” now.",
            "{number} requests are attached to “{home}” now.",
            number,
        ),
    )


def said(forms: Forms, requests: Sequence[RequestRow], number: int, **values: str) -> str:
    """In these forms of so many of the requests; of a single one by its title."""
    one, many = forms
    if number == 1 == len(requests):
        return one.format(deal=requests[0].title, **values)
    return many(number).format(number=shown_number(number), **values)


def what_happens(entity: str, name: str, number: int) -> str:
    """What goes where when so many requests are attached to this deal or contact."""
    if entity == "deal":
        words = ngettext(
            "Contacts, tags, notes, files and tasks go to the deal “{home}”. The request goes to "
            "the recycle bin.",
            "Contacts, tags, notes, files and tasks go to the deal “{home}”. The requests go to "
            "the recycle bin.",
            number,
        )
    else:
        words = ngettext(
            "Notes, files and tasks go to the contact “{home}”, and a note tells what was asked. "
            "The request goes to the recycle bin.",
            "Notes, files and tasks go to the contact “{home}”, and notes tell what was asked. "
            "The requests go to the recycle bin.",
            number,
        )
    return words.format(home=isolated(name))


def beside(home: Home) -> str:
    """Why it is proposed, and what tells it from others: ``same phone · Vektor Plus``."""
    ended = {"won": _("Won"), "lost": _("Lost")}
    about = (home.client, ended.get(home.status, home.stage), money_words(home.amount))
    return " · ".join(filter(None, (tie_words(home.tie), *about)))


def tie_words(tie: Tie) -> str:
    """What both have in common."""
    return {
        Tie.CLIENT: _("same client"),
        Tie.PHONE: _("same phone"),
        Tie.EMAIL: _("same e-mail"),
        Tie.NAME: _("same name"),
    }[tie]
