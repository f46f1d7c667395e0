"""Short messages in a row are one question; a flood is told once; an emergency waits for neither."""

from __future__ import annotations

import asyncio
from copy import copy

from bot.core.assistant import Assistant
from bot.core.model import Sheet
from bot.tg.gathering import LONGEST_ROW, MANY, PAUSE, SHORT_PAUSE, Floods, Gatherer, pause_after
from tests.tg.stage import ME, SOMEBODY, Stage, Time


async def write(stage: Stage, *texts: str, chat_id: int = ME) -> None:
    """Somebody writes several messages faster than the bot's patience."""
    for text in texts:
        await stage.hand_over(stage.fake.user_sends(chat_id, text))


async def be_quiet(stage: Stage) -> None:
    stage.time.pass_by()
    await stage.settle()


async def test_a_row_of_fragments_is_one_question(stage: Stage, sheet: Sheet) -> None:
    stage.time.held = True
    await write(stage, *stage.example(sheet.id).split())
    assert stage.replies() == []
    await be_quiet(stage)
    (reply,) = stage.replies()
    assert sheet.title in reply


async def test_the_bot_shows_that_it_writes_once_a_row(stage: Stage) -> None:
    stage.time.held = True
    await write(stage, "bonjour", "je cherche", "un logement")
    await be_quiet(stage)
    assert stage.fake.state.chats[ME].actions == ["typing"]


async def test_a_command_ends_the_row(stage: Stage, sheet: Sheet) -> None:
    stage.time.held = True
    await write(stage, stage.example(sheet.id), "/aide")
    first, second = stage.replies()
    assert sheet.title in first
    assert second.startswith(stage.say("help"))
    await be_quiet(stage)
    assert len(stage.replies()) == 2


async def test_an_emergency_is_never_kept_waiting(stage: Stage) -> None:
    stage.time.held = True
    await write(stage, "bonjour", stage.example("sans-abri"))
    (reply,) = stage.replies()
    assert reply.startswith("115")
    await be_quiet(stage)
    assert len(stage.replies()) == 1


async def test_an_emergency_in_pieces_is_seen_at_its_last_piece(stage: Stage) -> None:
    stage.time.held = True
    stage.application.bot_data.assistant = alarmed_by(stage.assistant, "je dors dehors")
    await write(stage, "je dors", "dehors")
    (reply,) = stage.replies()
    assert reply.startswith("115")
    await be_quiet(stage)
    assert len(stage.replies()) == 1


def alarmed_by(assistant: Assistant, words: str) -> Assistant:
    """The assistant, for whom no less than `words` is an emergency."""
    picky, look = copy(assistant), assistant.look_for_emergencies
    picky.look_for_emergencies = lambda q, c: look(q, c) if words in q else ()  # type: ignore[method-assign]
    return picky


async def test_a_flood_is_told_once_to_slow_down(stage: Stage) -> None:
    stage.time.held = True
    await write(stage, *["salut"] * 40)
    await be_quiet(stage)
    assert stage.replies() == [stage.say("slow_down")]


async def test_an_emergency_passes_through_a_flood(stage: Stage) -> None:
    stage.time.held = True
    await write(stage, *["salut"] * 40, stage.example("sans-abri"))
    assert stage.replies()[-1].startswith("115")
    await be_quiet(stage)


async def test_a_flood_of_taps_is_answered_without_turning_buttons(stage: Stage) -> None:
    await stage.says("/aide")
    taps = [stage.fake.user_taps(ME, "organisations") for _ in range(30)]
    await stage.deliver(*taps)
    told = [(stage.fake.answer_to(tap) or {}).get("text") for tap in taps]
    assert told == [None] * (MANY - 1) + [stage.say("slow_down")] * (31 - MANY)
    stage.forgive()  # the second tap and those after it changed nothing


async def test_the_flood_of_one_chat_does_not_concern_another(stage: Stage, sheet: Sheet) -> None:
    await write(stage, *["salut"] * 40)
    assert sheet.title in (await stage.says(stage.example(sheet.id), SOMEBODY)).text


async def test_calm_comes_back(stage: Stage, sheet: Sheet) -> None:
    stage.time.held = True
    await write(stage, *["salut"] * 40)
    stage.time.held = False
    await be_quiet(stage)
    stage.time.now += 11
    assert sheet.title in (await stage.says(stage.example(sheet.id))).text


def test_a_whole_question_waits_less() -> None:
    assert pause_after("c'est quoi Visale ?") == SHORT_PAUSE
    assert pause_after("je suis apprenti et je cherche une chambre à Oyonnax") == SHORT_PAUSE
    assert pause_after("jai pas") == PAUSE


async def test_nobody_waits_for_ever() -> None:
    time = Time()
    gatherer = Gatherer(time, time.sleep)
    gatherer.add(ME, "alors")
    time.now += LONGEST_ROW - 0.25
    assert await gatherer.is_over(ME, gatherer.add(ME, "voilà"))
    assert time.slept == [0.25]
    assert gatherer.take(ME) == "alors voilà"


def test_a_flood_lasts_as_long_as_it_goes_on() -> None:
    time = Time()
    floods = Floods(time)
    verdicts = []
    for _ in range(100):
        verdicts.append(floods.weigh(ME))
        time.now += 0.5
    assert verdicts == ["answer"] * MANY + ["slow down"] + ["ignore"] * (99 - MANY)


async def test_the_newest_message_wins() -> None:
    time = Time(held=True)
    gatherer = Gatherer(time, time.sleep)
    first = asyncio.create_task(gatherer.is_over(ME, gatherer.add(ME, "alors")))
    await asyncio.sleep(0)
    second = asyncio.create_task(gatherer.is_over(ME, gatherer.add(ME, "voilà")))
    await asyncio.sleep(0)
    time.pass_by()
    assert [await first, await second] == [False, True]
