"""From a decision to a `Reply`. Every reply ends on whom to contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from bot.core import decision as decided
from bot.core.cards import HUMAN_CONTACTS, NEAREST_CONTACT, Cards
from bot.core.conversation import Conversation
from bot.core.model import Collection, Emergency, Entry, Knowledge, Need, Organisation, Sheet, Statement
from bot.core.reply import Block, Choice, Heading, Reply, Voice
from bot.core.statement_pages import in_source_order

VIEWS = ("details", "steps", "contact", "words", "near", "report")


def compose(
    decision: decided.Decision,
    knowledge: Knowledge,
    conversation: Conversation,
    scores: Mapping[str, float] | None = None,
) -> Reply:
    """The reply to a decision, in the form of address of the conversation."""
    cards = Cards(knowledge, conversation.profile)
    match decision:
        case decided.Emergency(emergencies=emergencies):
            reply = emergency_reply(cards, emergencies)
        case decided.Answer():
            reply = _answer(cards, decision)
        case decided.Clarify():
            reply = _clarify(cards, decision)
        case decided.Abstain():
            reply = _abstain(cards, decision, conversation)
        case decided.Chat(kind=kind):
            reply = _chat(cards, kind)
        case _:
            assert_never(decision)
    return replace(reply, scores=dict(scores or {}))


def organisation_of(entry: Entry | None) -> str:
    """Id of the organisation to contact first about an entry; the local information point by default."""
    match entry:
        case Sheet(organisation=organisation) | Statement(organisation=organisation) if organisation:
            return organisation
        case Organisation(id=own):
            return own
        case _:
            return NEAREST_CONTACT


def emergency_reply(cards: Cards, emergencies: tuple[str, ...]) -> Reply:
    """Numbers before anything else to read; the bot says what it is not."""
    blocks: list[Block] = []
    for emergency in emergencies:
        blocks += cards.emergency(cards.knowledge.emergencies[emergency])
    blocks.append(Voice(cards.say("emergency_not_service")))
    choices = tuple(
        Choice(cards.say("choice_emergency_more", title=cards.knowledge.emergencies[e].title), e)
        for e in emergencies
    )
    return Reply("emergency", tuple(blocks), choices, entries=emergencies)


def entry_reply(cards: Cards, entry_id: str, view: str = "") -> Reply:
    """An entry's card, or one view of it. Raises KeyError for an unknown entry."""
    entry = cards.knowledge.entries[entry_id]
    if isinstance(entry, Collection) and entry.kind == "choix":
        meanings = tuple(e for e in entry.entries if e in cards.knowledge.entries)
        return _clarify(cards, decided.Clarify(meanings, collection=entry_id))
    contact = cards.contact(organisation_of(entry), entry if isinstance(entry, Sheet) else None)
    return Reply(
        "answer",
        _blocks(cards, entry, view),
        _card_choices(cards, entry, view),
        contact,
        (entry_id,),
        contact.organisation,
        path=f"{entry_id}/{view}" if view else entry_id,
    )


def collection_reply(cards: Cards, collection: Collection, entries: tuple[str, ...]) -> Reply:
    """All the entries of a collection, each with equal room, in the order given."""
    knowledge = cards.knowledge
    blocks: list[Block] = [Heading(collection.question or collection.title)]
    blocks += [Voice(collection.intro.to(cards.profile))] if collection.intro else []
    if collection.kind == "annuaire":
        return _directory(cards, collection, tuple(blocks))
    shown = tuple(e for e in entries if e in knowledge.entries)
    blocks += [cards.quotation(knowledge.statements[e]) for e in shown if e in knowledge.statements]
    blocks.append(Voice(cards.say("source_document")))
    choices = tuple(
        Choice(c.title, c.id, row=i)
        for i, c in enumerate(knowledge.collections.values())
        if c.kind == "enquête" and c.id != collection.id
    )
    contact = cards.contact(NEAREST_CONTACT)
    whole = collection.id if entries == collection.entries else ""
    return Reply("answer", tuple(blocks), choices, contact, shown, contact.organisation, path=whole)


def _answer(cards: Cards, answer: decided.Answer) -> Reply:
    collection = cards.knowledge.collections.get(answer.collection)
    if collection:
        return collection_reply(cards, collection, answer.entries)
    first, *others = answer.entries
    if others:
        return _several(cards, answer.entries)
    reply = entry_reply(cards, first, answer.view)
    if not answer.elsewhere:
        return reply
    sheet = cards.knowledge.sheets.get(first)
    regional = sheet is not None and sheet.area == "auvergne-rhone-alpes"
    note = Voice(cards.say("area_regional_note" if regional else "area_national_note"))
    return replace(reply, blocks=(*reply.blocks, note))


def _several(cards: Cards, entries: tuple[str, ...]) -> Reply:
    """Some statements side by side, when "the others" are asked for."""
    statements = [cards.knowledge.statements[e] for e in entries]
    blocks = [cards.quotation(s) for s in statements]
    contact = cards.contact(organisation_of(statements[0]))
    return Reply(
        "answer", (*blocks, Voice(cards.say("source_document"))), (), contact, entries, contact.organisation
    )


def _blocks(cards: Cards, entry: Entry, view: str) -> tuple[Block, ...]:
    match entry:
        case Sheet() if view == "details":
            return cards.details(entry)
        case Sheet() if view == "steps":
            return cards.steps(entry)
        case Sheet() if view == "contact":
            return (Heading(entry.title), Voice(cards.say("contact_first")))
        case Sheet() if view == "words":
            return words_of(cards, entry.organisation)
        case Sheet() if view == "near":
            return (Heading(entry.title), Voice(cards.say("near_title")))
        case Sheet():
            return cards.sheet(entry)
        case Organisation() if view == "words":
            return words_of(cards, entry.id)
        case Organisation():
            return cards.organisation(entry)
        case Statement():
            return cards.statement(entry)
        case Emergency():
            return cards.emergency_sheet(entry)
        case Collection():
            return collection_reply(cards, entry, entry.entries).blocks
        case _:
            assert_never(entry)


def words_of(cards: Cards, organisation: str) -> tuple[Block, ...]:
    """What the actor itself says, verbatim; nothing is said in its place when it says nothing."""
    spoken = [cards.quotation(s) for s in in_source_order(cards.knowledge) if s.organisation == organisation]
    name = cards.knowledge.organisations[organisation].name
    if not spoken:
        return (Heading(name), Voice(cards.say("no_words", organisation=name)))
    return (
        Heading(cards.say("words_title", organisation=name)),
        *spoken,
        Voice(cards.say("source_document")),
    )


def _card_choices(cards: Cards, entry: Entry, view: str) -> tuple[Choice, ...]:
    """What can be tapped under a card; a view always offers the way back."""
    if isinstance(entry, Collection):
        return collection_reply(cards, entry, entry.entries).choices
    if isinstance(entry, Statement):
        others = Choice(cards.say("choice_others"), entry.survey_question)
        organisation = [cards.choice(entry.organisation)] if entry.organisation else []
        return (others, *organisation)
    if isinstance(entry, Emergency):
        return (Choice(cards.say("choice_home"), "home"),)
    near = entry.related if isinstance(entry, Sheet) else _sheets_of(cards, entry.id)
    listed = tuple(cards.choice(e) for e in near if e in cards.knowledge.entries) if view == "near" else ()
    back = (Choice(cards.say("choice_back"), entry.id, row=9),) if view else ()
    return (*listed, *(_views(cards, entry) if not view else ()), *back)


def _views(cards: Cards, entry: Sheet | Organisation) -> tuple[Choice, ...]:
    has_words = any(
        s.organisation == organisation_of(entry) and s.status == "active"
        for s in cards.knowledge.statements.values()
    )
    wanted = ["details", "steps", "contact"] if isinstance(entry, Sheet) else []
    wanted += ["words"] if has_words else []
    wanted += ["near", "report"]
    rows = {"details": 1, "steps": 1, "contact": 1, "words": 2, "near": 2, "report": 3}
    return tuple(Choice(cards.say(f"choice_{v}"), f"{entry.id}/{v}", row=rows[v]) for v in wanted)


def _sheets_of(cards: Cards, organisation: str) -> tuple[str, ...]:
    sheets = cards.knowledge.sheets.values()
    return tuple(s.id for s in sheets if s.organisation == organisation and s.status == "active")


def _clarify(cards: Cards, clarify: decided.Clarify) -> Reply:
    collection = cards.knowledge.collections.get(clarify.collection)
    intro = (
        collection.intro.to(cards.profile) if collection and collection.intro else cards.say("clarify_intro")
    )
    blocks = (Voice(intro), Voice(cards.say("clarify_free")))
    choices = tuple(replace(cards.choice(e), row=i) for i, e in enumerate(clarify.choices))
    contact = cards.contact(organisation_of(cards.knowledge.entries[clarify.choices[0]]))
    return Reply("clarify", blocks, choices, contact, clarify.choices, contact.organisation)


def _abstain(cards: Cards, abstain: decided.Abstain, conversation: Conversation) -> Reply:
    """Say so plainly, say whom to ask, show the themes; after two in a row, people instead of questions."""
    again = conversation.abstentions >= 2
    contact = cards.contact(NEAREST_CONTACT)
    if abstain.reason == "elsewhere":
        title = cards.knowledge.sheets[abstain.near].title
        blocks: tuple[Block, ...] = (
            Voice(cards.say("abstain_elsewhere", place=abstain.place.title(), title=title)),
        )
        choices: tuple[Choice, ...] = (cards.choice(abstain.near),)
        return Reply("abstain", blocks, choices, contact, (), contact.organisation)
    people = tuple(cards.choice(o) for o in HUMAN_CONTACTS)
    voice = Voice(cards.say("abstain_again" if again else "abstain"))
    return Reply(
        "abstain", (voice,), people if again else theme_choices(cards), contact, (), contact.organisation
    )


def theme_choices(cards: Cards) -> tuple[Choice, ...]:
    """The themes that have sheets for young people, then who does what."""
    used = {s.topic for s in cards.knowledge.sheets.values() if s.status == "active" and s.audience == "tous"}
    topics = [t for t in cards.knowledge.topics.topics if t.id in used]
    themes = tuple(Choice(t.title, f"topic:{t.id}", row=i) for i, t in enumerate(topics))
    return (*themes, Choice(cards.say("choice_directory"), "acteurs.qui-fait-quoi", row=len(themes)))


def _chat(cards: Cards, kind: str) -> Reply:
    """One line, then what the bot can do."""
    line = cards.knowledge.small_talk[kind].reply.to(cards.profile)
    return Reply(
        "chat", (Voice(line), Voice(cards.say("chat_can_do"))), (Choice(cards.say("choice_home"), "home"),)
    )


def _directory(cards: Cards, collection: Collection, head: tuple[Block, ...]) -> Reply:
    """Who does what: each organisation with its sheets, then the needs to tap."""
    knowledge = cards.knowledge
    blocks: list[Block] = list(head)
    for organisation in (knowledge.organisations[o] for o in collection.entries):
        sheets = [knowledge.sheets[s].title for s in _sheets_of(cards, organisation.id)]
        line = " · ".join(sheets) if sheets else organisation.role
        blocks += [Heading(organisation.name), Voice(line)]
    choices = tuple(Choice(n.title, f"need:{n.id}", row=i // 2) for i, n in enumerate(collection.needs))
    relays = [n.title for n in collection.needs if not covered_by_actor(n, knowledge)]
    blocks += [Heading(cards.say("uncovered_title")), Voice(" · ".join(relays))] if relays else []
    ways = (
        Choice(cards.say("choice_organisations"), "organisations"),
        Choice(cards.say("choice_targets"), "targets"),
    )
    choices += tuple(replace(c, row=len(choices)) for c in ways)
    contact = cards.contact(NEAREST_CONTACT)
    shown, first = collection.entries, contact.organisation
    return Reply("answer", tuple(blocks), choices, contact, shown, first, path=collection.id)


def covered_by_actor(need: Need, knowledge: Knowledge) -> bool:
    """Whether one of the four actors is the first contact of a sheet that answers this need."""
    sheets = (knowledge.sheets[e] for e in need.entries if e in knowledge.sheets)
    return any(knowledge.organisations[s.organisation].kind == "acteur" for s in sheets)
