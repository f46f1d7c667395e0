"""Fixtures shared by every folder of tests: the real knowledge base, read and learnt once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cache
from bot.content.loader import load
from bot.core.assistant import Assistant
from bot.core.model import Knowledge

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The base that is served."""
    return load(ROOT / "knowledge")


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    """The assistant that is served; what it learnt is kept between sessions, by the base's digest."""
    return cache.build_assistant(knowledge, ROOT / ".cache" / "models")
