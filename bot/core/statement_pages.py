"""Pages about the actors' words: by question asked, by person, by theme.

Paths: "statements", "speakers", "themes", "theme:<slug>". Every statement gets the same room, in the
order of the source document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.cards import NEAREST_CONTACT, Cards
from bot.core.model import Collection, Knowledge, Statement
from bot.core.reply import Block, Choice, Heading, Reply, Voice
from bot.core.text import normalise

# The order in which the document asks; a survey question unknown here comes after.
SURVEYS = (
    "survey.definition",
    "survey.apports",
    "survey.aller-plus-loin",
    "survey.definitions-plurielles",
)


def statement_page(path: str, cards: Cards) -> Reply | None:
    """The page of a path about the actors' words; None when the path is about something else."""
    kind, _, name = path.partition(":")
    match kind:
        case "statements":
            return _list(cards, "statements", _survey_choices(cards))
        case "speakers":
            return _list(cards, "speakers", _speaker_choices(cards))
        case "themes":
            return _list(cards, "word_themes", _theme_choices(cards))
        case "theme":
            return _theme(cards, name)
    return None


def in_source_order(knowledge: Knowledge) -> Iterator[Statement]:
    """The statements shown today, question by question, in the order of the source document."""
    for survey in surveys(knowledge):
        for entry in survey.entries:
            if entry in knowledge.entries:
                yield knowledge.statements[entry]


def surveys(knowledge: Knowledge) -> list[Collection]:
    """The questions asked, in the order of the document."""
    asked = [c for c in knowledge.collections.values() if c.kind == "enquête"]
    return sorted(asked, key=lambda c: SURVEYS.index(c.id) if c.id in SURVEYS else len(SURVEYS))


def theme_slug(theme: str) -> str:
    """A theme as it stands in a path: « boîte à outils » → "boite-a-outils"."""
    return normalise(theme).replace(" ", "-")


def _list(cards: Cards, page: str, choices: tuple[Choice, ...]) -> Reply:
    blocks = (Heading(cards.say(f"{page}_title")), Voice(cards.say(f"{page}_intro")))
    return _with_contact(cards, blocks, choices)


def _with_contact(cards: Cards, blocks: tuple[Block, ...], choices: tuple[Choice, ...]) -> Reply:
    contact = cards.contact(NEAREST_CONTACT)
    return Reply("answer", blocks, choices, contact, (), contact.organisation)


def _survey_choices(cards: Cards) -> tuple[Choice, ...]:
    asked = tuple(Choice(c.title, c.id, row=i) for i, c in enumerate(surveys(cards.knowledge)))
    ways = (Choice(cards.say("choice_speakers"), "speakers"), Choice(cards.say("choice_themes"), "themes"))
    return asked + tuple(replace(c, row=len(asked)) for c in ways)


def _speaker_choices(cards: Cards) -> tuple[Choice, ...]:
    """One choice a person: an actor's three answers, or an author's definition."""
    seen: dict[str, Choice] = {}
    for statement in in_source_order(cards.knowledge):
        organisation = cards.knowledge.organisations.get(statement.organisation)
        label = f"{statement.speaker} · {organisation.name}" if organisation else statement.speaker
        path = f"{organisation.id}/words" if organisation else statement.id
        seen.setdefault(statement.speaker, Choice(label, path, row=len(seen)))
    return tuple(seen.values())


def _theme_choices(cards: Cards) -> tuple[Choice, ...]:
    themes = {theme_slug(t): t for s in in_source_order(cards.knowledge) for t in s.themes}
    named = sorted(themes.items())
    return tuple(Choice(t[:1].upper() + t[1:], f"theme:{slug}", i // 2) for i, (slug, t) in enumerate(named))


def _theme(cards: Cards, slug: str) -> Reply | None:
    spoken = [s for s in in_source_order(cards.knowledge) if slug in map(theme_slug, s.themes)]
    if not spoken:
        return None
    title = next(t for t in spoken[0].themes if theme_slug(t) == slug)
    heading = Heading(cards.say("theme_title", theme=title))
    quotations = [cards.quotation(s) for s in spoken]
    blocks: tuple[Block, ...] = (heading, *quotations, Voice(cards.say("source_document")))
    entries = tuple(s.id for s in spoken)
    back = (Choice(cards.say("choice_themes"), "themes"),)
    return replace(_with_contact(cards, blocks, back), entries=entries)
