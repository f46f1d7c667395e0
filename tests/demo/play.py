"""Plays a script with the real bot on the fake Telegram, and keeps what the screen showed at each step."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from bot.core.assistant import Assistant
from tests.demo.script import Says, Step
from tests.support.fake_telegram import FakeTelegram, ShownMessage
from tests.tg.stage import ME, Stage


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as the screen showed it; `pictures` are the files it carried."""

    message: ShownMessage
    edited: bool  # an earlier message, changed in place
    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One step: what somebody wrote, or the button they tapped, and what the bot then showed."""

    said: str
    tapped: str
    shown: tuple[Shown, ...]


async def play(assistant: Assistant, script: Iterable[Step]) -> list[Exchange]:
    """Play every step. Raises AssertionError if the bot raised, or Telegram refused anything."""
    fake = FakeTelegram()
    fake.add_user(ME)
    stage = Stage(fake, assistant)
    async with stage.application:
        await stage.application.start()
        try:
            exchanges = [await _play(stage, step) for step in script]
        finally:
            await stage.application.stop()
    assert not stage.errors, stage.errors
    assert not fake.refusals, fake.refusals
    return exchanges


async def _play(stage: Stage, step: Step) -> Exchange:
    before = _screen(stage)
    if isinstance(step, Says):
        await stage.says(step.text)
        said, tapped = step.text, ""
    else:
        said, tapped = "", _label(stage, step.button)
        await stage.taps(tapped)
    after = _screen(stage)
    changed = [number for number, message in after.items() if before.get(number) != message]
    shown = (Shown(after[n], n in before, _pictures(stage, after[n])) for n in changed)
    return Exchange(said, tapped, tuple(shown))


def _screen(stage: Stage) -> dict[int, ShownMessage]:
    """The bot's messages as they stand now, by number."""
    return {m.message_id: deepcopy(m) for m in stage.fake.screen(ME) if m.from_bot}


def _label(stage: Stage, button: str) -> str:
    """The text of the button to tap: the one with this callback data, else with the text of this message."""
    for message in reversed(stage.fake.screen(ME)):
        for found in (one for row in message.buttons for one in row):
            if found.value == button:
                return found.text
    return stage.knowledge.say(button)


def _pictures(stage: Stage, message: ShownMessage) -> tuple[bytes, ...]:
    """What a message with a picture carried, in its largest size."""
    sizes = message.content.get("photo", [])
    return tuple(stage.fake.state.files[size["file_id"]].content for size in sizes[-1:])
