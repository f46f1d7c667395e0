"""When a handler fails: log nobody's words, say sorry, go on; an emergency still gets its numbers."""

from __future__ import annotations

import logging
import traceback

from telegram import Message, Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.tg.addressing import question_in
from bot.tg.context import BotData, Context

logger = logging.getLogger(__name__)


async def apologise(update: object, context: Context) -> None:
    """The one error handler of the application. It never raises."""
    _log(context.error, update)
    if not isinstance(update, Update) or isinstance(context.error, Forbidden):
        # Nobody to answer, or somebody who has blocked the bot.
        return
    try:
        await _tell(update, context.bot_data)
    except TelegramError as error:
        logger.warning("no apology could be sent: %s", type(error).__name__)


def _log(error: BaseException | None, update: object) -> None:
    """What failed and where; never what was written: an exception may carry it, so only ours are quoted."""
    kind = _kind(update)
    if isinstance(error, NetworkError | Forbidden):
        logger.warning("%s: %s: %s", kind, type(error).__name__, error)
        return
    said = f": {error}" if isinstance(error, TelegramError) else ""
    trace = "".join(traceback.format_tb(error.__traceback__)) if error else ""
    logger.error("%s: %s%s\n%s", kind, type(error).__name__, said, trace)


def _kind(update: object) -> str:
    if not isinstance(update, Update):
        return "outside any update"
    kinds = ("message", "callback_query", "inline_query")
    return next((f"on a {kind}" for kind in kinds if getattr(update, kind)), "on an update")


async def _tell(update: Update, data: BotData) -> None:
    message = update.effective_message
    if not isinstance(message, Message):
        return
    # Plain text and no button: whatever broke the answer cannot break this.
    await message.chat.send_message(
        _words(update.message, data),
        parse_mode=None,
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
    )


def _words(message: Message | None, data: BotData) -> str:
    """The numbers for an emergency, an apology for anything else; the numbers too when one cannot tell."""
    if message is None:
        return data.assistant.knowledge.say("error_apology")
    try:
        seen = data.assistant.look_for_emergencies(
            question_in(message), data.conversations.of(message.chat_id)
        )
        return data.last_resort if seen else data.assistant.knowledge.say("error_apology")
    except Exception:
        logger.exception("not even an apology could be worded")
        return data.last_resort
