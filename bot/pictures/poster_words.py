"""What a poster says: about a sheet, an organisation or a theme, in the words of the base alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import segno

from bot.core.cards import NEAREST_CONTACT, Cards, spoken_date
from bot.core.model import Knowledge, Organisation, Sheet, Topic
from bot.core.paths import deep_link
from bot.core.reply import Block, Contact, FactLine, SourceLine
from bot.pictures.poster_page import Poster

CORRECTION = "q"  # a quarter of the code can be stained or torn
_MOST_POINTS = 6
_MOST_SOURCES = 3
_FIRST_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Words:
    """What changes from one poster to another."""

    title: str
    sentence: str
    points: tuple[str, ...]
    contact: Contact
    sources: tuple[str, ...]


def poster_paths(knowledge: Knowledge) -> tuple[str, ...]:
    """The paths of every organisation and every theme that has sheets to show."""
    themes = (f"topic:{topic.id}" for topic in knowledge.topics.topics if _sheets_of(topic, knowledge))
    return (*knowledge.organisations, *themes)


def poster_path(subject: str, knowledge: Knowledge) -> str:
    """The path of a sheet, an organisation or a theme, from its id. Raises KeyError for anything else."""
    if isinstance(knowledge.entries.get(subject), Sheet | Organisation):
        return subject
    topic = subject.removeprefix("topic:")
    if topic in {known.id for known in knowledge.topics.topics}:
        return f"topic:{topic}"
    raise KeyError(subject)


def poster_of(path: str, knowledge: Knowledge, bot_username: str) -> Poster:
    """The poster of a path. Raises ValueError when `bot_username` cannot be the name of a bot."""
    cards = Cards(knowledge, None)
    say, words = cards.say, _words(path, cards)
    return Poster(
        kicker=say("poster_kicker"),
        title=words.title,
        sentence=words.sentence,
        points_title=say("poster_points"),
        points=words.points,
        scan=say("poster_scan"),
        opens=say("poster_opens", username="@" + bot_username.removeprefix("@")),
        contact_title=say("contact_label"),
        contact_name=words.contact.name,
        contact=_contact_lines(words.contact, cards),
        limits=(say("poster_limits"), say("poster_emergency")),
        sources=words.sources,
        modules=qr_modules(deep_link(bot_username, path)),
    )


def qr_modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the QR code of a link, True for dark, without the white margin."""
    code = segno.make_qr(link, error=CORRECTION)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def _words(path: str, cards: Cards) -> _Words:
    knowledge = cards.knowledge
    match knowledge.entries.get(path):
        case Sheet() as sheet:
            sources = _source_lines(cards.sources(sheet.sources), cards)
            contact = cards.contact(sheet.organisation, sheet)
            return _Words(sheet.title, _sentence(cards.sheet(sheet)), (), contact, sources)
        case Organisation() as organisation:
            sheets = tuple(s for s in _active(knowledge) if s.organisation == path)
            sources = _source_lines(cards.sources(organisation.sources), cards)
            sentence = _sentence(cards.organisation(organisation))
            return _Words(organisation.name, sentence, _titles(sheets), cards.contact(path), sources)
    topic = next(t for t in knowledge.topics.topics if f"topic:{t.id}" == path)
    sheets = _sheets_of(topic, knowledge)
    consulted = max(s.consulted_on.isoformat() for sheet in sheets for s in sheet.sources)
    sources = (cards.say("poster_sources", date=spoken_date(consulted)),)
    return _Words(
        topic.title, cards.say("poster_topic"), _titles(sheets), cards.contact(NEAREST_CONTACT), sources
    )


def _sentence(card: Iterable[Block]) -> str:
    """The first sentence of a card's lead, with its doubt if there is one."""
    lead = next(block for block in card if isinstance(block, FactLine))
    found = _FIRST_SENTENCE.match(lead.text)
    sentence = found[0] if found else lead.text
    return f"{sentence.rstrip('.')} ({lead.note})." if lead.note else sentence


def _active(knowledge: Knowledge) -> tuple[Sheet, ...]:
    return tuple(s for s in knowledge.sheets.values() if s.status == "active")


def _sheets_of(topic: Topic, knowledge: Knowledge) -> tuple[Sheet, ...]:
    """The sheets of a theme: those whose main theme it is first."""
    sheets = [s for s in _active(knowledge) if topic.id in (s.topic, *s.other_topics)]
    return tuple(sorted(sheets, key=lambda s: s.topic != topic.id))


def _titles(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """What the poster lists: titles, those for everybody first, then those of the surest sources."""
    ordered = sorted(sheets, key=lambda s: (s.audience != "tous", _is_secondary(s)))
    return tuple(sheet.title for sheet in ordered)[:_MOST_POINTS]


def _is_secondary(sheet: Sheet) -> bool:
    return all(source.confidence == "secondaire" for source in sheet.sources)


def _contact_lines(contact: Contact, cards: Cards) -> tuple[str, ...]:
    """The known fields, addresses as they are typed; or that none is verified."""
    known = tuple(f"{label} : {re.sub('^https?://', '', value)}" for label, value in contact.lines)
    unverified = f"{cards.say('unverified_label')} : {', '.join(contact.unverified)}"
    return known or (unverified,)


def _source_lines(sources: Iterable[Block], cards: Cards) -> tuple[str, ...]:
    label = cards.say("source_label")
    lines = [f"{label} : {s.title} ({s.note})." for s in sources if isinstance(s, SourceLine)]
    return tuple(lines[:_MOST_SOURCES])
