"""Votes and reported errors: counted once a message, without anybody's number or words."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.model import Sheet
from bot.tg import taps
from tests.tg.stage import ME, Stage, data_of


async def test_useful_is_counted_once_and_its_buttons_go(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    card = stage.fake.last_message(ME).text
    tapped = [stage.fake.user_taps(ME, f"useful:{sheet.id}") for _ in range(2)]
    await stage.deliver(*tapped)
    assert stage.votes.counted == [("useful", sheet.id, "")]
    after = stage.fake.last_message(ME)
    assert after.text == card, "the answer stays readable"
    assert not [d for d in data_of(after) if d.startswith("use")]
    assert [stage.fake.answer_to(t)["text"] for t in tapped] == [
        stage.say("feedback_thanks"),
        stage.say("feedback_once"),
    ]


@pytest.mark.parametrize("reason", ["other", "unclear", "wrong", "missing"])
async def test_useless_may_be_explained_in_one_tap(stage: Stage, sheet: Sheet, reason: str) -> None:
    await stage.says(stage.example(sheet.id))
    asked = await stage.taps(f"useless:{sheet.id}")
    assert len([d for d in data_of(asked) if d.startswith("why:")]) == 4
    thanked = await stage.taps(f"why:{sheet.id}:{reason}")
    assert stage.votes.counted == [("not-useful", sheet.id, ""), ("not-useful", sheet.id, reason)]
    assert not [d for d in data_of(thanked) if d.startswith(("why:", "use"))]
    assert f"{sheet.id}/details" in data_of(thanked), "the other buttons stay"


@pytest.mark.parametrize("reason", ["number", "closed", "outdated", "unclear"])
async def test_an_error_is_reported_in_two_taps(stage: Stage, sheet: Sheet, reason: str) -> None:
    await stage.says(stage.example(sheet.id))
    await stage.taps(f"{sheet.id}/report")
    twice = [stage.fake.user_taps(ME, f"report:{sheet.id}:{reason}") for _ in range(2)]
    await stage.deliver(*twice)
    assert stage.votes.counted == [("report", sheet.id, reason)]
    assert stage.say("report_thanks") in stage.fake.last_message(ME).text
    stage.fake.calls.clear()  # the second tap changed nothing, which Telegram calls an error


async def test_a_broken_journal_holds_nothing_up(stage: Stage, sheet: Sheet) -> None:
    stage.votes.broken = True
    await stage.says(stage.example(sheet.id))
    await stage.taps(f"useful:{sheet.id}")
    assert stage.say("help") in (await stage.says("/aide")).text


async def test_a_journal_that_never_answers_is_given_up(
    stage: Stage, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taps, "COUNTED_WITHIN", 0.01)
    monkeypatch.setattr(stage.votes, "count", lambda *_: asyncio.Event().wait())
    await stage.says(stage.example(sheet.id))
    await asyncio.wait_for(stage.taps(f"useful:{sheet.id}"), 2)


async def test_a_reason_that_does_not_exist_is_not_counted(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    report = await stage.taps(f"{sheet.id}/report")
    assert report.reply_markup is not None
    report.reply_markup["inline_keyboard"][0][0]["callback_data"] = f"report:{sheet.id}:autre"
    await stage.taps(f"report:{sheet.id}:autre")
    assert stage.votes.counted == []


async def test_no_vote_is_asked_below_an_emergency(stage: Stage) -> None:
    answered = await stage.says(stage.example("sans-abri"))
    assert not [d for d in data_of(answered) if d.startswith(("use", "profile:"))]
