"""A small memory that forgets by itself: bounded, expiring, and without anybody's number inside.

Keys are hashed with a salt drawn at start, so that what is in memory names no chat and no two
runs can be compared. Nothing here is ever written to disk.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Generic, TypeVar

Clock = Callable[[], float]
V = TypeVar("V")


class Memory(Generic[V]):
    """Values by key for `lifetime` seconds after they were last put; the oldest go beyond `limit`."""

    def __init__(self, clock: Clock = time.monotonic, *, lifetime: float, limit: int) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._limit = limit
        self._salt = secrets.token_bytes(16)
        self._kept: OrderedDict[bytes, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        self._forget_old()
        return len(self._kept)

    def get(self, *key: object) -> V | None:
        """The value last put under a key, if it is not too old."""
        self._forget_old()
        found = self._kept.get(self._hashed(key))
        return found[1] if found else None

    def put(self, *key: object, value: V) -> None:
        """Keep a value from now on."""
        self._forget_old()
        hashed = self._hashed(key)
        self._kept[hashed] = (self._clock(), value)
        self._kept.move_to_end(hashed)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def drop(self, *key: object) -> None:
        """Forget a key at once."""
        self._kept.pop(self._hashed(key), None)

    def _hashed(self, key: tuple[object, ...]) -> bytes:
        return blake2b(repr(key).encode(), key=self._salt, digest_size=16).digest()

    def _forget_old(self) -> None:
        """The oldest stand first: stop at the first one that is young enough."""
        too_old = self._clock() - self._lifetime
        while self._kept and next(iter(self._kept.values()))[0] <= too_old:
            self._kept.popitem(last=False)
