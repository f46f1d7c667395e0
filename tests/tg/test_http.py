"""One path of each kind over HTTP, by long polling, from the first call to a clean stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.core.assistant import Assistant
from bot.core.model import Sheet
from bot.tg.application import build_application
from bot.tg.polling import REFUSED, TWO_BOTS, serve
from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_transports import FakeTelegramServer
from tests.tg.stage import GROUP, ME, Addresses, Votes

T = TypeVar("T")


class Served:
    """A bot that polls over HTTP in this process."""

    def __init__(self, fake: FakeTelegram, task: asyncio.Task[str], votes: Votes) -> None:
        self.fake, self.task, self.votes = fake, task, votes

    async def sees(self, ready: Callable[[], T]) -> T:
        """Wait until something is true on the screens."""
        return await asyncio.to_thread(self.fake.wait_for, ready)

    async def reads(self, words: str, chat_id: int = ME) -> None:
        """Wait until the last message of the bot says `words`."""
        await self.sees(lambda: self.texts(chat_id) and words in self.texts(chat_id)[-1])

    def texts(self, chat_id: int) -> list[str]:
        return [m.text for m in self.fake.screen(chat_id) if m.from_bot]

    async def ends(self) -> str:
        return await asyncio.wait_for(self.task, 10)


@asynccontextmanager
async def serving(fake: FakeTelegram, assistant: Assistant, token: str = "") -> AsyncIterator[Served]:
    async with FakeTelegramServer(fake) as server:
        addresses = Addresses(SecretStr(token or fake.token), server.base_url, server.base_file_url)
        votes = Votes()
        task = asyncio.create_task(serve(build_application(addresses, assistant, journal=votes)))
        yield Served(fake, task, votes)
        if not task.done():
            task.cancel()


@pytest_asyncio.fixture
async def served(fake: FakeTelegram, assistant: Assistant) -> AsyncIterator[Served]:
    async with serving(fake, assistant) as served:
        await served.sees(lambda: fake.calls_to("getUpdates") or fake.state.commands)
        yield served
        os.kill(os.getpid(), signal.SIGTERM)
        assert await served.ends() == ""
    assert fake.refusals == []


async def test_a_conversation_with_taps(served: Served, assistant: Assistant, sheet: Sheet) -> None:
    fake, say = served.fake, assistant.knowledge.say
    fake.user_sends(ME, "/start")
    await served.reads(say("profile_young") and say("welcome").splitlines()[0])
    fake.user_taps(ME, "profile:jeune")
    await served.reads(say("help").splitlines()[0])
    fake.user_sends(ME, assistant.knowledge.phrasings[sheet.id][0])
    await served.reads(sheet.title)
    fake.user_taps(ME, f"{sheet.id}/steps")
    await served.reads(sheet.steps[-1])
    fake.user_taps(ME, sheet.id)
    await served.reads(sheet.summary[:40])
    fake.user_taps(ME, f"useful:{sheet.id}")
    await served.sees(lambda: served.votes.counted == [("useful", sheet.id, "")])


async def test_fragments_are_joined(served: Served, assistant: Assistant, sheet: Sheet) -> None:
    for fragment in assistant.knowledge.phrasings[sheet.id][0].split():
        served.fake.user_sends(ME, fragment)
    await served.reads(sheet.title)
    assert len(served.texts(ME)) == 1


async def test_an_emergency_a_photo_and_an_inline_query(served: Served, assistant: Assistant) -> None:
    fake = served.fake
    fake.user_sends(ME, assistant.knowledge.phrasings["sans-abri"][0])
    await served.reads("115")
    fake.user_sends_photo(ME)
    await served.reads(assistant.knowledge.say("only_text"))
    asked = fake.user_types_inline("caf")
    await served.sees(lambda: fake.answer_to(asked))


async def test_a_group(served: Served, sheet: Sheet) -> None:
    served.fake.user_sends(GROUP, "bonjour")
    served.fake.user_sends(GROUP, f"@essai_bot {sheet.names[0]} ?")
    await served.reads(sheet.title, GROUP)
    assert len(served.texts(GROUP)) == 1


async def test_the_profile_is_set_at_start(served: Served, assistant: Assistant) -> None:
    await served.sees(lambda: len(served.fake.state.commands) == 3)
    assert served.fake.state.profile["name", ""] == assistant.knowledge.say("profile_name")


async def test_a_slow_chat_does_not_delay_another(served: Served, assistant: Assistant) -> None:
    fake = served.fake
    fake.fail_next("sendMessage", retry_after=2)
    fake.user_sends(ME, "/aide")
    await served.sees(lambda: fake.calls_to("sendMessage"))
    fake.user_sends(43, "/aide")
    await served.reads(assistant.knowledge.say("help").splitlines()[0], 43)
    assert served.texts(ME) == []


async def test_a_webhook_left_by_somebody_is_removed(fake: FakeTelegram, assistant: Assistant) -> None:
    fake.call("setWebhook", url="https://exemple.fr/webhook")
    async with serving(fake, assistant) as served:
        fake.user_sends(ME, "/aide")
        await served.reads(assistant.knowledge.say("help").splitlines()[0])
        os.kill(os.getpid(), signal.SIGINT)
        assert await served.ends() == ""


async def test_a_refused_token_ends_with_one_sentence(fake: FakeTelegram, assistant: Assistant) -> None:
    async with serving(fake, assistant, "123456:another-token") as served:
        assert await served.ends() == REFUSED


async def test_a_second_bot_ends_with_one_sentence(fake: FakeTelegram, assistant: Assistant) -> None:
    async with serving(fake, assistant) as served:
        await served.sees(lambda: fake.state.commands)
        fake.fail_next(
            "getUpdates", status=409, description="Conflict: terminated by other getUpdates request"
        )
        fake.user_sends(ME, "/aide")
        assert await served.ends() == TWO_BOTS


async def test_a_token_revoked_later_ends_with_one_sentence(fake: FakeTelegram, assistant: Assistant) -> None:
    async with serving(fake, assistant) as served:
        await served.sees(lambda: fake.state.commands)
        fake.fail_next("getUpdates", status=401, description="Unauthorized", times=5)
        fake.user_sends(ME, "/aide")
        assert await served.ends() == REFUSED


@pytest.mark.parametrize("status", [500, 502])
async def test_it_waits_for_telegram_at_the_start(
    fake: FakeTelegram, assistant: Assistant, status: int
) -> None:
    fake.fail_next("getMe", status=status, times=5)
    async with serving(fake, assistant) as served:
        await served.sees(lambda: len(fake.calls_to("getMe")) >= 2)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await served.ends() == ""
