"""What a button or a deep link shows: a path names a page, `show_page` composes it.

A path is an entry id ("visale"), an entry and a view ("visale/steps"), or a page:
"topic:<id>", "need:<id>", "target:<id>", "organisations", "home". Unknown paths (an old button, a
sheet that was retired) get a kind line and the themes, never an error.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import NEAREST_CONTACT, Cards
from bot.core.compose import VIEWS, entry_reply, theme_choices
from bot.core.conversation import Conversation
from bot.core.model import Collection, Knowledge, Need
from bot.core.reply import Choice, Heading, Reply, Voice

DIRECTORY = "acteurs.qui-fait-quoi"


def show_page(path: str, knowledge: Knowledge, conversation: Conversation) -> Reply:
    """The page that `path` names; for an unknown path, a line that says so and the themes."""
    cards = Cards(knowledge, conversation.profile)
    entry, _, view = path.partition("/")
    if entry in knowledge.entries and view in ("", *VIEWS):
        return entry_reply(cards, entry, view)
    kind, _, name = path.partition(":")
    match kind:
        case "home":
            return _menu(cards, cards.say("help"), theme_choices(cards))
        case "organisations":
            return _organisations(cards)
        case "topic":
            return _topic(cards, name)
        case "need":
            return _need(cards, name)
        case "target":
            return _target(cards, name)
    return _unknown(cards)


def _menu(cards: Cards, text: str, choices: tuple[Choice, ...], heading: str = "") -> Reply:
    head = (Heading(heading),) if heading else ()
    contact = cards.contact(NEAREST_CONTACT)
    return Reply("answer", (*head, Voice(text)), choices, contact, (), contact.organisation)


def _unknown(cards: Cards) -> Reply:
    return replace(_menu(cards, cards.say("old_button"), theme_choices(cards)), kind="abstain")


def _organisations(cards: Cards) -> Reply:
    choices = tuple(cards.choice(o) for o in cards.knowledge.organisations)
    ordered = sorted(choices, key=lambda c: cards.knowledge.organisations[c.path].kind)
    rows = tuple(replace(c, row=i // 2) for i, c in enumerate(ordered))
    return _menu(cards, cards.say("organisations_intro"), rows, cards.say("organisations_title"))


def _sheet_list(cards: Cards, title: str, sheets: list[str]) -> Reply:
    choices = tuple(replace(cards.choice(s), row=i) for i, s in enumerate(sheets))
    reply = _menu(cards, cards.say("choose_sheet"), choices, title)
    return replace(reply, entries=tuple(sheets))


def _topic(cards: Cards, topic_id: str) -> Reply:
    topic = next((t for t in cards.knowledge.topics.topics if t.id == topic_id), None)
    sheets = [
        s.id
        for s in cards.knowledge.sheets.values()
        if s.status == "active" and topic_id in (s.topic, *s.other_topics)
    ]
    return _sheet_list(cards, topic.title, sheets) if topic else _unknown(cards)


def _target(cards: Cards, target_id: str) -> Reply:
    target = next((t for t in cards.knowledge.topics.targets if t.id == target_id), None)
    sheets = [s.id for s in cards.knowledge.sheets.values() if s.status == "active" and target_id in s.targets]
    return _sheet_list(cards, target.title, sheets) if target else _unknown(cards)


def _need(cards: Cards, need_id: str) -> Reply:
    directory = cards.knowledge.collections.get(DIRECTORY)
    needs: tuple[Need, ...] = directory.needs if isinstance(directory, Collection) else ()
    need = next((n for n in needs if n.id == need_id), None)
    if need is None:
        return _unknown(cards)
    reply = _sheet_list(cards, need.title, [e for e in need.entries if e in cards.knowledge.entries])
    if covered_by_actor(need, cards.knowledge):
        return reply
    return replace(reply, blocks=(*reply.blocks, Voice(cards.say("need_nobody"))))


def covered_by_actor(need: Need, knowledge: Knowledge) -> bool:
    """Whether one of the four actors is the first contact of a sheet that answers this need."""
    sheets = (knowledge.sheets[e] for e in need.entries if e in knowledge.sheets)
    return any(knowledge.organisations[s.organisation].kind == "acteur" for s in sheets)
