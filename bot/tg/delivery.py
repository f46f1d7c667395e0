"""A reply on its way to the screen: as a new message, or in place of what a message showed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.core.conversation import Conversation
from bot.core.reply import Reply
from bot.tg.buttons import keyboard
from bot.tg.context import BotData
from bot.tg.render import render
from bot.tg.screens import Trail

logger = logging.getLogger(__name__)
NOT_MODIFIED = "message is not modified"
HOME = "home"


async def send(message: Message, reply: Reply, data: BotData, conversation: Conversation) -> None:
    """Answer a message: in its thread, quoting it in a group, the buttons under the last part."""
    parts = render(reply, data.say(conversation))
    await _post(message, parts, _keyboard(message, reply, data, conversation), (reply,), data)


async def show_in_place(
    message: MaybeInaccessibleMessage, trail: Trail, data: BotData, conversation: Conversation
) -> None:
    """Show the last reply of a trail where a button was tapped; below it, if it cannot be edited.

    What does not fit in one message goes on in new ones. There is always a way back, to what was
    shown before or, when that is forgotten, to the themes.
    """
    reply = trail[-1]
    parts = render(reply, data.say(conversation))
    markup = _keyboard(message, reply, data, conversation, back=len(trail) > 1 or reply.path != HOME)
    others = parts[1:]
    if await _edited(message, parts[0], None if others else markup):
        data.screens.keep(message.chat.id, message.message_id, trail)
    else:
        others = parts
    await _post(message, others, markup, trail, data)


async def change_buttons(message: MaybeInaccessibleMessage, markup: InlineKeyboardMarkup) -> None:
    """Change only the buttons of a message; a second tap that changes nothing is no fault."""
    if isinstance(message, Message):
        try:
            await message.edit_reply_markup(markup)
        except BadRequest as refusal:
            logger.info("buttons not changed: %s", refusal.message)


async def _post(
    message: MaybeInaccessibleMessage,
    parts: Sequence[str],
    markup: InlineKeyboardMarkup | None,
    trail: Trail,
    data: BotData,
) -> None:
    """New messages below, the buttons under the last one."""
    for number, part in enumerate(parts, start=1):
        under = markup if number == len(parts) else None
        if isinstance(message, Message):
            sent = await message.reply_html(part, reply_markup=under)
        else:
            sent = await message.chat.send_message(part, parse_mode="HTML", reply_markup=under)
        data.screens.keep(sent.chat_id, sent.message_id, trail)


async def _edited(message: MaybeInaccessibleMessage, html: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Whether the message now shows this; a message too old to be edited does not."""
    if not isinstance(message, Message):
        return False
    try:
        await message.edit_text(html, parse_mode="HTML", reply_markup=markup)
    except BadRequest as refusal:
        # A second tap on the same button changes nothing, which Telegram calls an error.
        if NOT_MODIFIED not in refusal.message.lower():
            logger.info("a message could not be edited: %s", refusal.message)
            return False
    return True


def _keyboard(
    message: MaybeInaccessibleMessage,
    reply: Reply,
    data: BotData,
    conversation: Conversation,
    *,
    back: bool = False,
) -> InlineKeyboardMarkup | None:
    private = message.chat.type == ChatType.PRIVATE
    return keyboard(
        reply,
        data.say(conversation),
        profile=conversation.profile,
        private=private,
        back=back,
        pictures=data.draw is not None,
    )
