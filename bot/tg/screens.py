"""What each message of the bot shows, and the way that led there, so that there is a way back.

A trail is the replies a message has shown, the present one last. It is lost after thirty minutes
or a restart: the way back then leads to the themes.
"""

from __future__ import annotations

import time

from bot.core.reply import Reply
from bot.tg.conversations import LIFETIME
from bot.tg.memory import Clock, Memory

Trail = tuple[Reply, ...]
LONGEST = 8  # replies: further back, nobody remembers
LIMIT = 20_000  # messages


def follow(trail: Trail, reply: Reply) -> Trail:
    """The trail once `reply` is shown: going back shortens it, the same page again does not grow it."""
    if len(trail) > 1 and trail[-2].path and trail[-2].path == reply.path:
        return (*trail[:-2], reply)
    if trail and trail[-1].path and trail[-1].path == reply.path:
        return (*trail[:-1], reply)
    return (*trail, reply)[-LONGEST:]


class Screens:
    """Trail of each message, and what was already done once under it."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._trails: Memory[Trail] = Memory(clock, lifetime=LIFETIME, limit=LIMIT)
        self._done: Memory[bool] = Memory(clock, lifetime=LIFETIME, limit=LIMIT)

    def trail(self, chat_id: int, message_id: int) -> Trail:
        """The way to what a message shows; empty when it is not remembered."""
        return self._trails.get(chat_id, message_id) or ()

    def keep(self, chat_id: int, message_id: int, trail: Trail) -> None:
        """Remember what a message shows."""
        self._trails.put(chat_id, message_id, value=trail)

    def first_time(self, *key: object) -> bool:
        """Whether this is the first time for a key: a second tap on the same button is no second vote."""
        if self._done.get(*key):
            return False
        self._done.put(*key, value=True)
        return True
