"""Every screen of the real base fits Telegram, and nothing but statements stands in a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest

from bot.core.compose import compose
from bot.core.conversation import Conversation
from bot.core.decision import Clarify, Emergency
from bot.core.model import Knowledge, Profile
from bot.core.pages import show_page
from bot.core.paths import encode_start
from bot.core.reply import Reply
from bot.tg.buttons import keyboard, reasons
from bot.tg.profile import menus
from bot.tg.render import MAX_TEXT, Say, render, shown_length
from tests.support.fake_telegram_rules import check_commands, check_reply_markup
from tests.support.fake_telegram_text import parse_html

PROFILES: tuple[Profile, ...] = ("jeune", "professionnel")
STARTS = (
    "home",
    "start",
    "profile",
    "privacy",
    "restarted",
    "only-text",
    "slow-down",
    "statements",
    "targets",
)


def say_in(knowledge: Knowledge, profile: Profile) -> Say:
    return partial(lambda key, /, **values: knowledge.say(key, profile, **values))


def every_path(knowledge: Knowledge) -> Iterator[str]:
    """Every page that can be reached by tapping, from the menus and from each entry."""
    to_see, seen = [*STARTS, *knowledge.entries], set[str]()
    while to_see:
        path = to_see.pop()
        if path in seen or path.startswith("profile:"):
            continue
        seen.add(path)
        yield path
        to_see += [choice.path for choice in show_page(path, knowledge, Conversation()).choices]


def every_reply(knowledge: Knowledge, profile: Profile) -> Iterator[Reply]:
    conversation = Conversation(profile=profile)
    for path in every_path(knowledge):
        yield show_page(path, knowledge, conversation)
    longest = sorted(knowledge.sheets, key=lambda s: -len(knowledge.sheets[s].title))[:4]
    yield compose(Clarify(tuple(longest)), knowledge, conversation)
    yield compose(Emergency(tuple(knowledge.emergencies)), knowledge, conversation)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_message_fits_and_every_button_is_taken(knowledge: Knowledge, profile: Profile) -> None:
    say = say_in(knowledge, profile)
    for reply in every_reply(knowledge, profile):
        for part in render(reply, say):
            parse_html(part)
            assert 0 < shown_length(part) <= MAX_TEXT
        markup = keyboard(reply, say, profile=profile, private=True, back=True)
        assert markup is not None
        check_reply_markup(markup.to_dict(), inline_only=True)
        for entry in reply.entries:
            check_reply_markup(reasons(markup, entry, say).to_dict(), inline_only=True)


@pytest.mark.parametrize("profile", PROFILES)
def test_one_message_is_enough_for_each_page(knowledge: Knowledge, profile: Profile) -> None:
    """What is edited in place does not fall apart in several messages."""
    for reply in every_reply(knowledge, profile):
        assert len(render(reply, say_in(knowledge, profile))) == 1, reply.path


@pytest.mark.parametrize("profile", PROFILES)
def test_only_statements_stand_in_quotations(knowledge: Knowledge, profile: Profile) -> None:
    said = {s.quote.replace("*in fine*", "in fine") for s in knowledge.statements.values()}
    shown = set()
    for reply in every_reply(knowledge, profile):
        for part in render(reply, say_in(knowledge, profile)):
            text, entities = parse_html(part)
            for entity in entities:
                if entity["type"].endswith("blockquote"):
                    end = entity["offset"] + entity["length"]
                    quoted = text.encode("utf-16-le")[2 * entity["offset"] : 2 * end].decode("utf-16-le")
                    assert quoted in said
                    shown.add(quoted)
    active = {
        s.quote.replace("*in fine*", "in fine") for s in knowledge.statements.values() if s.status == "active"
    }
    assert shown == active, "each statement can be reached"


def test_the_words_in_fine_are_in_italics(knowledge: Knowledge) -> None:
    marked = [s.id for s in knowledge.statements.values() if "*in fine*" in s.quote]
    assert marked
    for statement in marked:
        (part,) = render(show_page(statement, knowledge, Conversation()), say_in(knowledge, "jeune"))
        assert "<i>in fine</i>" in part
        assert "*" not in part


def test_no_button_leads_nowhere(knowledge: Knowledge) -> None:
    for path in every_path(knowledge):
        assert show_page(path, knowledge, Conversation()).kind != "abstain", path


def test_a_summary_fits_a_phone_screen(knowledge: Knowledge) -> None:
    for sheet in knowledge.sheets.values():
        (part,) = render(show_page(sheet.id, knowledge, Conversation("jeune")), say_in(knowledge, "jeune"))
        assert shown_length(part) <= 1000, sheet.id


def test_every_entry_and_theme_has_a_deep_link(knowledge: Knowledge) -> None:
    topics = [f"topic:{t.id}" for t in knowledge.topics.topics]
    for path in (*knowledge.entries, *topics):
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", encode_start(path))


def test_the_profile_of_the_bot_fits(knowledge: Knowledge) -> None:
    assert len(knowledge.say("profile_name")) <= 64
    assert len(knowledge.say("profile_description")) <= 512
    assert len(knowledge.say("profile_short_description")) <= 120
    for _, names in menus():
        check_commands([{"command": n, "description": knowledge.say(f"command_{n}")} for n in names])
