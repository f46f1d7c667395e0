"""One run of the application: start, poll, stop cleanly. A fault that no retry mends ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from datetime import timedelta

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.tg.context import App
from bot.tg.profile import set_profile

logger = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
POLL = timedelta(seconds=20)
FIRST_RETRY, LONGEST_RETRY = 1.0, 30.0  # seconds between two attempts to reach Telegram at the start
STOP_WITHIN = 8.0  # seconds: a container is killed after ten
POLLING_TASK = "Updater:start_polling:polling_task"  # the library's name for it

REFUSED = (
    "Telegram refuse le jeton du bot. Recopiez dans TELEGRAM_BOT_TOKEN "
    "celui que donne @BotFather, puis relancez."
)
TWO_BOTS = (
    "Un autre programme utilise déjà ce bot : un jeton ne sert qu’à un seul à la fois. "
    "Arrêtez l’autre, puis relancez."
)


async def serve(application: App) -> str:
    """Serve until SIGTERM, SIGINT or a fault; the French sentence of the fault, empty after a signal."""
    service = _Service(application)
    with _signals(service.stop):
        try:
            return await service.run()
        except InvalidToken:
            return REFUSED


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    asked = (signal.SIGTERM, signal.SIGINT)
    for number in asked:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in asked:
            loop.remove_signal_handler(number)


class _Service:
    def __init__(self, application: App) -> None:
        self.stop = asyncio.Event()
        self._application = application
        self._fault = ""

    async def run(self) -> str:
        """Raises InvalidToken when Telegram refuses the token at the start."""
        stopping = asyncio.create_task(self.stop.wait())
        starting = asyncio.create_task(self._start())
        try:
            await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await stopping
        finally:
            starting.cancel()
            stopping.cancel()
            await self._end()
        return self._fault

    async def _start(self) -> None:
        application = self._application
        await self._reach()
        await application.start()
        if application.updater is None:
            raise ValueError("an application that cannot poll")
        await application.updater.start_polling(
            timeout=POLL,
            allowed_updates=UPDATES,
            bootstrap_retries=-1,
            error_callback=self._on_polling_error,
        )
        self._watch_polling()
        data = application.bot_data
        data.in_background(application, data.journal.open(), None)
        data.in_background(application, set_profile(application.bot, data.assistant.knowledge), None)
        logger.info("le bot @%s répond sur Telegram", application.bot.username)

    async def _reach(self) -> None:
        """Initialise, as often as it takes: a machine may start before its network."""
        pause = FIRST_RETRY
        while True:
            try:
                await self._application.initialize()
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                logger.warning("Telegram ne répond pas (%s) ; nouvel essai dans %.0f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_RETRY)

    def _on_polling_error(self, error: TelegramError) -> None:
        """The library tries again by itself; only a second program polling is beyond mending."""
        logger.warning("réception des messages : %s: %s", type(error).__name__, error)
        if isinstance(error, Conflict):
            self._give_up(TWO_BOTS)

    def _watch_polling(self) -> None:
        """The library ends its task without a word when the token is revoked."""
        for task in asyncio.all_tasks():
            if task.get_name() == POLLING_TASK:
                task.add_done_callback(self._on_polling_end)

    def _on_polling_end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and isinstance(task.exception(), InvalidToken):
            self._give_up(REFUSED)

    def _give_up(self, fault: str) -> None:
        self._fault = fault
        self.stop.set()

    async def _end(self) -> None:
        """Answer what has been received, then close. What takes too long is left."""
        application = self._application
        try:
            async with asyncio.timeout(STOP_WITHIN):
                await self._stop_receiving()
                if application.running:
                    await application.stop()
                await application.shutdown()
        except TimeoutError:
            logger.warning("arrêt sans attendre les dernières réponses")
        # An application that was never initialised, or not stopped in time, leaves its connections open.
        await application.bot.shutdown()
        await application.bot_data.journal.close()

    async def _stop_receiving(self) -> None:
        updater = self._application.updater
        if updater and updater.running:
            # After a fault of polling, that fault comes up again here.
            with contextlib.suppress(TelegramError):
                await updater.stop()
