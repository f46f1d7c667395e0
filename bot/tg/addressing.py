"""In a group the bot answers only when it is spoken to: /command@bot, a mention, a reply to it."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity
from telegram.ext import filters


class _Addressed(filters.MessageFilter):
    """Every message of a private chat, and those of a group that speak to the bot."""

    def filter(self, message: Message) -> bool:
        return message.chat.type == "private" or is_addressed(message)


ADDRESSED = _Addressed()


def is_addressed(message: Message) -> bool:
    """Whether a message of a group speaks to the bot."""
    return _answers_bot(message) or _names_bot(message)


def question_in(message: Message) -> str:
    """What a message asks: its text, or its caption, without the bot's name and the slash of a command."""
    text = message.text or message.caption or ""
    spoken = re.sub(rf"@{re.escape(message.get_bot().username)}\b", " ", text, flags=re.IGNORECASE)
    return spoken.strip().removeprefix("/").strip()


def _answers_bot(message: Message) -> bool:
    answered = message.reply_to_message
    # In a forum, every message formally answers the one that opened its topic.
    if answered is None or answered.forum_topic_created or answered.from_user is None:
        return False
    return answered.from_user.id == message.get_bot().id


def _names_bot(message: Message) -> bool:
    bot = message.get_bot()
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION, MessageEntity.BOT_COMMAND]
    named = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
    return any(
        (entity.user is not None and entity.user.id == bot.id)
        or written.lower().endswith(f"@{bot.username}".lower())
        for entity, written in named.items()
    )
