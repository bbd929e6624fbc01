"""The file of a person's settings: one in TOML that all their processes share.

Called by the window on any thread and read by whoever starts the program. Only what differs from
the defaults is written, and what this version does not know stays as it is, so that an older and
a newer program can use the same file. Passwords and other secrets belong to the keychain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from crm_desktop.core.clock import now
from crm_desktop.core.errors import Unavailable
from crm_desktop.core.files import replace_text, turn
from crm_desktop.core.i18n import LANGUAGES, Message, msg
from crm_desktop.core.id_texts import is_id
from crm_desktop.core.settings import (
    CardLook,
    Density,
    Formats,
    LastView,
    ListLook,
    PaletteUse,
    Settings,
    Sidebar,
    TextPercent,
    ThemeMode,
    WindowPlace,
)
from crm_desktop.core.toml_text import from_toml, to_toml

# The form of the file. A later form gets a step here that makes the earlier one into it.
VERSION = 1
_WIDEST = 10_000
_T = TypeVar("_T")


def settings_path() -> Path:
    """The person's settings file."""
    from platformdirs import user_config_path

    return user_config_path("CRM Desktop", appauthor=False) / "settings.toml"


class SettingsFile:
    """The settings on the disk. ``notice`` says what a person should know about them: that they
    could not be read, and where the old file lies."""

    def __init__(self, path: Path | None = None, patience: float = 3.0) -> None:
        """``patience``: for how many seconds to wait while another process writes."""
        self._path = path or settings_path()
        self._patience = patience
        self.notice: Message | None = None

    def read(self) -> Settings:
        """What was chosen; the defaults where nothing was, or nothing that can be understood."""
        try:
            return _from_table(_parse(self._path))
        except ValueError:
            return self._read_broken()
        except OSError:
            self.notice = msg(
                "Your settings couldn’t be read. They are kept in {file}, and the program starts "
                "with its own until it may read that file.",
                file=self._path,
            )
            return Settings()

    def change(self, change: Callable[[Settings], Settings]) -> Settings:
        """Apply ``change`` to what stands in the file now, whoever wrote it, and write the
        difference. ``Unavailable`` if that isn't possible; then nothing was changed."""
        self.read()  # sets a broken file aside
        try:
            with self._turn():
                table = _parse(self._path)
                old = _from_table(table)
                new = change(old)
                if new != old:
                    _merge(table, _to_table(old), _to_table(new))
                    replace_text(self._path, to_toml({"version": VERSION, **table}))
                return new
        except (OSError, ValueError) as error:
            raise Unavailable(
                msg(
                    "Your settings couldn’t be saved; the earlier ones are kept. Check that the "
                    "folder {folder} can be written to and try again.",
                    folder=self._path.parent,
                )
            ) from error

    def _turn(self) -> AbstractContextManager[None]:
        return turn(self._path.with_name(f"{self._path.name}.lock"), self._patience)

    def _read_broken(self) -> Settings:
        """Nobody else's repair may be set aside, so look again when it is our turn."""
        stamp = now().strftime("%Y%m%d-%H%M%S-%f")
        aside = self._path.with_name(f"{self._path.stem}-unreadable-{stamp}.toml")
        try:
            with self._turn():
                try:
                    return _from_table(_parse(self._path))
                except ValueError:
                    self._path.replace(aside)
        except OSError:
            aside = self._path
        self.notice = msg(
            "Your settings couldn’t be understood, so the program starts with its own. The old "
            "file is kept: {file}. Choose your settings again, or mend that file.",
            file=aside,
        )
        return Settings()


def _parse(path: Path) -> dict[str, Any]:
    """The file's table; empty without a file, ``ValueError`` when it is no TOML in UTF-8."""
    try:
        text = path.read_bytes().decode("utf-8-sig")  # Notepad begins files with a mark
    except FileNotFoundError:
        return {}
    return from_toml(text.replace("\r\n", "\n"))


def _from_table(table: Mapping[str, Any]) -> Settings:
    """A value that no version of ours wrote counts as not chosen; it stays in the file."""
    look, side = _table(table, "appearance"), _table(table, "sidebar")
    text_percent = look.get("text_percent")
    return Settings(
        language=_one_of(LANGUAGES, look.get("language"), None),
        theme=_one_of(get_args(ThemeMode), look.get("theme"), "system"),
        density=_one_of(get_args(Density), look.get("density"), "comfortable"),
        text_percent=_one_of(get_args(TextPercent), text_percent, 100),
        reduced_motion=_yes_or_no(look.get("reduced_motion")),
        high_contrast=_yes_or_no(look.get("high_contrast")),
        formats=_one_of(get_args(Formats), look.get("formats"), "language"),
        tray=look.get("tray") is not False,
        sidebar=Sidebar(
            side.get("folded") is True, _texts(side.get("order")), _texts(side.get("hidden"))
        ),
        recent=_texts(_table(table, "workspaces").get("recent")),
        shortcuts=_each(_table(table, "shortcuts"), _text),
        windows=_each(_table(table, "windows"), _window_place),
        views=_each(_table(table, "views"), _last_view),
        lists=_each(_table(table, "lists"), _list_look),
        cards=_each(_table(table, "cards"), _card_look),
        palettes=_each(_table(table, "palettes"), _palette_use),
        muted=_texts(_table(table, "notifications").get("muted")),
        silent=_texts(_table(table, "notifications").get("silent")),
    )


def _yes_or_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _to_table(settings: Settings) -> dict[str, Any]:
    side = settings.sidebar
    return {
        "appearance": {
            "language": settings.language,
            "theme": settings.theme,
            "density": settings.density,
            "text_percent": settings.text_percent,
            "reduced_motion": settings.reduced_motion,
            "high_contrast": settings.high_contrast,
            "formats": settings.formats,
            "tray": settings.tray,
        },
        "sidebar": {"folded": side.folded, "order": [*side.order], "hidden": [*side.hidden]},
        "workspaces": {"recent": [*settings.recent]},
        "notifications": {"muted": [*settings.muted], "silent": [*settings.silent]},
        "shortcuts": dict(settings.shortcuts),
        "windows": {key: dict(vars(place)) for key, place in settings.windows.items()},
        "views": {key: dict(vars(view)) for key, view in settings.views.items()},
        "lists": {key: _look_table(look) for key, look in settings.lists.items()},
        "cards": {
            key: {**vars(look), "folded": [*look.folded]} for key, look in settings.cards.items()
        },
        "palettes": {
            key: {"records": [*use.records], "commands": dict(use.commands)}
            for key, use in settings.palettes.items()
        },
    }


def _merge(table: dict[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Carry what differs between ``old`` and ``new`` into ``table``, and nothing else."""
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if after is None:
            table.pop(key, None)
        elif isinstance(after, Mapping):
            if not isinstance(table.get(key), dict):
                table[key] = {}
            _merge(table[key], before if isinstance(before, Mapping) else {}, after)
        else:
            table[key] = after


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = table.get(name)
    return value if isinstance(value, dict) else {}


def _one_of(choices: tuple[_T, ...], value: object, otherwise: Any) -> Any:
    return value if not isinstance(value, bool | list | dict) and value in choices else otherwise


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _each(table: Mapping[str, Any], make: Callable[[Any], _T | None]) -> dict[str, _T]:
    made = {key: make(value) for key, value in table.items()}
    return {key: value for key, value in made.items() if value is not None}


def _window_place(value: object) -> WindowPlace | None:
    if not isinstance(value, dict):
        return None
    numbers = [value.get(name) for name in ("x", "y", "width", "height")]
    if not all(type(number) is int for number in numbers):
        return None
    x, y, width, height = cast("list[int]", numbers)
    return WindowPlace(x, y, width, height, value.get("maximized") is True)


def _last_view(value: object) -> LastView | None:
    if not isinstance(value, dict) or not isinstance(value.get("page"), str):
        return None
    record = _record_id(value.get("record"))
    card = _text(value.get("card")) or "" if record else ""
    return LastView(value["page"], record, card, value.get("preview") is not False)


def _look_table(look: ListLook) -> dict[str, Any]:
    lists = {"columns": [*look.columns], "folded": [*look.folded]}
    return {**vars(look), **lists, "widths": dict(look.widths)}


def _list_look(value: object) -> ListLook | None:
    if not isinstance(value, dict):
        return None
    widths = _each(_table(value, "widths"), lambda width: width if type(width) is int else None)
    return ListLook(
        _texts(value.get("columns")),
        {key: width for key, width in widths.items() if 0 < width < _WIDEST},
        _text(value.get("sort")) or "",
        value.get("descending") is True,
        _text(value.get("view")) or "",
        _text(value.get("filter")) or "",
        _text(value.get("group")) or "",
        _texts(value.get("folded")),
        *(_text(value.get(name)) or "" for name in ("pipeline", "mode", "cards")),
    )


def _card_look(value: object) -> CardLook | None:
    if not isinstance(value, dict):
        return None
    numbers = (value.get(name) for name in ("fields", "side", "width", "height"))
    fields, side, width, height = (n if type(n) is int and 0 <= n < _WIDEST else 0 for n in numbers)
    return CardLook(fields, side, _texts(value.get("folded")), width, height)


def _palette_use(value: object) -> PaletteUse | None:
    if not isinstance(value, dict):
        return None
    refs = [text.partition(":") for text in _texts(value.get("records"))]
    records = tuple(f"{entity}:{id_}" for entity, _colon, id_ in refs if _record_id(id_))
    counts = _each(_table(value, "commands"), lambda n: n if type(n) is int and n > 0 else None)
    return PaletteUse(records, counts)


def _record_id(value: object) -> str:
    """An id, or nothing: what a hand wrote into the file must not become a bug in a query."""
    return str(value) if is_id(value) else ""
