"""From a question to an answer on the screen. An emergency waits for nothing."""

from __future__ import annotations

import contextlib

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.tg.addressing import is_addressed, question_in
from bot.tg.context import BotData, Context
from bot.tg.conversations import is_group
from bot.tg.delivery import send


async def answer(message: Message, question: str, data: BotData) -> None:
    """Ask the assistant and send what it replies."""
    before = data.conversations.of(message.chat_id)
    reply, after = data.assistant.reply_to(question, before)
    data.conversations.keep(message.chat_id, after)
    await send(message, reply, data, after)


async def show(message: Message, path: str, data: BotData) -> None:
    """Send the page of a path."""
    before = data.conversations.of(message.chat_id)
    reply, after = data.assistant.show(path, before)
    data.conversations.keep(message.chat_id, after)
    await send(message, reply, data, after)


async def hear(update: Update, message: Message, context: Context) -> None:
    """Answer at once an emergency, or anything in a group; otherwise wait for the end of the row."""
    question = question_in(message)
    data, chat_id = context.bot_data, message.chat_id
    texts = dict.fromkeys((data.gatherer.joined(chat_id, question), question))
    pressing = next((text for text in texts if is_emergency(text, chat_id, data)), "")
    if pressing or is_group(chat_id):
        data.gatherer.take(chat_id)
        await answer(message, pressing or question, data)
        return
    version = data.gatherer.add(chat_id, question)
    if version == 1:
        data.in_background(context.application, _show_typing(message), None)
    data.in_background(context.application, _answer_when_over(message, version, data), update)


async def _answer_when_over(message: Message, version: int, data: BotData) -> None:
    """Wait for silence, then answer the whole row in the chat's turn."""
    if await data.gatherer.is_over(message.chat_id, version):
        async with data.processor.turn(message.chat_id):
            await answer_row(message, data)


async def _show_typing(message: Message) -> None:
    with contextlib.suppress(TelegramError):
        await message.chat.send_action(ChatAction.TYPING)


async def answer_row(message: Message, data: BotData) -> None:
    """Answer the messages gathered so far in a chat, if there are any."""
    question = data.gatherer.take(message.chat_id)
    if question:
        await answer(message, question, data)


def is_emergency(question: str, chat_id: int, data: BotData) -> bool:
    """Whether a text must be answered before anything else."""
    return bool(data.assistant.look_for_emergencies(question, data.conversations.of(chat_id)))


def is_urgent(update: Update, data: BotData) -> bool:
    """Whether an update carries an emergency addressed to the bot, alone or after what is being gathered."""
    message = update.message
    if message is None or not (message.text or message.caption):
        return False
    if is_group(message.chat_id) and not is_addressed(message):
        return False
    question = question_in(message)
    joined = data.gatherer.joined(message.chat_id, question)
    return any(is_emergency(text, message.chat_id, data) for text in {question, joined})
