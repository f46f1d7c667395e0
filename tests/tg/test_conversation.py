"""A conversation with one person: commands, questions, choices in place and the way back."""

from __future__ import annotations

import pytest

from bot.core.model import Sheet
from bot.core.paths import encode_start
from tests.tg.stage import ME, SOMEBODY, Stage, data_of, labels_of


async def test_start_says_what_the_bot_is_and_asks_whom_it_speaks_to(stage: Stage) -> None:
    welcome = await stage.says("/start")
    assert stage.say("welcome").splitlines()[0] in welcome.text
    assert "115" in welcome.text
    assert labels_of(welcome) == [stage.say("profile_young"), stage.say("profile_professional")]


async def test_a_professional_is_then_addressed_as_one(stage: Stage, sheet: Sheet) -> None:
    await stage.says("/start")
    menu = await stage.taps(stage.say("profile_professional"))
    assert menu.text.startswith(stage.knowledge.say("help", "professionnel"))
    assert len(stage.replies()) == 1, "the message is edited in place"
    card = await stage.says(stage.example(sheet.id))
    assert sheet.details[-1].fact in card.text, "professionals read the conditions at once"
    assert stage.knowledge.say("choice_to_young", "professionnel") in labels_of(card)


async def test_a_young_person_reads_the_first_step(stage: Stage, sheet: Sheet) -> None:
    card = await stage.says(stage.example(sheet.id))
    assert stage.say("first_step", step=sheet.steps[0]) in card.text
    assert sheet.details[-1].fact not in card.text


async def test_the_form_of_address_changes_in_one_tap_below_an_answer(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    await stage.taps(f"{sheet.id}/steps")
    steps = await stage.taps("profile:professionnel")
    assert sheet.steps[-1] in steps.text, "the same page, not another one"
    assert "profile:jeune" in data_of(steps)
    assert stage.application.bot_data.conversations.of(ME).profile == "professionnel"


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/aide", "help"),
        ("/help", "help"),
        ("/organismes", "organisations_intro"),
        ("/confidentialite", "privacy"),
        ("/privacy", "privacy"),
        ("/profil", "profile_question"),
        ("/recommencer", "restarted"),
        ("/paroles", "statements_intro"),
    ],
)
async def test_commands(stage: Stage, command: str, key: str) -> None:
    for written in (command, f"{command}@essai_bot"):
        assert stage.say(key) in (await stage.says(written)).text


async def test_who_does_what_names_every_organisation_and_every_need(stage: Stage) -> None:
    page = await stage.says("/quifaitquoi")
    directory = stage.knowledge.collections["acteurs.qui-fait-quoi"]
    assert all(stage.knowledge.organisations[o].name in page.text for o in directory.entries)
    assert [d for d in data_of(page) if d.startswith("need:")] == [f"need:{n.id}" for n in directory.needs]
    assert {"organisations", "targets"} <= set(data_of(page))


async def test_a_card_opens_its_views_in_place_and_comes_back(stage: Stage, sheet: Sheet) -> None:
    card = await stage.says(stage.example(sheet.id))
    for view in ("details", "steps", "contact", "words", "near", "report"):
        shown = await stage.taps(f"{sheet.id}/{view}")
        assert shown.text != card.text
        back = await stage.taps(stage.say("choice_back"))
        assert back.text == card.text
    assert len(stage.replies()) == 1


async def test_the_contact_view_copies_what_can_be_copied(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    shown = await stage.taps(f"{sheet.id}/contact")
    copied = [b.value for row in shown.buttons for b in row if b.action == "copy_text"]
    assert stage.knowledge.organisations[sheet.organisation].site in copied


async def test_the_way_back_follows_the_way_there(stage: Stage, sheet: Sheet) -> None:
    home = await stage.says("/aide")
    topic = await stage.taps(f"topic:{sheet.topic}")
    card = await stage.taps(sheet.id)
    await stage.taps(f"{sheet.id}/steps")
    assert (await stage.taps(stage.say("choice_back"))).text == card.text
    assert (await stage.taps(stage.say("choice_back"))).text == topic.text
    assert (await stage.taps(stage.say("choice_back"))).text == home.text


async def test_the_way_back_survives_a_restart_as_the_themes(stage: Stage, sheet: Sheet) -> None:
    await stage.says("/aide")
    await stage.taps(f"topic:{sheet.topic}")
    await stage.taps(sheet.id)
    stage.time.now += 3600  # forgotten: as after a restart
    assert (await stage.taps(stage.say("choice_back"))).text.startswith(stage.say("help"))


async def test_an_old_button_still_works_and_has_a_way_back(stage: Stage, sheet: Sheet) -> None:
    await stage.says("/aide")
    stage.time.now += 3600
    topic = await stage.taps(f"topic:{sheet.topic}")
    assert sheet.id in data_of(topic)
    assert (await stage.taps("back")).text.startswith(stage.say("help"))


async def test_an_unknown_button_says_so_kindly(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    for row in stage.fake.last_message(ME).reply_markup["inline_keyboard"]:
        for button in row:
            button["callback_data"] = "fiche-retiree/details"
    answered = await stage.taps("fiche-retiree/details")
    assert stage.say("old_button") in answered.text


async def test_an_unknown_command_is_a_question(stage: Stage, sheet: Sheet) -> None:
    asked = "/" + stage.example(sheet.id)
    assert sheet.title in (await stage.says(asked)).text


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "sticker", "location"])
async def test_what_is_not_text_gets_a_kind_line(stage: Stage, kind: str) -> None:
    await stage.deliver(getattr(stage.fake, f"user_sends_{kind}")(ME))
    assert stage.replies() == [stage.say("only_text")]


async def test_an_album_gets_one_kind_line(stage: Stage) -> None:
    updates = [stage.fake.user_sends_photo(ME) for _ in range(4)]
    for update in updates:
        update["message"]["media_group_id"] = "77"
    await stage.deliver(*updates)
    assert stage.replies() == [stage.say("only_text")]


async def test_an_emergency_is_read_even_under_a_photo_or_behind_a_command(stage: Stage) -> None:
    emergency = stage.example("sans-abri")
    await stage.deliver(stage.fake.user_sends_photo(ME, caption=emergency))
    assert stage.replies()[-1].startswith("115")
    for command in ("/start", "/aide", "/profil", "/recommencer", "/inconnue"):
        assert (await stage.says(f"{command} {emergency}")).text.startswith("115")


async def test_a_reply_without_a_page_of_its_own_can_be_come_back_to(stage: Stage) -> None:
    alarm = await stage.says(stage.example("sans-abri"))
    more = await stage.taps("sans-abri")
    assert more.text != alarm.text
    assert (await stage.taps("back")).text == alarm.text


async def test_edited_messages_are_ignored(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    await stage.deliver(stage.fake.user_edits(ME, stage.example("sans-abri")))
    assert len(stage.replies()) == 1


async def test_deep_links_open_every_entry_and_theme(stage: Stage) -> None:
    topics = [f"topic:{t.id}" for t in stage.knowledge.topics.topics]
    for path in (*stage.knowledge.entries, *topics):
        expected, _ = stage.assistant.show(path, stage.application.bot_data.conversations.of(ME))
        shown = await stage.says(f"/start {encode_start(path)}")
        assert expected.kind != "abstain", path
        assert _first_words(expected.blocks[0]) in shown.text


async def test_a_broken_deep_link_says_so_kindly(stage: Stage) -> None:
    assert stage.say("old_button") in (await stage.says("/start pas___de__fiche")).text


async def test_the_conversation_is_forgotten_after_thirty_minutes(stage: Stage) -> None:
    await stage.says("/start")
    await stage.taps("profile:professionnel")
    conversations = stage.application.bot_data.conversations
    stage.time.now += 29 * 60
    assert conversations.of(ME).profile == "professionnel"
    stage.time.now += 2 * 60
    assert conversations.of(ME).profile is None


async def test_start_again_forgets_at_once(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    assert stage.application.bot_data.conversations.of(ME).entries
    await stage.says("/recommencer")
    assert stage.application.bot_data.conversations.of(ME).entries == ()


async def test_two_people_do_not_share_a_conversation(stage: Stage) -> None:
    await stage.says("/start")
    await stage.taps("profile:professionnel")
    await stage.says("/start", SOMEBODY)
    assert stage.application.bot_data.conversations.of(SOMEBODY).profile is None


async def test_link_previews_are_off(stage: Stage, sheet: Sheet) -> None:
    await stage.says(stage.example(sheet.id))
    await stage.taps(f"{sheet.id}/contact")
    for call in (*stage.fake.calls_to("sendMessage"), *stage.fake.calls_to("editMessageText")):
        assert call.parameters["link_preview_options"] == {"is_disabled": True}


def _first_words(block: object) -> str:
    return str(getattr(block, "text", "") or getattr(block, "number", "")).split("\n")[0][:40]
