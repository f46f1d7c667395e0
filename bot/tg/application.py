"""The bot on Telegram: built from an assistant, then served by long polling until told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias, cast

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.core.assistant import Assistant
from bot.tg.answering import is_urgent
from bot.tg.context import App, BotData, Draw, Journal, NoJournal, Rebuild
from bot.tg.conversations import Conversations
from bot.tg.errors import apologise
from bot.tg.gathering import Floods, Gatherer
from bot.tg.handlers import register_handlers
from bot.tg.memory import Clock
from bot.tg.polling import serve
from bot.tg.processor import SLOTS, InOrder
from bot.tg.retries import Patience
from bot.tg.screens import Screens

SPARE_CONNECTIONS = 8  # for emergencies and background calls, which take no slot
ANSWER_WITHIN = 10.0  # seconds given to Telegram


Sleep: TypeAlias = Callable[[float], Awaitable[object]]
Builder: TypeAlias = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


class Secret(Protocol):
    """A value that never prints."""

    def get_secret_value(self) -> str: ...


class Settings(Protocol):
    """The settings read here (bot/settings.py)."""

    @property
    def telegram_bot_token(self) -> Secret: ...
    @property
    def telegram_api_base_url(self) -> str: ...
    @property
    def telegram_api_base_file_url(self) -> str: ...


def build_application(
    settings: Settings,
    assistant: Assistant,
    *,
    journal: Journal | None = None,
    rebuild: Rebuild | None = None,
    draw: Draw | None = None,
    admins: frozenset[int] = frozenset(),
    clock: Clock = time.monotonic,
    sleep: Sleep = asyncio.sleep,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> App:
    """The application, ready to be initialised; nothing is sent yet.

    journal: counts votes. rebuild and admins: what /recharger calls, and the chats that may.
    draw: makes the picture of who does what. clock, sleep: time as it passes, in seconds.
    request, get_updates_request: another way to Telegram than HTTP.
    """
    # The library warns at each 429 unless it is told to give durations as durations.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    processor = InOrder(lambda update: is_urgent(update, data))
    data = BotData(
        assistant,
        processor,
        assistant.knowledge.say("emergency_last_resort"),
        Conversations(clock),
        Screens(clock),
        Gatherer(clock, sleep),
        Floods(clock),
        journal=journal or NoJournal(),
        rebuild=rebuild,
        draw=draw,
        admins=admins,
    )
    builder = _builder(settings, data, Patience(sleep))
    application: App = _connected(builder, request, get_updates_request).build()
    register_handlers(application)
    application.add_error_handler(apologise)
    return application


def _builder(settings: Settings, data: BotData, patience: Patience) -> Builder:
    return (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(settings.telegram_api_base_url)
        .base_file_url(settings.telegram_api_base_file_url)
        .concurrent_updates(data.processor)
        .context_types(ContextTypes(bot_data=cast("type[BotData]", lambda: data)))
        .rate_limiter(patience)
        .defaults(_defaults())
        .job_queue(None)
    )


def _connected(
    builder: Builder, request: BaseRequest | None, get_updates_request: BaseRequest | None
) -> Builder:
    if request and get_updates_request:
        return builder.request(request).get_updates_request(get_updates_request)
    connections = SLOTS + SPARE_CONNECTIONS
    return builder.connection_pool_size(connections).pool_timeout(ANSWER_WITHIN).read_timeout(ANSWER_WITHIN)


def _defaults() -> Defaults:
    return Defaults(
        link_preview_options=LinkPreviewOptions(is_disabled=True), allow_sending_without_reply=True
    )


def run(settings: Settings, assistant: Assistant, **others: Any) -> None:
    """Serve Telegram until SIGTERM or SIGINT. `others`: see `build_application`.

    Raises SystemExit with one French sentence when the token is refused, or used elsewhere.
    """
    # The library logs messages at DEBUG and a traceback for each fault of the network; what matters
    # is logged by us, in one line and without anybody's words.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    fault = asyncio.run(serve(build_application(settings, assistant, **others)))
    if fault:
        sys.exit(fault)
