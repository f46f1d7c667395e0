"""What Telegram shows of the bot itself: name, descriptions, command menus. Set only where they differ.

Telegram allows few changes of a name a day: asking first costs nothing.
"""

from __future__ import annotations

import logging

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.core.model import Knowledge
from bot.tg.context import Bot

logger = logging.getLogger(__name__)

EVERYWHERE = ("aide", "confidentialite", "privacy")
IN_GROUPS = ("aide", "quifaitquoi", "paroles", "organismes", "confidentialite", "privacy")
IN_PRIVATE = (
    "start",
    "aide",
    "quifaitquoi",
    "paroles",
    "organismes",
    "profil",
    "recommencer",
    "confidentialite",
    "privacy",
)


def menus() -> tuple[tuple[BotCommandScope, tuple[str, ...]], ...]:
    """The commands of each kind of chat. A group has nobody's profile nor conversation to forget."""
    return (
        (BotCommandScopeDefault(), EVERYWHERE),
        (BotCommandScopeAllPrivateChats(), IN_PRIVATE),
        (BotCommandScopeAllGroupChats(), IN_GROUPS),
    )


async def set_profile(bot: Bot, knowledge: Knowledge) -> None:
    """Make Telegram show what the base says. A refusal is logged: the bot answers all the same."""
    try:
        await _set_texts(bot, knowledge)
        for scope, names in menus():
            await _set_menu(bot, knowledge, scope, names)
    except TelegramError as error:
        logger.warning("the bot's profile could not be set: %s", error)


async def _set_texts(bot: Bot, knowledge: Knowledge) -> None:
    name = knowledge.say("profile_name")
    if (await bot.get_my_name()).name != name:
        await bot.set_my_name(name)
    description = knowledge.say("profile_description")
    if (await bot.get_my_description()).description != description:
        await bot.set_my_description(description)
    short = knowledge.say("profile_short_description")
    if (await bot.get_my_short_description()).short_description != short:
        await bot.set_my_short_description(short)


async def _set_menu(bot: Bot, knowledge: Knowledge, scope: BotCommandScope, names: tuple[str, ...]) -> None:
    commands = tuple(BotCommand(name, knowledge.say(f"command_{name}")) for name in names)
    if await bot.get_my_commands(scope) != commands:
        await bot.set_my_commands(commands, scope)
