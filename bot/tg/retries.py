"""Calls that Telegram did not take are made again, a few times and not too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

logger = logging.getLogger(__name__)
TRIES = 3
LONGEST_WAIT = 30.0  # seconds: an answer that comes later is no answer
PAUSE = 0.5  # seconds before a call that got no answer is made again
# Losing one of these costs nothing, and by the next try it would be too late.
PASSING = frozenset({"sendChatAction", "answerInlineQuery"})

Result = TypeVar("Result")


class Patience(BaseRateLimiter[int]):
    """Waits as long as a 429 asks for; makes a call again once after a fault of the network or of Telegram.

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
        tries = 1 if endpoint in PASSING else TRIES
        for left in reversed(range(tries)):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                wait = _seconds(refusal)
                if not left or wait > LONGEST_WAIT:
                    raise
            except BadRequest:
                raise
            except NetworkError:
                if not left:
                    raise
                wait = PAUSE
            logger.info("%s again in %.1f s", endpoint, wait)
            await self._sleep(wait)
        raise AssertionError("unreachable: the last try returns or raises")


def _seconds(refusal: RetryAfter) -> float:
    """The library answers a number or a timedelta, as PTB_TIMEDELTA says."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
