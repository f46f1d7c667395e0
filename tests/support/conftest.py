"""A Bot of python-telegram-bot on the test's `fake`, once in memory and once over HTTP."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_transports import FakeTelegramServer, bot_in_memory


@pytest_asyncio.fixture(params=["memory", "http"])
async def bot(request: pytest.FixtureRequest, fake: FakeTelegram) -> AsyncIterator[Bot]:
    if request.param == "memory":
        async with bot_in_memory(fake) as bot:
            yield bot
        return
    async with FakeTelegramServer(fake) as server:
        addresses = server.base_url, server.base_file_url
        async with Bot(fake.token, *addresses, request=HTTPXRequest(read_timeout=0.5)) as bot:
            yield bot
