"""`@bot garant` in any chat: cards of entries and organisations, and a button that opens the bot there."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest

from bot.core.model import Sheet
from bot.core.paths import encode_start
from bot.core.reply import Reply, Voice
from bot.tg.inline import found_entries
from tests.tg.stage import Stage


async def ask(stage: Stage, text: str) -> dict[str, Any]:
    """The bot's answer to an inline query."""
    update = stage.fake.user_types_inline(text)
    await stage.deliver(update)
    answer = stage.fake.answer_to(update)
    assert answer is not None
    return answer


async def test_a_question_offers_its_entry_first(stage: Stage, sheet: Sheet) -> None:
    answer = await ask(stage, stage.example(sheet.id))
    first = answer["results"][0]
    assert (first["id"], first["title"]) == (sheet.id, sheet.title)
    assert sheet.summary[:80] in first["input_message_content"]["message_text"]
    assert answer["button"]["start_parameter"] == encode_start(sheet.id)


async def test_each_card_opens_the_bot_at_its_entry(stage: Stage, sheet: Sheet) -> None:
    for result in (await ask(stage, stage.example(sheet.id)))["results"]:
        (button,) = result["reply_markup"]["inline_keyboard"][0]
        assert button["url"] == f"https://t.me/essai_bot?start={encode_start(result['id'])}"


async def test_the_beginning_of_a_name_is_enough(stage: Stage, sheet: Sheet) -> None:
    typed = sheet.names[0][:2]
    named = {s.id for s in stage.knowledge.sheets.values() if any(n.startswith(typed) for n in s.names)}
    assert named <= {r["id"] for r in (await ask(stage, typed))["results"]}


async def test_names_are_found_whatever_the_ranking_says(stage: Stage, sheet: Sheet) -> None:
    blind = copy(stage.assistant)
    blind.reply_to = lambda _, conversation: (Reply("abstain", (Voice("?"),)), conversation)  # type: ignore[method-assign]
    assert sheet.id in found_entries(sheet.names[0][:2], blind)
    assert found_entries("zzz", blind) == []


async def test_what_would_be_answered_comes_before_names(stage: Stage) -> None:
    answer = await ask(stage, stage.example("caution-ambigu"))
    choices = list(stage.knowledge.collections["caution-ambigu"].entries)
    assert [r["id"] for r in answer["results"]][: len(choices)] == choices


async def test_nothing_typed_offers_the_organisations(stage: Stage) -> None:
    answer = await ask(stage, "")
    assert [r["id"] for r in answer["results"]] == list(stage.knowledge.organisations)[:10]
    assert answer["button"]["start_parameter"] == "start"


async def test_an_emergency_comes_first(stage: Stage) -> None:
    first = (await ask(stage, stage.example("sans-abri")))["results"][0]
    assert first["id"] == "sans-abri"
    assert "115" in first["description"]


@pytest.mark.parametrize("typed", ["😀", "<b>", "zzzzqqq", "a" * 256, "\u0000", "العربية"])
async def test_anything_typed_gets_an_answer(stage: Stage, typed: str) -> None:
    assert isinstance((await ask(stage, typed))["results"], list)


async def test_cards_are_cached_for_everybody(stage: Stage) -> None:
    answer = await ask(stage, "caf")
    assert answer["cache_time"] >= 60
    assert answer.get("is_personal") in (None, False)
