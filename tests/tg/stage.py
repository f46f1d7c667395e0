"""A bot on the fake Telegram, in memory: people write and tap, and what went wrong is collected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr
from telegram import Update

from bot.core.assistant import Assistant
from bot.tg.application import build_application
from bot.tg.context import App, Context
from tests.support.fake_telegram import FakeTelegram, ShownMessage
from tests.support.fake_telegram_transports import FakeRequest

ME, SOMEBODY, GROUP = 42, 43, -1001
PACE = 2.0  # seconds between two things that somebody does


@dataclass(frozen=True)
class Addresses:
    """The settings that the application reads."""

    telegram_bot_token: SecretStr
    telegram_api_base_url: str = "https://api.telegram.org/bot"
    telegram_api_base_file_url: str = "https://api.telegram.org/file/bot"


class Votes:
    """A journal that keeps what it is told, or fails."""

    def __init__(self) -> None:
        self.counted: list[tuple[str, str, str]] = []
        self.broken = False

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def count(self, kind: str, entry: str, reason: str = "") -> None:
        if self.broken:
            raise OSError("disk full")
        self.counted.append((kind, entry, reason))


@dataclass
class Time:
    """A clock that the test moves, and a sleep that lasts until the test lets time pass, or not at all."""

    now: float = 1000.0
    held: bool = False
    slept: list[float] = field(default_factory=list)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await (self._woken.wait() if self.held else asyncio.sleep(0))

    def pass_by(self) -> None:
        """Everybody who waits has waited long enough."""
        self._woken.set()
        self._woken = asyncio.Event()


class Stage:
    """What a test drives. Every exception of a handler and every refusal of Telegram fails the test."""

    def __init__(self, fake: FakeTelegram, assistant: Assistant, **others: Any) -> None:
        self.fake = fake
        self.assistant = assistant
        self.knowledge = assistant.knowledge
        self.votes = Votes()
        self.time = Time()
        self.errors: list[BaseException] = []
        self.application: App = build_application(
            Addresses(SecretStr(fake.token)),
            assistant,
            **{
                "journal": self.votes,
                "clock": self.time,
                "sleep": self.time.sleep,
                "request": FakeRequest(fake),
                "get_updates_request": FakeRequest(fake),
            }
            | others,
        )
        self.application.add_error_handler(self._collect)

    async def _collect(self, _: object, context: Context) -> None:
        assert context.error is not None
        self.errors.append(context.error)

    def forgive(self) -> None:
        """The faults so far were part of the test."""
        assert self.errors or self.fake.refusals, "nothing to forgive"
        self.errors.clear()
        self.fake.calls.clear()

    async def deliver(self, *updates: dict[str, Any]) -> None:
        """Give updates to the bot at the same time, as its own queue does, and wait until all is said."""
        await self.hand_over(*updates)
        await self.settle()

    async def hand_over(self, *updates: dict[str, Any]) -> None:
        """The same, without waiting for what the bot does later."""
        bot, processor = self.application.bot, self.application.update_processor
        read = [Update.de_json(update, bot) for update in updates]
        await asyncio.gather(*(processor.process_update(u, self.application.process_update(u)) for u in read))

    async def settle(self) -> None:
        """Wait for everything the bot does in the background."""
        while tasks := self.application.bot_data.background:
            await asyncio.wait(set(tasks), timeout=5)

    async def says(self, text: str, chat_id: int = ME, **where: Any) -> ShownMessage:
        """Somebody writes; the last message of the bot."""
        self.time.now += PACE
        await self.deliver(self.fake.user_sends(chat_id, text, **where))
        return copy(self.fake.last_message(chat_id))  # as it stands now: it may be edited later

    async def taps(self, button: str, chat_id: int = ME, **which: Any) -> ShownMessage:
        """Somebody taps a button, by its text or its data; the last message of the bot."""
        self.time.now += PACE
        await self.deliver(self.fake.user_taps(chat_id, button, **which))
        return copy(self.fake.last_message(chat_id))  # as it stands now: it may be edited later

    def replies(self, chat_id: int = ME) -> list[str]:
        """The texts of the bot that a chat shows, oldest first."""
        return [m.text for m in self.fake.screen(chat_id) if m.from_bot]

    def say(self, key: str, **values: object) -> str:
        """A message of the base, said to somebody young."""
        return self.knowledge.say(key, None, **values)

    def example(self, entry: str) -> str:
        """A question that the base knows for an entry."""
        return self.knowledge.phrasings[entry][0]


def data_of(message: ShownMessage) -> list[str]:
    """The callback data under a message, row after row."""
    return [b.value for row in message.buttons for b in row if b.action == "callback_data"]


def labels_of(message: ShownMessage) -> list[str]:
    """The texts of the buttons under a message."""
    return [b.text for row in message.buttons for b in row]


def find(buttons: list[str], wanted: Callable[[str], bool]) -> str:
    """The first button that fits."""
    return next(button for button in buttons if wanted(button))
