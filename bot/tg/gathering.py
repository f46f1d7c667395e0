"""Several short messages in a row are read as one; a flood is asked to slow down.

"jai pas" "de garant" "aidez moi" is one question. Each new message starts the wait again (the
newest wins), up to a limit. Neither the wait nor the flood ever applies to an emergency: the
caller looks for one first, in the message and in what it would be joined to (`joined`).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.tg.memory import Clock, Memory

PAUSE = 1.2  # seconds of silence after which a row is over
SHORT_PAUSE = 0.4  # after a question mark, or a sentence long enough to be whole
LONGEST_ROW = 5.0  # seconds from the first message: nobody waits longer
WHOLE_WORDS = 9


@dataclass(slots=True)
class _Row:
    texts: list[str]
    began: float
    version: int = 0


class Gatherer:
    """Rows of messages, by chat."""

    def __init__(
        self,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._rows: dict[int, _Row] = {}

    def joined(self, chat_id: int, text: str) -> str:
        """What would be read if `text` ended the row of this chat."""
        row = self._rows.get(chat_id)
        return " ".join([*row.texts, text]) if row else text

    def add(self, chat_id: int, text: str) -> int:
        """Put a message at the end of the row; its number there, from 1."""
        row = self._rows.setdefault(chat_id, _Row([], self._clock()))
        row.texts.append(text)
        row.version += 1
        return row.version

    async def is_over(self, chat_id: int, version: int) -> bool:
        """Wait for the silence after message `version`; False when another message followed it."""
        row = self._rows.get(chat_id)
        if row is None or row.version != version:
            return False
        left = row.began + LONGEST_ROW - self._clock()
        await self._sleep(max(0.0, min(pause_after(row.texts[-1]), left)))
        return self._rows.get(chat_id) is row and row.version == version

    def take(self, chat_id: int) -> str:
        """The row, read as one text, and forgotten; empty when there is none."""
        row = self._rows.pop(chat_id, None)
        return " ".join(row.texts) if row else ""


def pause_after(text: str) -> float:
    """How long to wait for more: less when the message looks whole."""
    whole = text.rstrip().endswith("?") or len(text.split()) >= WHOLE_WORDS
    return SHORT_PAUSE if whole else PAUSE


Verdict = Literal["answer", "slow down", "ignore"]
MANY = 15  # messages or taps: a quick reader taps more than once a second
WINDOW = 10.0  # seconds


@dataclass(slots=True)
class _Pace:
    times: deque[float]
    told: bool = False


class Floods:
    """Counts what each chat sends; the first message too many is told so, the next ones are not."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._paces: Memory[_Pace] = Memory(clock, lifetime=WINDOW, limit=20_000)

    def weigh(self, chat_id: int) -> Verdict:
        """What to do with one more update of this chat."""
        now = self._clock()
        pace = self._paces.get(chat_id) or _Pace(deque(maxlen=MANY + 1))
        self._paces.put(chat_id, value=pace)
        while pace.times and pace.times[0] <= now - WINDOW:
            pace.times.popleft()
        pace.times.append(now)
        if len(pace.times) <= MANY:
            pace.told = False
            return "answer"
        told, pace.told = pace.told, True
        return "ignore" if told else "slow down"
