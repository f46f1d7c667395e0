"""A stage with the bot of the toy base, started and stopped around each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import cache
from bot.content.loader import load
from bot.core.assistant import Assistant
from bot.core.model import Sheet
from tests.support.fake_telegram import FakeTelegram
from tests.tg.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests" / "fixtures" / "knowledge"


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return cache.build_assistant(load(TOY))


@pytest.fixture
def sheet(assistant: Assistant) -> Sheet:
    """A sheet for everybody, of an actor who has spoken."""
    spoken = {s.organisation for s in assistant.knowledge.statements.values()}
    sheets = assistant.knowledge.sheets.values()
    return next(s for s in sheets if s.audience == "tous" and s.organisation in spoken and len(s.sources) > 1)


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest_asyncio.fixture
async def stage(fake: FakeTelegram, assistant: Assistant) -> AsyncIterator[Stage]:
    """Fails the test, at its end, for every exception, refusal or unanswered tap that it did not forgive."""
    stage = Stage(fake, assistant)
    async with stage.application:
        await stage.application.start()
        yield stage
        await stage.application.stop()
    assert stage.errors == []
    assert fake.refusals == []
    assert fake.unanswered_taps == []
