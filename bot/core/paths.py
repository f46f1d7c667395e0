"""Paths as Telegram carries them in a link: `t.me/NAME?start=PAYLOAD`.

A payload holds at most 64 characters among A-Z a-z 0-9 _ -, so the three separators of a path are
written as runs of underscores, which no id contains: « . » is one, « : » two, « / » three.
"""

from __future__ import annotations

import re

MAX_PAYLOAD = 64
_WRITTEN = {".": "_", ":": "__", "/": "___"}
_READ = {len(run): separator for separator, run in _WRITTEN.items()}
_PATH = re.compile(r"[a-z0-9-]+(?:[.:/][a-z0-9-]+)*")
_USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")


def encode_start(path: str) -> str:
    """The payload of a deep link to `path`. Raises ValueError for what no link can carry."""
    payload = re.sub(r"[.:/]", lambda found: _WRITTEN[found[0]], path)
    if not _PATH.fullmatch(path) or len(payload) > MAX_PAYLOAD:
        raise ValueError(f"no deep link can carry the path {path!r}")
    return payload


def decode_start(payload: str) -> str:
    """The path of a payload. Never raises: anybody can write a link, and a path may be unknown."""
    return re.sub(r"_{1,3}", lambda found: _READ[len(found[0])], payload)


def deep_link(username: str, path: str) -> str:
    """The address that opens the bot `username` (with or without @) at `path`.

    Raises ValueError when the name cannot be a bot's, or the path cannot be carried.
    """
    name = _USERNAME.fullmatch(username)
    if name is None:
        raise ValueError(f"{username!r} is not the name of a bot")
    return f"https://t.me/{name[1]}?start={encode_start(path)}"
