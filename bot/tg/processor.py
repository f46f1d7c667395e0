"""Many chats at once, each one in order: a slow chat holds up nobody but itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

SLOTS = 16  # chats answered at the same time
# Updates that wait for their chat take no slot, so the library's own limit only bounds memory.
MAX_WAITING = 10_000


class InOrder(BaseUpdateProcessor):
    """One update of a chat at a time, `slots` chats at a time; what is urgent waits for neither."""

    def __init__(self, urgent: Callable[[Update], bool], *, slots: int = SLOTS) -> None:
        super().__init__(MAX_WAITING)
        self._urgent = urgent
        self._slots = asyncio.Semaphore(slots)
        self._locks: dict[int, asyncio.Lock] = {}
        self._users: dict[int, int] = {}  # how many hold or wait for each lock

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Called by the library for every update."""
        if not isinstance(update, Update) or self._urgent(update):
            await coroutine
            return
        chat = update.effective_chat
        async with self.turn(chat.id if chat else None):
            await coroutine

    @asynccontextmanager
    async def turn(self, chat_id: int | None) -> AsyncIterator[None]:
        """A chat's turn, then a slot. The chat comes first: a queue of one chat holds no slot."""
        async with self._own(chat_id), self._slots:
            yield

    @asynccontextmanager
    async def _own(self, chat_id: int | None) -> AsyncIterator[None]:
        if chat_id is None:
            yield
            return
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        self._users[chat_id] = self._users.get(chat_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[chat_id] -= 1
            if not self._users[chat_id]:
                del self._users[chat_id], self._locks[chat_id]
