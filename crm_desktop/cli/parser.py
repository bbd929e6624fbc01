"""The words of the command line, in the language of the interface. Pure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from crm_desktop.core.i18n import LANGUAGES, _

# As features.custom_fields.rows.TYPES: the words of the command line load no feature.
FIELD_TYPES = (
    *("text", "long_text", "number", "money", "date", "datetime", "choice", "multi_choice"),
    *("yes_no", "link", "phone", "user", "record", "file", "formula"),
)

# As features.custom_fields.definitions.ENTITIES.
ENTITIES = ("contact", "company", "deal", "product")

LIST_PREFIX = "list:"
"""Before the name of a custom list, where a kind of record is asked for."""

Run = Callable[[argparse.Namespace], int]


DATE_ORDERS = {"dmy": True, "mdy": False}
"""How a date such as 03/04/2026 is meant, to whether it begins with the day."""

_VALUED = ("--lang", "--workspace")

_REFUSING = "parser"
"""Where a command that needs a workspace names the parser of its options."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What the words of the command line ask for: a ``command`` with its options, or (``None``)
    the window, with the ``files`` to open in it."""
    parser, commands = _parser_of_commands()
    first = _first_word(words)
    if first is None or first in commands.choices or not _names_a_file(first):
        parsed = parser.parse_args(words)
        _require_workspace(parsed)
        return argparse.Namespace(**{"files": [], **vars(parsed)})
    window = _parser()
    window.add_argument("files", nargs="*", type=Path, metavar=_("FILE"))
    window.set_defaults(command=None)
    return window.parse_args(words)


def _require_workspace(parsed: argparse.Namespace) -> None:
    """A command may be given its workspace before it or behind it; the latter counts. Refused in
    the words of ``argparse``, which can't know this rule."""
    refusing: argparse.ArgumentParser | None = getattr(parsed, _REFUSING, None)
    if refusing is not None and parsed.workspace is None:
        refusing.error("the following arguments are required: --workspace")


def _first_word(words: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of one."""
    rest = iter(words)
    for word in rest:
        if word == "--":
            return next(rest, None)
        if not word.startswith("-"):
            return word
        if len(word) > 2 and any(option.startswith(word) for option in _VALUED):
            next(rest, None)
    return None


def _names_a_file(word: str) -> bool:
    """A file to open, not a command written wrong: it is there, or looks like nothing else."""
    path = Path(word)
    return bool(path.suffix) or path.name != word or path.exists()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="crm-desktop",
        description=_("Clients, deals, calendar and numbers. Without a command the window opens."),
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=_("language of the interface"))
    parser.add_argument("--version", action="store_true", help=_("name, version and libraries"))
    parser.add_argument("--workspace", metavar="W", help=_workspace_help())
    return parser


def _parser_of_commands() -> tuple[
    argparse.ArgumentParser, argparse._SubParsersAction[argparse.ArgumentParser]
]:
    parser = _parser()
    parser.epilog = _(
        "Files named instead of a command are opened in the window: tables and address books are "
        "imported, a workspace is shown."
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    _add_demo(commands)
    _add_import(commands)
    _add_search(commands)
    _add_export(commands)
    _add_contact(commands)
    _add_deal(commands)
    _add_field(commands)
    _add_list(commands)
    _add_view(commands)
    _add_history(commands)
    check = _add(commands, "check", _("verify the workspace and finish what a crash left"))
    check.add_argument("--json", action="store_true", help=_json_help())
    _add_screenshots(commands)
    selftest = commands.add_parser("selftest", help=_("try out the installed program"))
    selftest.set_defaults(command="selftest")
    return parser, commands


def _workspace_help() -> str:
    return _("the workspace: a file, or postgresql://[user@]host[:port]/database")


def _json_help() -> str:
    return _("print one JSON object")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    # Also before the command, where the window takes it: so no default here.
    workspace: dict[str, Any] = {"metavar": "W", "default": argparse.SUPPRESS}
    parser.add_argument("--workspace", **workspace, help=_workspace_help())
    parser.set_defaults(**{_REFUSING: parser})
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", _("fill a new workspace with demo data"))
    demo.add_argument("--scale", choices=("small", "office", "large"), default="small")
    demo.add_argument("--seed", type=int, default=1, help=_("the same number gives the same data"))


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    importing = _add(
        commands, "import", _("bring in contacts, companies, deals and products from files")
    )
    importing.add_argument("files", nargs="+", type=Path, metavar=_("FILE"))
    importing.add_argument(
        "--region", metavar="CC", help=_("country of phones written without one, such as PL")
    )
    importing.add_argument("--encoding", help=_("encoding of the file, if the guess is wrong"))
    importing.add_argument("--delimiter", help=_("what separates its columns"))
    importing.add_argument("--sheet", help=_("the only sheet to read"))
    importing.add_argument(
        "--header-row",
        type=int,
        metavar="N",
        help=_("number of the row with the names of the columns; 0: there is none"),
    )
    importing.add_argument(
        "--date-order",
        choices=tuple(DATE_ORDERS),
        help=_("how dates such as 03/04/2026 are meant, if the guess is wrong"),
    )
    importing.add_argument(
        "--column",
        action="append",
        default=[],
        metavar=_("NAME=FIELD"),
        help=_("take a column as this field; may be repeated"),
    )
    importing.add_argument(
        "--list", metavar=_("NAME"), help=_("bring the rows into this custom list")
    )
    importing.add_argument("--dry-run", action="store_true", help=_("write nothing, only tell"))
    importing.add_argument("--json", action="store_true", help=_json_help())


def _add_search(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = _add(commands, "search", _("find records by any scrap of a name or number"))
    search.add_argument("text", nargs="+", metavar=_("TEXT"))
    search.add_argument("--limit", type=int, default=50)
    search.add_argument("--json", action="store_true", help=_json_help())


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _add(commands, "export", _("write records to a file"))
    export.add_argument("kind", choices=("contacts", "companies", "deals", "products", "list"))
    export.add_argument("name", nargs="?", metavar=_("NAME"), help=_("the name of the custom list"))
    export.add_argument("--format", choices=("json", "csv", "xlsx", "vcf"), required=True)
    export.add_argument("--out", type=Path, metavar=_("FILE"), required=True)
    which = export.add_mutually_exclusive_group()
    which.add_argument("--archived", action="store_true", help=_("archived records as well"))
    which.add_argument(
        "--view", metavar=_("NAME"), help=_("the records of this view alone, in its order")
    )


def _add_contact(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("show a contact, or change it")
    contact = commands.add_parser("contact", help=text, description=text)
    actions = contact.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    texts = {"show": _("show a contact"), "set": _("change fields of a contact")}
    for name, words in texts.items():
        action = _add(actions, name, words)
        who = _("its number, or a text by which a search finds it alone")
        action.add_argument("who", metavar=_("CONTACT"), help=who)
        if name == "set":
            how = _("FIELD+=VALUE and FIELD-=VALUE change lists; an empty value clears the field")
            action.add_argument("changes", nargs="+", metavar=_("FIELD=VALUE"), help=how)
        action.add_argument("--json", action="store_true", help=_json_help())


def _add_deal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("show a deal, or sort an unsorted request")
    deal = commands.add_parser("deal", help=text, description=text)
    actions = deal.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    texts = {
        "show": _("show a deal"),
        "accept": _("bring a request into work"),
        "attach": _("attach a request to a deal or a contact that is there"),
        "reject": _("close a request for a reason"),
    }
    added = {name: _add(actions, name, words) for name, words in texts.items()}
    who = _("its number, or a text by which a search finds it alone")
    for action in added.values():
        action.add_argument("who", metavar=_("DEAL"), help=who)
        action.add_argument("--json", action="store_true", help=_json_help())
    stage = _("the stage it comes into, by name; else the first")
    added["accept"].add_argument("--stage", metavar=_("NAME"), help=stage)
    without = _("also without the fields that the stage asks for, for those who may")
    added["accept"].add_argument("--without-fields", action="store_true", help=without)
    home = added["attach"].add_mutually_exclusive_group(required=True)
    home.add_argument("--to-deal", metavar=_("DEAL"), help=who)
    home.add_argument("--to-contact", metavar=_("CONTACT"), help=who)
    reject = added["reject"]
    reject.add_argument("--reason", metavar=_("NAME"), required=True, help=_("the reason’s name"))
    reject.add_argument("--detail", metavar=_("TEXT"), default="", help=_("which one, if it asks"))
    reject.add_argument("--comment", metavar=_("TEXT"), default="", help=_("a comment"))


def _add_field(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("add fields of your own to records, or list them")
    field = commands.add_parser("field", help=text, description=text)
    actions = field.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    add = _add(actions, "add", _("add a field"))
    entities = "{" + ",".join((*ENTITIES, LIST_PREFIX + _("NAME"))) + "}"
    whose: dict[str, Any] = {"type": _entity, "metavar": entities}
    add.add_argument("--entity", **whose, required=True, help=_("whose field it is"))
    add.add_argument("--type", choices=FIELD_TYPES, required=True, help=_("what it holds"))
    add.add_argument("--label", required=True, help=_("its name"))
    add.add_argument("--choices", metavar="A,B", help=_("its choices, with commas between"))
    add.add_argument("--group", help=_("the group on the card"))
    add.add_argument("--required", action="store_true", help=_("new records must have it"))
    add.add_argument("--currency", metavar="CUR", help=_("the currency of amounts, such as PLN"))
    add.add_argument("--decimals", type=int, metavar="N", help=_("decimals of a number"))
    add.add_argument(
        "--formula",
        help=_("what a formula works out, such as {example}").format(example="{Price} * 1.2"),
    )
    add.add_argument("--target", **whose, help=_("what a field of records leads to"))
    add.add_argument("--json", action="store_true", help=_json_help())
    listing = _add(actions, "list", _("list the fields"))
    listing.add_argument("--entity", **whose, help=_("only of these records"))
    listing.add_argument("--json", action="store_true", help=_json_help())


def _entity(text: str) -> str:
    """A kind of record, or a custom list as ``list:NAME``."""
    if text not in ENTITIES and not text.startswith(LIST_PREFIX):
        words = _("There is no kind of record “{text}”. There are: {names}.")
        names = ", ".join((*ENTITIES, LIST_PREFIX + _("NAME")))
        raise argparse.ArgumentTypeError(words.format(text=text, names=names))
    return text


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("make lists of your own, or list them")
    parser = commands.add_parser("list", help=text, description=text)
    actions = parser.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    add = _add(actions, "add", _("make a list"))
    add.add_argument("name", metavar=_("NAME"), help=_("what many of its entries are called"))
    add.add_argument("--one", metavar=_("NAME"), help=_("what a single entry is called"))
    add.add_argument("--note", metavar=_("TEXT"), help=_("what the list is for"))
    add.add_argument("--json", action="store_true", help=_json_help())
    listing = _add(actions, "list", _("list your own lists"))
    listing.add_argument("--archived", action="store_true", help=_("archived lists as well"))
    listing.add_argument("--json", action="store_true", help=_json_help())


def _add_view(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("list the views of lists")
    view = commands.add_parser("view", help=text, description=text)
    actions = view.add_subparsers(dest="action", metavar=_("ACTION"), required=True)
    listing = _add(actions, "list", text)
    listing.add_argument("--entity", choices=ENTITIES, help=_("only the views of this list"))
    listing.add_argument("--json", action="store_true", help=_json_help())


def _add_history(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    texts = {
        "undo": _("take back the newest operation, or the one named"),
        "redo": _("do again what was taken back last, or the one named"),
    }
    for name, text in texts.items():
        parser = _add(commands, name, text)
        parser.add_argument("--operation", metavar="ID", help=_("the operation’s number"))


def _add_screenshots(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("draw every page with sample data to picture files")
    parser = commands.add_parser("screenshots", help=text, description=text)
    parser.add_argument("--out", type=Path, metavar=_("DIR"), required=True)
    # Also before the command, as everywhere: so no default here.
    language = _("language of the interface")
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", type=_size, default=(1440, 900), metavar=_("WxH"))
    parser.add_argument("--density", choices=("comfortable", "compact"), default="comfortable")
    parser.add_argument("--page", metavar=_("NAME"), help=_("only this page"))


def _size(text: str) -> tuple[int, int]:
    width, height = map(int, text.split("x"))
    return width, height
