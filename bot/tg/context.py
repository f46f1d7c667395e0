"""What every handler shares, typed: `context.bot_data`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Protocol, TypeAlias

from telegram.ext import Application, CallbackContext, ExtBot

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.model import Knowledge
from bot.tg.conversations import Conversations
from bot.tg.gathering import Floods, Gatherer
from bot.tg.processor import InOrder
from bot.tg.render import Say
from bot.tg.screens import Screens

Kind = Literal["useful", "not-useful", "report"]


class Journal(Protocol):
    """Where votes are counted: how many, about which entry, for which reason. Never who, never a text.

    A « Pas utile » is counted without a reason when it is said, and once more with its reason.
    """

    async def open(self) -> None: ...

    async def count(self, kind: Kind, entry: str, reason: str = "") -> None: ...

    async def close(self) -> None: ...


class NoJournal:
    """Counts nothing."""

    async def open(self) -> None:
        """Nothing to open."""

    async def count(self, kind: Kind, entry: str, reason: str = "") -> None:
        """Forget it."""

    async def close(self) -> None:
        """Nothing to close."""


# A new assistant, or the problems of the base, one French sentence each.
Rebuild: TypeAlias = Callable[[], "Assistant | tuple[str, ...]"]


class Draw(Protocol):
    """Who does what as a PNG, made from the base; may take a second. Raises KeyError without a directory."""

    def __call__(self, knowledge: Knowledge, *, dark: bool) -> bytes: ...


@dataclass
class BotData:
    """`assistant` is replaced in one assignment when the base is reloaded; the rest stays."""

    assistant: Assistant
    processor: InOrder
    last_resort: str  # sent as plain text when an emergency could not be answered otherwise
    conversations: Conversations
    screens: Screens
    gatherer: Gatherer
    floods: Floods
    journal: Journal = field(default_factory=NoJournal)
    admins: frozenset[int] = frozenset()
    rebuild: Rebuild | None = None

    draw: Draw | None = None
    uploaded: dict[tuple[str, str], str] = field(default_factory=dict)  # file_id by base and theme
    background: set[asyncio.Task[None]] = field(default_factory=set)

    def in_background(self, application: AnyApp, work: Coroutine[Any, Any, None], update: object) -> None:
        """Start some work that nobody waits for; its faults reach the error handler with `update`."""
        self.background.add(task := application.create_task(work, update=update))
        task.add_done_callback(self.background.discard)

    def say(self, conversation: Conversation) -> Say:
        """The bot's own messages, in the form of address of a conversation."""
        return partial(_say, self.assistant, conversation)


def _say(assistant: Assistant, conversation: Conversation, key: str, /, **values: object) -> str:
    return assistant.knowledge.say(key, conversation.profile, **values)


AnyApp: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Bot: TypeAlias = ExtBot[None]
Context: TypeAlias = CallbackContext[Bot, dict[Any, Any], dict[Any, Any], BotData]
App: TypeAlias = Application[Bot, Context, dict[Any, Any], dict[Any, Any], BotData, None]
