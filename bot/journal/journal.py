"""Counts of what people found useful: a day, an entry, a reason and a number, nothing else.

No user, no text, no time of day. Counts older than `MONTHS_KEPT` are erased. A fault of the
database is logged and forgotten in one place (`Journal._attempt`): people never notice it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, delete, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

logger = logging.getLogger(__name__)

KINDS = ("useful", "not-useful", "report")
MONTHS_KEPT = 13  # a year can be compared with the one before
PATIENCE = 5.0  # seconds that a count may take, whatever happens to the database
_LOCKED_WAIT = 2.0  # seconds that SQLite waits for another process to finish writing
_CODE = re.compile(r"[a-z0-9.:/-]{0,64}")

_metadata = MetaData()
_counts = Table(
    "feedback_counts",
    _metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("entry", String(64), primary_key=True),
    Column("reason", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)
_KEY = (_counts.c.day, _counts.c.kind, _counts.c.entry, _counts.c.reason)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Total:
    """How many times a kind of feedback was given on an entry, for a reason (or none: "")."""

    kind: str
    entry: str
    reason: str
    count: int


class Journal:
    """Counts feedback in the database at `url`, whose driver must be asynchronous.

    `sqlite+aiosqlite:///data/journal.sqlite3`, `postgresql+asyncpg://…`; `sqlite+aiosqlite://` is
    kept in memory only. `today` gives the day, UTC by default. No method ever raises for a fault
    of the database, whether it comes at once or later.
    """

    def __init__(self, url: str, *, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._url = url
        self._today = today
        self._engine: AsyncEngine | None = None
        self._tidied_on: date | None = None

    async def open(self) -> None:
        """Make the folder and the table, and erase what is too old. If it fails, each count tries again."""
        await self._attempt(self._nothing, None)

    async def close(self) -> None:
        """Let go of the database; a later count opens it again."""
        engine, self._engine, self._tidied_on = self._engine, None, None
        if engine is not None:
            await engine.dispose()

    async def count(self, kind: str, entry: str, reason: str = "") -> None:
        """Add one to today's count of `kind` (one of `KINDS`) for `entry`. Only codes are kept, no text."""

        async def add(connection: AsyncConnection) -> None:
            codes = {"kind": _code(kind, KINDS), "entry": _code(entry), "reason": _code(reason)}
            await connection.execute(_one_more(connection.dialect.name, {"day": self._today(), **codes}))

        await self._attempt(add, None)

    async def totals(self) -> tuple[Total, ...]:
        """Every count kept, all days together, the highest first; empty when it cannot be read."""
        return await self._attempt(self._read_totals, ())

    async def _attempt(self, work: Callable[[AsyncConnection], Awaitable[T]], otherwise: T) -> T:
        """The result of `work` in one transaction; after any fault, a line in the log and `otherwise`."""
        try:
            async with asyncio.timeout(PATIENCE), self._connected().begin() as connection:
                await self._tidy(connection)
                return await work(connection)
        except Exception:
            logger.exception("the journal could not be used")
            self._tidied_on = None
            return otherwise

    def _connected(self) -> AsyncEngine:
        if self._engine is None:
            self._engine = _engine(make_url(self._url))
        return self._engine

    async def _tidy(self, connection: AsyncConnection) -> None:
        """Once a day: make the table if it is missing, erase the days that are too old."""
        today = self._today()
        if self._tidied_on == today:
            return
        await connection.run_sync(_metadata.create_all)
        await connection.execute(delete(_counts).where(_counts.c.day < oldest_kept(today)))
        self._tidied_on = today

    @staticmethod
    async def _nothing(_connection: AsyncConnection) -> None:
        return None

    @staticmethod
    async def _read_totals(connection: AsyncConnection) -> tuple[Total, ...]:
        codes = (_counts.c.kind, _counts.c.entry, _counts.c.reason)
        total = func.sum(_counts.c.count)
        rows = await connection.execute(select(*codes, total).group_by(*codes).order_by(total.desc(), *codes))
        return tuple(Total(kind, entry, reason, int(count)) for kind, entry, reason, count in rows)


def oldest_kept(today: date) -> date:
    """The first day of the month `MONTHS_KEPT` months before today's: nothing earlier is kept."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    return date(months // 12, months % 12 + 1, 1)


def _code(text: str, known: tuple[str, ...] = ()) -> str:
    """The text if it is a code such as an id; anything a person could have typed is refused, unlogged."""
    if not _CODE.fullmatch(text) or (known and text not in known):
        raise ValueError("only codes are counted, never a text")
    return text


def _engine(url: URL) -> AsyncEngine:
    """The engine of a database; for a SQLite file, its folder is made first."""
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return create_async_engine(url, hide_parameters=True, connect_args={"timeout": _LOCKED_WAIT})


def _one_more(dialect: str, key: dict[str, Any]) -> postgresql.Insert | sqlite.Insert:
    """Insert a count of one or add one to it, in one statement: two people may tap at the same time."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(_counts).values(**key, count=1)
    return statement.on_conflict_do_update(index_elements=_KEY, set_={"count": _counts.c.count + 1})
