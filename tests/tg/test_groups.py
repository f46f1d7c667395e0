"""In a group the bot answers only when it is spoken to, in the thread, and keeps nobody's profile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, ForumTopicCreated, Message

from bot.core.model import Sheet
from bot.tg.addressing import is_addressed, question_in
from tests.tg.stage import GROUP, Stage, data_of

FORUM, TOPIC = -1002, 7
NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def test_it_keeps_silent_when_nobody_speaks_to_it(stage: Stage, sheet: Sheet) -> None:
    stage.fake.user_sends(GROUP, "quelqu'un a ouvert la discussion")
    for text in (
        stage.example(sheet.id),
        stage.example("sans-abri"),
        "/aide",
        "/aide@autre_bot",
        "@autre_bot ?",
    ):
        await stage.deliver(stage.fake.user_sends(GROUP, text))
    await stage.deliver(stage.fake.user_sends_photo(GROUP), stage.fake.user_sends_sticker(GROUP))
    assert stage.replies(GROUP) == []


@pytest.mark.parametrize("address", ["@essai_bot {}", "{} @Essai_Bot", "/{}@essai_bot"])
async def test_a_mention_or_a_command_speaks_to_it(stage: Stage, sheet: Sheet, address: str) -> None:
    answered = await stage.says(address.format(sheet.names[0]), GROUP)
    assert sheet.title in answered.text
    assert answered.reply_to == answered.message_id - 1, "it quotes the question"


async def test_a_reply_to_it_speaks_to_it(stage: Stage, sheet: Sheet) -> None:
    first = await stage.says("/aide@essai_bot", GROUP)
    answered = await stage.says(stage.example(sheet.id), GROUP, reply_to=first.message_id)
    assert sheet.title in answered.text


async def test_it_answers_in_the_topic_of_a_forum(stage: Stage, sheet: Sheet) -> None:
    stage.fake.add_chat(FORUM, "supergroup", topics={TOPIC: "Logement"})
    answered = await stage.says(f"@essai_bot {stage.example(sheet.id)}", FORUM, thread_id=TOPIC)
    assert answered.thread_id == TOPIC


async def test_a_bare_mention_gets_the_help(stage: Stage) -> None:
    vous = stage.knowledge.say("help", "professionnel")
    assert (await stage.says("@essai_bot", GROUP)).text.startswith(vous)


async def test_a_group_is_addressed_as_several_and_no_profile_is_kept(stage: Stage, sheet: Sheet) -> None:
    for command in ("/start@essai_bot", "/profil@essai_bot"):
        shown = await stage.says(command, GROUP)
        assert not [d for d in data_of(shown) if d.startswith("profile:")]
    card = await stage.says(f"@essai_bot {stage.example(sheet.id)}", GROUP)
    assert not [d for d in data_of(card) if d.startswith(("profile:", "useful:", "useless:"))]


async def test_a_group_can_tap_its_way_through_a_card(stage: Stage, sheet: Sheet) -> None:
    await stage.says(f"@essai_bot {stage.example(sheet.id)}", GROUP)
    steps = await stage.taps(f"{sheet.id}/steps", GROUP, sender=99)
    assert sheet.steps[0] in steps.text


async def test_an_emergency_said_to_it_is_answered_at_once(stage: Stage) -> None:
    answered = await stage.says(f"@essai_bot {stage.example('sans-abri')}", GROUP)
    assert answered.text.startswith("115")


async def test_the_name_of_the_bot_is_no_part_of_the_question(stage: Stage) -> None:
    update = stage.fake.user_sends(GROUP, "@Essai_Bot garant, @essai_bot_2 ?")
    message = Message.de_json(update["message"], stage.application.bot)
    assert question_in(message) == "garant, @essai_bot_2 ?"


async def test_opening_a_topic_is_not_speaking_to_who_reads_it(stage: Stage) -> None:
    bot = stage.application.bot
    opening = Message(
        1, NOW, Chat(FORUM, "supergroup"), bot.bot, forum_topic_created=ForumTopicCreated("Infos", 0)
    )
    for answered, addressed in (
        (opening, False),
        (Message(1, NOW, Chat(FORUM, "supergroup"), bot.bot), True),
    ):
        message = Message(2, NOW, Chat(FORUM, "supergroup"), text="garant", reply_to_message=answered)
        message.set_bot(bot)
        assert is_addressed(message) is addressed


async def test_a_question_deleted_meanwhile_is_answered_all_the_same(stage: Stage, sheet: Sheet) -> None:
    update = stage.fake.user_sends(GROUP, f"@essai_bot {sheet.names[0]}")
    stage.fake.screen(GROUP)[-1].deleted = True
    await stage.deliver(update)
    assert sheet.title in stage.replies(GROUP)[-1]


async def test_a_channel_is_not_answered(stage: Stage, sheet: Sheet) -> None:
    stage.fake.add_chat(-1003, "channel", title="Infos")
    await stage.deliver(stage.fake.user_sends(-1003, f"@essai_bot {stage.example(sheet.id)}"))
    assert stage.fake.calls_to("sendMessage") == []
