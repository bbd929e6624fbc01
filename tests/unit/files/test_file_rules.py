"""Names of files made safe for every system, and files that are never opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.features.files.rules import (
    LONGEST_NAME,
    UNKNOWN_TYPE,
    clean_name,
    is_runnable,
    media_type,
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Offer v2.pdf", "Offer v2.pdf"),
        ("Замеры, 3 этаж.jpg", "Замеры, 3 этаж.jpg"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Windows\system32\cmd.exe", "cmd.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("tab\tand\nline\0.txt", "tab and line.txt"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.txt", "console.txt"),
        ("ends with dots. . .", "ends with dots"),
        ("", "file"),
        ("...", "file"),
        ("\u200b", "file"),
        ("a" * 300 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * (LONGEST_NAME - 2)),
        ("\udcff.txt", ".txt"),
    ],
)
def test_names_are_fit_for_every_system(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text())
def test_whatever_the_name_was_a_clean_one_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert clean_name(clean) == clean
    assert len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*\0\n\u202e')
    assert not clean.endswith((" ", "."))


@pytest.mark.parametrize(
    ("name", "head", "type_"),
    [
        ("a.PDF", b"%PDF-1.7", "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff", "image/jpeg"),
        ("a.unheard-of", b"", UNKNOWN_TYPE),
        ("nothing", b"", UNKNOWN_TYPE),
    ],
)
def test_a_file_is_what_its_name_says(name: str, head: bytes, type_: str) -> None:
    assert media_type(name, head) == type_
    assert not is_runnable(name, type_)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("setup.exe", b""),
        ("Setup.EXE", b""),
        ("script.ps1", b""),
        ("link.lnk", b""),
        ("page.hta", b""),
        ("archive.jar", b"PK"),
        ("menu.desktop", b"[Desktop Entry]"),
        ("contract.pdf", b"MZ\x90\x00"),
        ("photo.jpg", b"\x7fELF\x02"),
        ("photo.jpg", b"\xcf\xfa\xed\xfe"),
        ("note.txt", b"#!/bin/sh"),
    ],
)
def test_what_could_run_is_known_by_its_name_and_by_its_first_bytes(name: str, head: bytes) -> None:
    assert is_runnable(name, media_type(name, head))
