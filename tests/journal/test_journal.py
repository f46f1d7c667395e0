"""The journal counts, forgets in time, and never lets a fault of the database out."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql

from bot.journal import journal as module
from bot.journal.journal import Journal, Total, oldest_kept

DAY = date(2026, 11, 22)


class Calendar:
    """A day that tests can turn."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
async def open_at(calendar: Calendar) -> AsyncIterator[Callable[[Path], Journal]]:
    """Opens journals on files, and closes them all."""
    opened: list[Journal] = []

    def make(path: Path) -> Journal:
        opened.append(Journal(f"sqlite+aiosqlite:///{path}", today=calendar))
        return opened[-1]

    yield make
    for journal in opened:
        await journal.close()


OpenAt = Callable[[Path], Journal]


def rows(file: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(file) as connection:
        found = connection.execute(
            "SELECT * FROM feedback_counts ORDER BY day, kind, entry, reason"
        ).fetchall()
    connection.close()
    return found


async def test_counts_add_up_by_entry_and_reason(open_at: OpenAt, file: Path) -> None:
    journal = open_at(file)
    await journal.open()
    await journal.count("useful", "visale")
    await journal.count("useful", "visale")
    await journal.count("not-useful", "visale", "not-clear")
    await journal.count("report", "fsl", "wrong-number")
    assert await journal.totals() == (
        Total("useful", "visale", "", 2),
        Total("not-useful", "visale", "not-clear", 1),
        Total("report", "fsl", "wrong-number", 1),
    )


async def test_a_row_holds_a_day_three_codes_and_a_number_and_nothing_else(
    open_at: OpenAt, file: Path
) -> None:
    await open_at(file).count("useful", "visale", "clear")
    assert rows(file) == [("2026-11-22", "useful", "visale", "clear", 1)]


async def test_days_are_counted_apart_and_totalled_together(
    open_at: OpenAt, file: Path, calendar: Calendar
) -> None:
    journal = open_at(file)
    await journal.count("useful", "visale")
    calendar.day = date(2026, 11, 23)
    await journal.count("useful", "visale")
    assert [row[0] for row in rows(file)] == ["2026-11-22", "2026-11-23"]
    assert await journal.totals() == (Total("useful", "visale", "", 2),)


async def test_counts_outlive_the_process(open_at: OpenAt, file: Path) -> None:
    first = open_at(file)
    await first.count("useful", "visale")
    await first.close()
    assert await open_at(file).totals() == (Total("useful", "visale", "", 1),)


async def test_taps_at_the_same_time_are_all_counted(open_at: OpenAt, file: Path) -> None:
    journal = open_at(file)
    await journal.open()
    await asyncio.gather(*(journal.count("useful", "visale") for _ in range(40)))
    assert await journal.totals() == (Total("useful", "visale", "", 40),)


async def test_what_is_too_old_is_erased_when_the_day_turns(
    open_at: OpenAt, file: Path, calendar: Calendar
) -> None:
    journal = open_at(file)
    calendar.day = date(2025, 9, 30)
    await journal.count("useful", "old")
    calendar.day = date(2025, 10, 1)
    await journal.count("useful", "kept")
    calendar.day = DAY
    await journal.open()
    assert [row[2] for row in rows(file)] == ["kept"]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2025, 10, 1)),
        (date(2026, 1, 31), date(2024, 12, 1)),
        (date(2026, 2, 1), date(2025, 1, 1)),
    ],
)
def test_thirteen_months_are_kept(today: date, first: date) -> None:
    assert oldest_kept(today) == first


@pytest.mark.parametrize("text", ["je m'appelle Ana", "06 12 34 56 78", "Ana", "x" * 65])
async def test_a_text_is_never_kept_nor_logged(
    open_at: OpenAt, file: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    journal = open_at(file)
    await journal.count("report", "visale", text)
    await journal.count("report", text)
    assert await journal.totals() == ()
    assert text not in caplog.text


async def test_an_unknown_kind_is_not_counted(open_at: OpenAt, file: Path) -> None:
    journal = open_at(file)
    await journal.count("applause", "visale")
    assert await journal.totals() == ()


async def test_a_broken_database_is_logged_and_never_felt(
    open_at: OpenAt, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database" * 100)
    journal = open_at(broken)
    await journal.open()
    await journal.count("useful", "visale")
    assert await journal.totals() == ()
    assert [r.levelno for r in caplog.records] == [logging.ERROR] * 3


async def test_a_folder_that_cannot_be_made_is_never_felt(open_at: OpenAt, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    journal = open_at(tmp_path / "data" / "journal.sqlite3")
    await journal.open()
    await journal.count("useful", "visale")
    assert await journal.totals() == ()


async def test_a_locked_database_is_waited_for_a_little_and_used_once_free(
    open_at: OpenAt, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOCKED_WAIT", 0.05)
    journal = open_at(file)
    await journal.open()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    await journal.count("useful", "visale")
    other.execute("ROLLBACK")
    other.close()
    await journal.count("useful", "visale")
    assert await journal.totals() == (Total("useful", "visale", "", 1),)


async def test_a_database_that_disappears_is_made_again(open_at: OpenAt, file: Path) -> None:
    journal = open_at(file)
    await journal.count("useful", "visale")
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE feedback_counts")
    connection.close()
    await journal.count("useful", "visale")
    await journal.count("useful", "visale")
    assert await journal.totals() == (Total("useful", "visale", "", 1),)


async def test_a_database_that_hangs_is_given_up(
    open_at: OpenAt, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    journal = open_at(file)

    async def hang(_connection: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(journal, "_tidy", hang)
    await asyncio.wait_for(journal.count("useful", "visale"), timeout=5)


async def test_cancelling_is_not_swallowed(
    open_at: OpenAt, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = open_at(file)

    async def hang(_connection: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(journal, "_tidy", hang)
    counting = asyncio.create_task(journal.count("useful", "visale"))
    await asyncio.sleep(0.05)
    counting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await counting


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite:///not-asynchronous.sqlite3", "mysql+nothing://x/y"])
async def test_an_address_that_means_nothing_is_never_felt(url: str) -> None:
    journal = Journal(url)
    await journal.open()
    await journal.count("useful", "visale")
    assert await journal.totals() == ()
    await journal.close()


async def test_a_database_in_memory_counts_too() -> None:
    journal = Journal("sqlite+aiosqlite://")
    await journal.count("useful", "visale")
    assert await journal.totals() == (Total("useful", "visale", "", 1),)
    await journal.close()


def test_postgresql_adds_one_in_one_statement() -> None:
    key = {"day": DAY, "kind": "useful", "entry": "visale", "reason": ""}
    written = str(module._one_more("postgresql", key).compile(dialect=postgresql.dialect()))
    assert "ON CONFLICT (day, kind, entry, reason) DO UPDATE" in written
    assert "feedback_counts.count + " in written
