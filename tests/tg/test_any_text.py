"""Whatever is written gets exactly one reply, not empty, that Telegram accepts."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.assistant import Assistant
from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_rules import MAX_TEXT
from tests.tg.stage import GROUP, ME, Stage

WRITTEN = st.one_of(
    st.text(max_size=200),
    st.text("àéèêœ'’-?! garantcofloyezi", max_size=80),
    st.text(max_size=20).map(lambda text: (text or "a") * 200),
    st.sampled_from(["garant", "<b>", "&amp;", "/start", "/visale", "@essai_bot", "115", "\u202e", "\x00"]),
)


async def reply_to(assistant: Assistant, chat_id: int, text: str) -> list[str]:
    """What a chat shows from the bot after one message."""
    fake = FakeTelegram()
    stage = Stage(fake, assistant)
    async with stage.application:
        await stage.application.start()
        where = {"reply_to": _first_from_bot(fake)} if chat_id == GROUP else {}
        await stage.deliver(fake.user_sends(chat_id, text, **where))
        await stage.application.stop()
    assert stage.errors == []
    assert fake.refusals == []
    return [m.text for m in fake.screen(chat_id) if m.from_bot and m.message_id > where.get("reply_to", 0)]


def _first_from_bot(fake: FakeTelegram) -> int:
    fake.user_sends(GROUP, "bonjour")
    return int(fake.call("sendMessage", chat_id=GROUP, text="Oui ?")["message_id"])


@settings(max_examples=60, deadline=None)
@example("")
@example(" ")
@example("😀" * 2048)
@example("a" * 4096)
@example("garant ? " * 455)
@example("<b>garant</b> & <i>")
@example("السلام عليكم أبحث عن سكن")
@example("住房")
@example("\u200b\u200d\ufeff")
@example("\x00\x01\x1b[31m")
@example("e\u0301" * 1000)
@example("/")
@example("/start ../../etc")
@given(WRITTEN)
def test_one_reply_to_any_text(assistant: Assistant, text: str) -> None:
    (reply,) = asyncio.run(reply_to(assistant, ME, text))
    assert 0 < len(reply) <= MAX_TEXT


@pytest.mark.parametrize("text", ["", "<b>", "😀", "a" * 4096, "\x00", "/", "/start x y"])
def test_one_reply_to_any_text_in_a_group(assistant: Assistant, text: str) -> None:
    (reply,) = asyncio.run(reply_to(assistant, GROUP, text))
    assert 0 < len(reply) <= MAX_TEXT
