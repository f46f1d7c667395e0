"""What a tap does: a page in place, the way back, the other form of address, a vote."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from telegram import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest

from bot.core.pages import REPORT_REASONS
from bot.core.reply import Reply
from bot.tg.buttons import USELESS, USELESS_REASONS, WHY, reasons, voted
from bot.tg.context import BotData, Context, Kind
from bot.tg.delivery import HOME, change_buttons, show_in_place
from bot.tg.screens import follow

logger = logging.getLogger(__name__)
COUNTED_WITHIN = 5.0  # seconds given to the journal


async def show_choice(update: Update, context: Context) -> None:
    """Show in place the page whose path the button carries."""
    query, message = _tapped(update)
    await _answered(query)
    path = query.data or HOME
    _count_report(path, message, context)
    await _show(message, path, context.bot_data)


async def go_back(update: Update, context: Context) -> None:
    """Show what the message showed before; the themes when that is forgotten."""
    query, message = _tapped(update)
    await _answered(query)
    data = context.bot_data
    trail = data.screens.trail(message.chat.id, message.message_id)[:-1]
    if trail and not trail[-1].path:
        # A question's own reply (choices offered) has no path: it is shown again as it was.
        await show_in_place(message, trail, data, data.conversations.of(message.chat.id))
    else:
        await _show(message, trail[-1].path if trail else HOME, data)


async def switch_profile(update: Update, context: Context) -> None:
    """Keep the form of address, and show the same page in it."""
    query, message = _tapped(update)
    data, chat_id = context.bot_data, message.chat.id
    reply, conversation = data.assistant.show(query.data or HOME, data.conversations.of(chat_id))
    await _answered(query, data.say(conversation)("profile_set"))
    trail = data.screens.trail(chat_id, message.message_id)
    if trail and trail[-1].path and not _asks_profile(trail[-1]):
        reply, conversation = data.assistant.show(trail[-1].path, conversation)
    data.conversations.keep(chat_id, conversation)
    await show_in_place(message, follow(trail, reply), data, conversation)


async def vote(update: Update, context: Context) -> None:
    """Count « Utile » or « Pas utile » once a message; the latter may be explained in one more tap."""
    query, message = _tapped(update)
    word, entry = (query.data or "").split(":", 1)
    data = context.bot_data
    say = data.say(data.conversations.of(message.chat.id))
    first = data.screens.first_time(message.chat.id, message.message_id, "vote", entry)
    useless = word + ":" == USELESS
    asked = say("useless_question" if useless else "feedback_thanks")
    await _answered(query, asked if first else say("feedback_once"))
    if first:
        _count(context, "not-useful" if useless else "useful", entry)
        markup = _markup(message)
        await change_buttons(message, reasons(markup, entry, say) if useless else voted(markup))


async def explain_vote(update: Update, context: Context) -> None:
    """Count the reason of a « Pas utile », once a message."""
    query, message = _tapped(update)
    entry, _, reason = (query.data or "").removeprefix(WHY).rpartition(":")
    data = context.bot_data
    say = data.say(data.conversations.of(message.chat.id))
    first = data.screens.first_time(message.chat.id, message.message_id, "why", entry)
    await _answered(query, say("feedback_thanks" if first else "feedback_once"))
    if first and reason in USELESS_REASONS:
        _count(context, "not-useful", entry, reason)
        await change_buttons(message, voted(_markup(message)))


def _tapped(update: Update) -> tuple[CallbackQuery, MaybeInaccessibleMessage]:
    """The query and the message of a button; only messages of the bot carry buttons that send data."""
    query = update.callback_query
    if query is None or query.message is None:
        raise ValueError("a tap without a message")
    return query, query.message


async def _answered(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button from turning; a query too old to be answered is no reason to stop."""
    with contextlib.suppress(BadRequest):
        await query.answer(text)


async def _show(message: MaybeInaccessibleMessage, path: str, data: BotData) -> None:
    chat_id = message.chat.id
    reply, conversation = data.assistant.show(path, data.conversations.of(chat_id))
    data.conversations.keep(chat_id, conversation)
    trail = follow(data.screens.trail(chat_id, message.message_id), reply)
    await show_in_place(message, trail, data, conversation)


def _asks_profile(reply: Reply) -> bool:
    return any(choice.path.startswith("profile:") for choice in reply.choices)


def _markup(message: MaybeInaccessibleMessage) -> InlineKeyboardMarkup | None:
    return message.reply_markup if isinstance(message, Message) else None


def _count_report(path: str, message: MaybeInaccessibleMessage, context: Context) -> None:
    """A reported error is counted once a message and reason."""
    kind, _, rest = path.partition(":")
    entry, _, reason = rest.partition(":")
    data = context.bot_data
    if kind != "report" or reason not in REPORT_REASONS or entry not in data.assistant.knowledge.entries:
        return
    if data.screens.first_time(message.chat.id, message.message_id, path):
        _count(context, "report", entry, reason)


def _count(context: Context, kind: Kind, entry: str, reason: str = "") -> None:
    """Count apart: a slow or broken journal never holds up a conversation."""
    data = context.bot_data
    data.in_background(context.application, _counted(data, kind, entry, reason), None)


async def _counted(data: BotData, kind: Kind, entry: str, reason: str) -> None:
    try:
        async with asyncio.timeout(COUNTED_WITHIN):
            await data.journal.count(kind, entry, reason)
    except Exception:
        logger.exception("a vote could not be counted")
