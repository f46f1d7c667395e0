"""The real process, `python -m bot run`, against the fake over HTTP."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.content.loader import load
from bot.core.model import Knowledge, Sheet
from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_transports import FakeTelegramServer
from tests.tg.conftest import ROOT, TOY
from tests.tg.stage import GROUP, ME

START_WITHIN = 40.0  # seconds, on a busy machine with nothing learnt yet
STOP_WITHIN = 20.0


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(TOY)


@contextmanager
def process(fake: FakeTelegram, folder: Path, token: str = "") -> Iterator[subprocess.Popen[str]]:
    """The bot as anybody starts it, on the toy base; killed if the test leaves it running."""
    with FakeTelegramServer(fake) as server:
        environment = os.environ | {
            "TELEGRAM_BOT_TOKEN": token or fake.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
            "TELEGRAM_API_BASE_FILE_URL": server.base_file_url,
            "MODEL_CACHE_DIR": str(folder / "cache"),
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'journal.sqlite3'}",
        }
        command = [sys.executable, "-m", "bot", "run", "--knowledge", str(TOY)]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        ) as running:
            try:
                yield running
            finally:
                running.kill()


def sees(fake: FakeTelegram, ready: Callable[[], object], within: float = 10.0) -> None:
    fake.wait_for(ready, timeout=within)


def reads(fake: FakeTelegram, words: str, chat_id: int = ME, within: float = 10.0) -> None:
    """Wait until the last message of the bot says `words`."""
    sees(fake, lambda: any(m.from_bot and words in m.text for m in fake.screen(chat_id)[-1:]), within)


def test_a_conversation_with_taps(
    fake: FakeTelegram, knowledge: Knowledge, sheet: Sheet, tmp_path: Path
) -> None:
    say = knowledge.say
    with process(fake, tmp_path) as running:
        fake.user_sends(ME, "/start")
        reads(fake, say("welcome").splitlines()[0], within=START_WITHIN)
        fake.user_taps(ME, say("profile_young"))
        reads(fake, say("help").splitlines()[0])
        for fragment in knowledge.phrasings[sheet.id][0].split(" ", 1):
            fake.user_sends(ME, fragment)
        reads(fake, sheet.title)
        fake.user_taps(ME, say("choice_steps"))
        reads(fake, sheet.steps[-1])
        fake.user_taps(ME, say("choice_back"))
        reads(fake, sheet.summary[:30])
        fake.user_taps(ME, f"useful:{sheet.id}")
        sees(
            fake, lambda: not [b for row in fake.last_message(ME).buttons for b in row if "useful" in b.value]
        )
        fake.user_sends(ME, knowledge.phrasings["sans-abri"][0])
        reads(fake, "115")
        fake.user_sends(GROUP, f"@essai_bot {sheet.names[0]} ?")
        reads(fake, sheet.title, GROUP)
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=STOP_WITHIN)
    assert running.returncode == 0, errors
    assert "Traceback" not in errors
    assert fake.token not in errors
    assert fake.refusals == []
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as journal:
        counted = journal.execute("SELECT kind, entry, count FROM feedback_counts").fetchall()
    assert counted == [("useful", sheet.id, 1)]


def test_a_refused_token_is_one_french_sentence(fake: FakeTelegram, tmp_path: Path) -> None:
    with process(fake, tmp_path, "123456:another-token") as running:
        _, errors = running.communicate(timeout=START_WITHIN)
    assert running.returncode == 1
    assert errors.strip().splitlines()[-1].startswith("Telegram refuse le jeton du bot.")
    assert "Traceback" not in errors
