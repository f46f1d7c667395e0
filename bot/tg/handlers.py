"""What the bot reacts to, in one ordered list: the first handler of a group that fits takes the update."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.core.paths import decode_start
from bot.tg.addressing import ADDRESSED, question_in
from bot.tg.admin import reload_knowledge
from bot.tg.answering import answer, hear, is_emergency, show
from bot.tg.buttons import BACK, PICTURE, USEFUL, USELESS, WHY
from bot.tg.context import App, BotData, Context
from bot.tg.conversations import is_group
from bot.tg.gate import end_row, hold_back_floods
from bot.tg.inline import offer_cards
from bot.tg.picture import send_picture
from bot.tg.taps import explain_vote, go_back, show_choice, switch_profile, vote

Callback: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]
FIRST, THEN, LAST = -2, -1, 0  # groups of handlers, in this order

# The page that a command shows. In a group there is nobody's profile to ask for: the themes instead.
PAGES = {
    "aide": "home",
    "help": "home",
    "quifaitquoi": "acteurs.qui-fait-quoi",
    "paroles": "statements",
    "organismes": "organisations",
    "confidentialite": "privacy",
    "privacy": "privacy",
}


def register_handlers(application: App) -> None:
    """Order matters: floods first, then whatever a message may end, then one handler for each kind."""
    # A message edited later, or written in a channel, is never answered.
    spoken = filters.UpdateType.MESSAGE & ADDRESSED
    told = spoken & ~filters.StatusUpdate.ALL
    ordered: list[tuple[int, BaseHandler[Any, Context, Any]]] = [
        (FIRST, TypeHandler(Update, hold_back_floods)),
        (THEN, TypeHandler(Update, end_row)),
        (LAST, CommandHandler("start", start, spoken)),
        *((LAST, CommandHandler(command, _show_page(path), spoken)) for command, path in PAGES.items()),
        (LAST, CommandHandler("profil", ask_profile, spoken)),
        (LAST, CommandHandler("recommencer", start_again, spoken)),
        (LAST, CommandHandler("recharger", reload_knowledge, spoken)),
        (LAST, CallbackQueryHandler(go_back, rf"^{BACK}$")),
        (LAST, CallbackQueryHandler(switch_profile, "^profile:")),
        (LAST, CallbackQueryHandler(vote, f"^(?:{USEFUL}|{USELESS})")),
        (LAST, CallbackQueryHandler(explain_vote, f"^{WHY}")),
        (LAST, CallbackQueryHandler(send_picture, f"^{PICTURE}")),
        (LAST, CallbackQueryHandler(show_choice)),
        (LAST, InlineQueryHandler(offer_cards)),
        (LAST, MessageHandler(told & filters.TEXT, answer_question)),
        (LAST, MessageHandler(told, ask_for_text)),
    ]
    for group, handler in ordered:
        application.add_handler(handler, group)


async def start(update: Update, context: Context) -> None:
    """Say what the bot is; with a deep link, show its page at once."""
    message, words = _message(update), context.args or []
    if len(words) > 1:
        # No link carries several words: somebody wrote them.
        await hear(update, message, context)
        return
    welcome = "home" if is_group(message.chat_id) else "start"
    await show(message, decode_start(words[0]) if words else welcome, context.bot_data)


def _show_page(path: str) -> Callback:
    async def show_page(update: Update, context: Context) -> None:
        message = _message(update)
        if not await _is_emergency_answered(message, context.bot_data):
            await show(message, path, context.bot_data)

    return show_page


async def ask_profile(update: Update, context: Context) -> None:
    """Ask whom the bot speaks to."""
    message = _message(update)
    if not await _is_emergency_answered(message, context.bot_data):
        await show(message, "home" if is_group(message.chat_id) else "profile", context.bot_data)


async def start_again(update: Update, context: Context) -> None:
    """Forget the conversation."""
    message = _message(update)
    context.bot_data.conversations.forget(message.chat_id)
    if not await _is_emergency_answered(message, context.bot_data):
        await show(message, "restarted", context.bot_data)


async def answer_question(update: Update, context: Context) -> None:
    """Answer a question in free text; an unknown command is one too: /visale asks about Visale."""
    message = _message(update)
    if question_in(message):
        await hear(update, message, context)
    else:
        await show(message, "home", context.bot_data)


async def ask_for_text(update: Update, context: Context) -> None:
    """A photo, a voice message, a sticker: say kindly that only text is read, once for an album."""
    message, data = _message(update), context.bot_data
    album = message.media_group_id
    if album and not data.screens.first_time(message.chat_id, "album", album):
        return
    if not await _is_emergency_answered(message, data):
        await show(message, "only-text", data)


async def _is_emergency_answered(message: Message, data: BotData) -> bool:
    """Emergencies come before everything, even behind a command or under a photo."""
    question = question_in(message)
    if not question or not is_emergency(question, message.chat_id, data):
        return False
    await answer(message, question, data)
    return True


def _message(update: Update) -> Message:
    """The message that a handler of messages was called for."""
    message = update.message
    if message is None:
        raise ValueError("an update without a message")
    return message
