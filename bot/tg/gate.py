"""What every update passes before its handler: floods, and the row that a command or a tap ends."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.tg.addressing import is_addressed
from bot.tg.answering import answer_row, is_urgent, show
from bot.tg.context import BotData, Context
from bot.tg.conversations import is_group


async def hold_back_floods(update: Update, context: Context) -> None:
    """Ask once to slow down, then keep silent until it is calmer. An emergency always passes."""
    data, chat = context.bot_data, update.effective_chat
    if chat is None or not _concerns_bot(update):
        return
    verdict = data.floods.weigh(chat.id)
    if verdict == "answer" or is_urgent(update, data):
        return
    data.gatherer.take(chat.id)
    await _ask_to_slow_down(update, data, first=verdict == "slow down")
    raise ApplicationHandlerStop


async def _ask_to_slow_down(update: Update, data: BotData, *, first: bool) -> None:
    """A tap is always answered, or its button would keep turning."""
    if update.callback_query:
        chat = update.effective_chat
        conversation = data.conversations.of(chat.id) if chat else None
        text = data.say(conversation)("slow_down") if conversation else None
        await update.callback_query.answer(text)
    elif first and update.message:
        await show(update.message, "slow-down", data)


async def end_row(update: Update, context: Context) -> None:
    """A command, a tap or a picture comes after the messages being gathered: these are answered first."""
    message = update.effective_message
    if isinstance(message, Message) and _concerns_bot(update) and not _continues_row(update):
        await answer_row(message, context.bot_data)


def _continues_row(update: Update) -> bool:
    message = update.message
    return message is not None and message.text is not None and not message.text.startswith("/")


def _concerns_bot(update: Update) -> bool:
    message = update.message
    if message and is_group(message.chat_id):
        return is_addressed(message)
    return bool(message or update.callback_query)
