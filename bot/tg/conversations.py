"""The conversation of each chat, for thirty minutes, in memory only."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.core.conversation import Conversation
from bot.core.model import Profile
from bot.tg.memory import Clock, Memory

LIFETIME = 30 * 60.0  # seconds
LIMIT = 20_000  # chats
# In a group several people read: « vous » is the only form that addresses them all. It is not kept.
GROUP_PROFILE: Profile = "professionnel"


class Conversations:
    """Conversation by chat. A group has a subject, but nobody's profile."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._memory: Memory[Conversation] = Memory(clock, lifetime=LIFETIME, limit=LIMIT)

    def __len__(self) -> int:
        return len(self._memory)

    def of(self, chat_id: int) -> Conversation:
        """The conversation of a chat; a new one when there is none or it is too old."""
        kept = self._memory.get(chat_id) or Conversation()
        return replace(kept, profile=GROUP_PROFILE) if is_group(chat_id) else kept

    def keep(self, chat_id: int, conversation: Conversation) -> None:
        """Remember a conversation for thirty minutes from now."""
        if is_group(chat_id):
            conversation = replace(conversation, profile=None)
        self._memory.put(chat_id, value=conversation)

    def forget(self, chat_id: int) -> None:
        """Everything about a chat, at once."""
        self._memory.drop(chat_id)


def is_group(chat_id: int) -> bool:
    """Telegram numbers people's own chats above zero, groups and channels below."""
    return chat_id < 0
