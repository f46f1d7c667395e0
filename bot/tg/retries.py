"""Calls that Telegram did not take are made again, a few times and not too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

logger = logging.getLogger(__name__)
LONGEST_WAIT = 30.0  # seconds: an answer that comes later is no answer
PAUSES = (0.5, 2.0, 5.0)  # seconds before each new try of a call that got no answer
# Losing one of these costs nothing, and by the next try it would be too late.
PASSING = frozenset({"sendChatAction", "answerInlineQuery"})

Result = TypeVar("Result")


class Patience(BaseRateLimiter[int]):
    """Waits as long as a 429 asks for; makes a call again after a fault of the network or of Telegram.

    A message whose confirmation was lost may then come twice: better twice than not at all.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> Result:
        """Called by the library for every method but getUpdates."""
        for pause in () if endpoint in PASSING else PAUSES:
            try:
                return await callback(*args, **kwargs)
            except BadRequest:
                raise
            except (RetryAfter, NetworkError) as fault:
                wait = _wait(fault, pause)
                if wait > LONGEST_WAIT:
                    raise
                logger.info("%s again in %.1f s", endpoint, wait)
            await self._sleep(wait)
        return await callback(*args, **kwargs)


def _wait(fault: TelegramError, pause: float) -> float:
    """Seconds before the next try. The library gives a number or a timedelta, as PTB_TIMEDELTA says."""
    if not isinstance(fault, RetryAfter):
        return pause
    after = fault.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
