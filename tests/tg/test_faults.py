"""When Telegram or the bot fails: it tries again, says sorry, goes on; an emergency gets its numbers."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.core.assistant import Assistant
from bot.core.model import Sheet
from bot.tg.retries import Patience
from tests.tg.stage import ME, SOMEBODY, Stage, Time

SECRET = "la recette de la tarte de Zoé"


async def test_a_429_is_waited_for(stage: Stage) -> None:
    stage.fake.fail_next("sendMessage", retry_after=7)
    assert stage.say("help") in (await stage.says("/aide")).text
    assert 7.0 in stage.time.slept


async def test_a_429_too_long_gives_up_and_goes_on(stage: Stage) -> None:
    stage.fake.fail_next("sendMessage", retry_after=600)
    await stage.deliver(stage.fake.user_sends(ME, "/aide"))
    assert stage.replies() == [stage.say("error_apology")]
    stage.forgive()


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_fault_of_telegram_is_tried_again(stage: Stage, sheet: Sheet, status: int) -> None:
    stage.fake.fail_next("sendMessage", status=status)
    assert sheet.title in (await stage.says(stage.example(sheet.id))).text
    assert len(stage.replies()) == 1


async def test_no_answer_in_time_is_tried_again(stage: Stage, sheet: Sheet) -> None:
    stage.fake.time_out_next("sendMessage")
    assert sheet.title in (await stage.says(stage.example(sheet.id))).text
    assert len(stage.replies()) == 1


async def test_an_answer_that_is_no_json_is_survived(stage: Stage) -> None:
    stage.fake.garble_next("sendMessage")
    await stage.deliver(stage.fake.user_sends(ME, "/aide"))
    assert stage.replies()
    stage.errors.clear()


async def test_a_long_breakdown_ends_and_the_next_message_is_answered(stage: Stage) -> None:
    stage.fake.fail_next(times=8)
    await stage.deliver(stage.fake.user_sends(ME, "/aide"))
    assert stage.replies() == []
    stage.errors.clear()
    assert stage.say("privacy") in (await stage.says("/privacy")).text


async def test_somebody_who_blocked_the_bot_is_left_alone(stage: Stage) -> None:
    await stage.says("/aide")
    stage.fake.user_blocks(ME)
    await stage.deliver(stage.fake.user_sends(ME, "/aide"))
    assert len(stage.replies()) == 1
    assert [call.status for call in stage.fake.calls_to("sendMessage")] == [200, 403], "no apology is tried"
    stage.forgive()
    assert await stage.says("/aide", SOMEBODY)


async def test_a_button_tapped_twice_is_no_fault(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    await stage.deliver(*(stage.fake.user_taps(ME, f"{sheet.id}/steps") for _ in range(2)))
    assert len(stage.replies()) == 1
    assert stage.errors == []
    stage.forgive()  # Telegram said "not modified"


async def test_a_message_that_cannot_be_edited_is_followed_by_a_new_one(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    stage.fake.fail_next("editMessageText", status=400, description="Bad Request: message can't be edited")
    shown = await stage.taps(f"{sheet.id}/steps")
    assert len(stage.replies()) == 2
    assert sheet.steps[0] in shown.text


async def test_a_query_too_old_to_be_answered_still_shows_its_page(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    stage.fake.fail_next("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    tap = stage.fake.user_taps(ME, f"{sheet.id}/steps")
    await stage.deliver(tap)
    assert sheet.steps[0] in stage.replies()[-1]
    stage.fake.state.callback_queries.clear()


class Broken:
    """An assistant that still sees emergencies and can do nothing else."""

    def __init__(self, assistant: Assistant) -> None:
        self.knowledge = assistant.knowledge
        self.look_for_emergencies = assistant.look_for_emergencies

    def reply_to(self, *_: object) -> None:
        raise RuntimeError(SECRET)

    show = reply_to


async def test_an_emergency_gets_its_numbers_even_when_all_is_broken(stage: Stage) -> None:
    stage.application.bot_data.assistant = Broken(stage.assistant)  # type: ignore[assignment]
    await stage.deliver(stage.fake.user_sends(ME, stage.example("sans-abri")))
    (reply,) = stage.replies()
    assert reply == stage.say("emergency_last_resort")
    assert {"115", "119", "112"} <= set(reply.split())
    stage.errors.clear()


async def test_an_emergency_gets_its_numbers_even_when_telegram_refuses_the_message(stage: Stage) -> None:
    stage.fake.fail_next("sendMessage", status=400, description="Bad Request: can't parse entities")
    await stage.deliver(stage.fake.user_sends(ME, stage.example("sans-abri")))
    assert stage.replies() == [stage.say("emergency_last_resort")]
    stage.errors.clear()


async def test_sorry_is_said_and_nobodys_words_are_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.application.bot_data.assistant = Broken(stage.assistant)  # type: ignore[assignment]
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await stage.deliver(stage.fake.user_sends(ME, SECRET))
    assert stage.replies() == [stage.say("error_apology")]
    assert "RuntimeError" in caplog.text
    assert "Zoé" not in caplog.text
    stage.errors.clear()


async def test_patience_has_its_limits() -> None:
    time = Time()
    tries: list[int] = []

    async def call(error: Exception) -> None:
        tries.append(1)
        raise error

    for error, expected in (
        (RetryAfter(timedelta(seconds=2)), 4),
        (RetryAfter(timedelta(hours=1)), 1),
        (TimedOut(), 4),
        (NetworkError("502"), 4),
        (BadRequest("no"), 1),
    ):
        tries.clear()
        with pytest.raises(type(error)):
            await Patience(time.sleep).process_request(call, [error], {}, "sendMessage", {}, None)
        assert len(tries) == expected, error
