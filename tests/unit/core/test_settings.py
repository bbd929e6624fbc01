"""The settings file: choices come back, nothing that anybody else wrote gets lost."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import Unavailable
from crm_desktop.core.files import FileLock
from crm_desktop.core.settings import LastView, Settings, Sidebar, WindowPlace
from crm_desktop.core.settings_file import SettingsFile, settings_path
from crm_desktop.core.toml_text import from_toml, to_toml

ROOT = Path(__file__).resolve().parents[3]
CHOSEN = Settings(
    language="pl",
    theme="dark",
    density="compact",
    text_percent=125,
    reduced_motion=True,
    high_contrast=False,
    sidebar=Sidebar(folded=True, order=("companies", "contacts"), hidden=("search",)),
    muted=("import",),
    silent=("mention",),
    recent=("/home/anna/Моя база.crm", "postgresql://anna@office/crm"),
    shortcuts={"new_contact": "Ctrl+Shift+N"},
    windows={"1920x1080+0+0": WindowPlace(-7, 20, 1400, 900, maximized=True)},
    views={
        "C:\\data\\base.crm": LastView("contact", "01a20037-3d99-734c-8530-14f779bad76c"),
        "C:\\data\\deals.crm": LastView("deal", preview=False),
    },
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "settings.toml"


@pytest.fixture
def file(path: Path) -> SettingsFile:
    path.parent.mkdir()
    return SettingsFile(path)


def test_without_a_file_all_is_as_made(path: Path) -> None:
    assert SettingsFile(path).read() == Settings()
    assert not path.exists()


def test_the_file_lies_among_the_persons_settings() -> None:
    assert settings_path().name == "settings.toml"
    assert "CRM Desktop" in str(settings_path())


def test_every_choice_comes_back(path: Path) -> None:
    SettingsFile(path).change(lambda _settings: CHOSEN)
    assert SettingsFile(path).read() == CHOSEN


def test_what_is_as_made_is_not_written(path: Path, file: SettingsFile) -> None:
    file.change(lambda settings: replace(settings, theme="dark"))
    assert from_toml(path.read_text()) == {"version": 1, "appearance": {"theme": "dark"}}


def test_a_new_order_of_places_leaves_those_of_other_workspaces_as_they_were() -> None:
    chosen = Sidebar(True, ("contact", "list_a", "company"), ("list_a", "company"))
    assert chosen.rearranged(("company", "contact", "deal"), ("deal",)) == Sidebar(
        True, ("company", "list_a", "contact", "deal"), ("list_a", "deal")
    )


def test_a_place_that_stands_twice_in_the_file_is_one_place() -> None:
    twice = Sidebar(order=("deal", "contact", "deal"))
    assert twice.arranged(["contact", "deal"]) == ["deal", "contact"]
    assert twice.rearranged(("contact", "deal"), ()).order == ("contact", "deal")


def test_a_choice_taken_back_leaves_the_file(path: Path, file: SettingsFile) -> None:
    file.change(lambda _settings: CHOSEN)
    file.change(lambda settings: replace(settings, language=None, shortcuts={}, windows={}))
    settings = file.read()
    assert (settings.language, settings.shortcuts, settings.windows) == (None, {}, {})
    assert settings == replace(CHOSEN, language=None, shortcuts={}, windows={})


def test_what_a_newer_version_wrote_stays(path: Path, file: SettingsFile) -> None:
    newer = (
        "version = 7\ntray = true\n"
        '[appearance]\ntheme = "sepia"\naccent = ["teal", 0.5, 2026-10-14T12:40:00Z]\n'
        '[windows."1x1+0+0"]\nx = "left"\n[phone.provider]\nname = "sip"\n'
        '[[rules]]\nwhen = "now"\n'
    )
    path.write_text(newer, encoding="utf-8")
    assert file.read() == Settings()
    file.change(lambda settings: replace(settings, density="compact"))
    expected = from_toml(newer)
    expected["appearance"]["density"] = "compact"
    assert from_toml(path.read_text()) == expected


@pytest.mark.parametrize(
    "text",
    [
        b"theme = ",
        b"\xff\xfe\x00t",
        b"\x00" * 300,
        b'[appearance]\ntheme = "dark"\n[appearance]\n',
    ],
    ids=["cut off", "no UTF-8", "zeros after a power cut", "double"],
)
def test_a_broken_file_is_set_aside_and_told(path: Path, file: SettingsFile, text: bytes) -> None:
    path.write_bytes(text)
    assert file.read() == Settings()
    [aside] = path.parent.glob("settings-unreadable-*.toml")
    assert aside.read_bytes() == text
    assert file.notice is not None
    assert str(aside) in file.notice.text()
    file.change(lambda settings: replace(settings, theme="dark"))
    assert SettingsFile(path).read().theme == "dark"


def test_a_file_with_windows_marks_and_line_ends_is_understood(
    path: Path, file: SettingsFile
) -> None:
    path.write_bytes(b'\xef\xbb\xbf[appearance]\r\ntheme = "dark"\r\n')
    assert file.read().theme == "dark"
    assert file.notice is None


def test_a_file_that_cannot_be_read_stays_and_is_told(path: Path, file: SettingsFile) -> None:
    path.mkdir()
    assert file.read() == Settings()
    assert file.notice is not None
    with pytest.raises(Unavailable, match="earlier ones are kept"):
        file.change(lambda settings: replace(settings, theme="dark"))
    assert path.is_dir()


def test_while_another_process_hangs_with_the_file_nothing_is_changed(
    path: Path,
) -> None:
    file = SettingsFile(path, patience=0.05)
    other = FileLock(path.with_name("settings.toml.lock"))
    assert other.take()
    with pytest.raises(Unavailable):
        file.change(lambda settings: replace(settings, theme="dark"))
    other.release()
    assert file.change(lambda settings: replace(settings, theme="dark")).theme == "dark"


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from crm_desktop.core.settings_file import SettingsFile\n"
        "file = SettingsFile(Path(sys.argv[1]))\n"
        "for number in range(20):\n"
        "    key = f'{sys.argv[2]}{number}'\n"
        "    file.change(lambda s: replace(s, shortcuts={**s.shortcuts, key: 'F1'}))\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, path, name], cwd=ROOT) for name in "abc"
    ]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert len(SettingsFile(path).read().shortcuts) == 60
    assert sorted(p.name for p in path.parent.iterdir()) == ["settings.toml", "settings.toml.lock"]


def test_a_reader_that_has_the_file_open_for_a_moment_is_waited_for(
    path: Path, file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [PermissionError(), PermissionError()]
    replace_file = Path.replace

    def replace_later(source: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return replace_file(source, target)

    monkeypatch.setattr(Path, "replace", replace_later)
    file.change(lambda settings: replace(settings, theme="dark"))
    assert file.read().theme == "dark"


def test_the_last_workspaces_come_first_and_few_are_kept() -> None:
    settings = CHOSEN
    for number in range(12):
        settings = settings.with_workspace(f"/bases/{number}").with_workspace("/bases/own")
    assert settings.recent[:3] == ("/bases/own", "/bases/11", "/bases/10")
    assert len(settings.recent) == 10
    assert settings.views == {}


def test_an_address_with_a_password_is_never_kept(path: Path, file: SettingsFile) -> None:
    file.change(lambda settings: settings.with_workspace("postgresql://anna:canary-7@office/crm"))
    assert not path.exists()


KEYS = st.text(max_size=8)
PLAIN = (
    st.text()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.datetimes()
    | st.dates()
)
VALUES: Any = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_what_was_read_is_written_unchanged(table: dict[str, Any]) -> None:
    assert from_toml(to_toml(table)) == table
