"""The composition root: the one place where the base, the core, the cache and the channels meet."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import cache
from bot.content.checks import check
from bot.content.loader import load
from bot.content.problem import KnowledgeError, Problem
from bot.core.assistant import Assistant
from bot.core.model import Knowledge
from bot.settings import Settings


def load_base(knowledge_dir: Path) -> Knowledge:
    """What the base holds. Raises KnowledgeError with every problem of the base."""
    return load(knowledge_dir)


def build_assistant(knowledge_dir: Path, cache_dir: Path | None) -> Assistant:
    """The assistant of the base in `knowledge_dir`; what it learns is kept in `cache_dir`.

    Raises KnowledgeError with every problem of the base.
    """
    return cache.build_assistant(load_base(knowledge_dir), cache_dir)


def check_base(knowledge_dir: Path) -> list[Problem]:
    """Every problem of the base, of both severities, sorted by file and line."""
    return check(knowledge_dir, datetime.now(UTC).date())


def run_on_telegram(settings: Settings, assistant: Assistant) -> None:
    """Serve Telegram until the process is told to stop."""
    # Imported here: the terminal never pays for the libraries of Telegram and of the database.
    from bot.journal.journal import Journal
    from bot.tg import application

    configure_logging(settings.log_level)
    application.run(
        settings,
        assistant,
        journal=Journal(settings.database_url.get_secret_value()),
        rebuild=partial(_rebuild, settings),
        draw=partial(_draw, settings.model_cache_dir),
        admins=settings.telegram_admin_ids,
    )


def _draw(folder: Path, knowledge: Knowledge, *, dark: bool) -> bytes:
    """Who does what as a picture, kept in `folder`."""
    # Imported when somebody first wants to look: drawing loads fonts and libraries.
    from bot.pictures.kept import cached

    return cached(knowledge, folder, dark=dark)


def _rebuild(settings: Settings) -> Assistant | tuple[str, ...]:
    """A new assistant for the base as it is now, or its problems: the caller keeps the old one."""
    try:
        return build_assistant(settings.knowledge_dir, settings.model_cache_dir)
    except KnowledgeError as error:
        return tuple(str(problem) for problem in error.problems)


def configure_logging(level: str) -> None:
    """One line an event on standard error."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # httpx writes the address of each request, and the token stands in that address.
    logging.getLogger("httpx").setLevel(logging.WARNING)
