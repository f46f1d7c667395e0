"""Reload the base without stopping: a new assistant takes over, or the old one stays."""

from __future__ import annotations

import asyncio
import logging

from telegram import Update

from bot.tg.answering import hear
from bot.tg.context import Context
from bot.tg.render import cut

logger = logging.getLogger(__name__)


async def reload_knowledge(update: Update, context: Context) -> None:
    """/recharger, for administrators only; for anybody else it is a question like any other."""
    message, data = update.message, context.bot_data
    if message is None:
        return
    if message.chat_id not in data.admins or data.rebuild is None:
        await hear(update, message, context)
        return
    say = data.say(data.conversations.of(message.chat_id))
    # Reading and learning the base takes seconds: the other chats go on with the old one.
    built = await asyncio.to_thread(data.rebuild)
    if isinstance(built, tuple):
        told = "\n".join((say("reload_failed"), *built))
    else:
        data.assistant = built
        told = say("reload_done", count=len(built.knowledge.entries))
    logger.info("knowledge base reload asked for: %s", "refused" if isinstance(built, tuple) else "done")
    for piece in cut(told):
        await message.reply_text(piece, parse_mode=None)
