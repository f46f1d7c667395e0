"""Who does what as a picture, for people who would rather look; the same stands in words above it."""

from __future__ import annotations

import asyncio
import contextlib

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.tg.buttons import PICTURE, THEMES
from bot.tg.context import BotData, Context


async def send_picture(update: Update, context: Context) -> None:
    """Send the picture below the message whose button was tapped, in the theme that it names."""
    query, data = update.callback_query, context.bot_data
    if query is None:
        raise ValueError("an update without a tap")
    with contextlib.suppress(BadRequest):
        await query.answer()
    theme = (query.data or "").removeprefix(PICTURE)
    if data.draw is None or theme not in THEMES or not isinstance(query.message, Message):
        return
    with contextlib.suppress(TelegramError):
        await query.message.chat.send_action(ChatAction.UPLOAD_PHOTO)
    await _send(query.message, theme, data)


async def _send(message: Message, theme: str, data: BotData) -> None:
    """Drawn and uploaded once for a base; Telegram keeps it after that."""
    knowledge = data.assistant.knowledge
    key = (knowledge.fingerprint, theme)
    say = data.say(data.conversations.of(message.chat_id))
    photo: str | bytes = data.uploaded.get(key, "")
    if not photo:
        photo = await asyncio.to_thread(_drawn, data, theme)
    sent = await message.reply_photo(photo, caption=say("picture_caption"))
    data.uploaded[key] = sent.photo[-1].file_id


def _drawn(data: BotData, theme: str) -> bytes:
    if data.draw is None:
        raise ValueError("nothing draws pictures")
    return data.draw(data.assistant.knowledge, dark=theme == "dark")
