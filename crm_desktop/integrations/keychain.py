"""Passwords in the system's keychain, and nowhere else. Called on threads that may wait."""

from __future__ import annotations

import logging

import keyring
import keyring.errors

log = logging.getLogger(__name__)

SERVICE = "CRM Desktop"


def read_password(account: str) -> str | None:
    """The password kept for ``account`` (an address without a password), if there is one and a
    keychain to keep it: a Linux computer without a desktop has none."""
    try:
        return keyring.get_password(SERVICE, account)
    except keyring.errors.KeyringError as error:
        log.info("no keychain: %s", type(error).__name__)
        return None


def keep_password(account: str, password: str) -> bool:
    """Keep the password; ``False`` if the system has no keychain for it."""
    try:
        keyring.set_password(SERVICE, account, password)
    except keyring.errors.KeyringError as error:
        log.info("no keychain: %s", type(error).__name__)
        return False
    return True
