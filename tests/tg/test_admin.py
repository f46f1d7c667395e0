"""/recharger: a new assistant takes over, or the old one stays and the problems are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.assistant import Assistant
from tests.tg.stage import ME, SOMEBODY, Stage


def administer(stage: Stage, rebuild: Callable[[], Assistant | tuple[str, ...]]) -> None:
    """ME may reload the base, which gives what `rebuild` returns."""
    data = stage.application.bot_data
    data.admins, data.rebuild = frozenset({ME}), rebuild


async def test_a_sound_base_takes_over(stage: Stage, assistant: Assistant) -> None:
    fresh = Assistant(assistant.knowledge, assistant.reader, assistant.matcher, assistant.detector)
    administer(stage, lambda: fresh)
    count = len(assistant.knowledge.entries)
    assert (await stage.says("/recharger")).text == stage.say("reload_done", count=count)
    assert stage.application.bot_data.assistant is fresh


async def test_a_faulty_base_changes_nothing(stage: Stage, assistant: Assistant) -> None:
    problems = ("knowledge/sheets/visale.yaml:12: titre trop long.", "<b>autre</b>")
    administer(stage, lambda: problems)
    told = (await stage.says("/recharger")).text
    assert told.splitlines() == [stage.say("reload_failed"), *problems]
    assert stage.application.bot_data.assistant is assistant


async def test_many_problems_are_told_in_several_messages(stage: Stage) -> None:
    administer(stage, lambda: ("un problème " * 20,) * 100)
    await stage.says("/recharger")
    assert len(stage.replies()) > 3


async def test_for_anybody_else_it_is_a_question(stage: Stage) -> None:
    administer(stage, lambda: pytest.fail("reloaded for anybody"))
    assert await stage.says("/recharger", SOMEBODY)
