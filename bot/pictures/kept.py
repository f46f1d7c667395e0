"""Pictures kept beside the base's other caches: a missing, spoilt or old one only costs time."""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.core.model import Knowledge
from bot.pictures.who_does_what import who_does_what

logger = logging.getLogger(__name__)
_START, _END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def cached(knowledge: Knowledge, folder: Path, *, dark: bool) -> bytes:
    """Who does what as PNG, drawn once for a version of the base, a theme and a version of the bot.

    Raises KeyError when the base has no directory.
    """
    theme = "dark" if dark else "light"
    path = folder / f"who-does-what-{theme}-{_version(knowledge)}.png"
    kept = _read(path)
    if kept is None:
        kept = who_does_what(knowledge, dark=dark)
        _keep(path, kept, f"who-does-what-{theme}-*.png")
    return kept


def _version(knowledge: Knowledge) -> str:
    """Changes with what is drawn and with how it is drawn."""
    return sha256(knowledge.fingerprint.encode() + _drawing()).hexdigest()[:16]


@cache
def _drawing() -> bytes:
    """Digest of the modules that draw: a picture of an older bot is drawn again."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"".join(module.read_bytes() for module in modules)).digest()


def _read(path: Path) -> bytes | None:
    """A picture that was kept whole, else None."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if content.startswith(_START) and content.endswith(_END) else None


def _keep(path: Path, content: bytes, older: str) -> None:
    """Write a picture in one step and drop those it replaces; a fault is logged, nothing more."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(older):
            old.unlink(missing_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        logger.warning("a picture could not be kept in %s", path.parent, exc_info=True)
