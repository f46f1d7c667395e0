"""A follow-up is read with the last answer in mind; a new subject forgets it.

Three readings, tried in order: another actor or another question about the same statement,
"the others", and one aspect (number, steps, price…) of what was just shown. When none holds, the last
entries only get a small advantage in the ranking (`context_bonus`), and only if the question leans
on what came before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.conversation import Conversation
from bot.core.model import Knowledge, Statement
from bot.core.text import Query, normalise

LEANING = re.compile(
    r"^(?:et|ok|oki|okay|mais|du coup|donc|alors|ah|oui|non|d accord|merci|dac|super|bon|sinon|meme|pareil"
    r"|aussi|ca|c est|il|elle|ils|elles|leur|leurs|sa|son|y a|combien|comment|qui|quel\w*|ou|pourquoi"
    r"|je fais|plus)\b"
)
# « et si je passe fonctionnaire ? » : one more condition on what was just shown.
SUPPOSING = re.compile(r"^(?:(?:et|ok|oui|mais|bon|meme|alors|du coup|d accord) )*si\b")
OTHERS = re.compile(r"\b(?:les|aux|des) (?:\w+ )?autres?\b|\bles suivant\w*|\bcompare\w*|\btous les quatre\b")
SURVEY_WORDS = (
    ("survey.definition", re.compile(r"\bdefini\w*")),
    ("survey.apports", re.compile(r"\bapport\w*|\bapporte\w*|\bsert a quoi le partenariat")),
    ("survey.aller-plus-loin", re.compile(r"\bplus loin\b|\bpropose\w*|\bameliore\w*|\bavenir\b")),
)
ASPECTS = (
    (
        "contact",
        re.compile(
            r"\b(?:numeros?|num|tel|telephone\w*|appel\w*|joindre|contact\w*|mail|adresse|horaires?|"
            r"ouvert\w*|rdv|rendez vous|lien|site|url|parler a|reponde?nt pas)\b"
        ),
    ),
    (
        "steps",
        re.compile(
            r"\b(?:comment (?:on |je |tu |faire|ca se)|on fait comment|je fais comment|fais comment|"
            r"demarches?|etapes?|par ou|marche a suivre|on fait quoi|je fais quoi|faire quoi)"
        ),
    ),
    (
        "details",
        re.compile(
            r"\b(?:combien|gratuits?|gratuite|payante?s?|prix|cout\w*|coute|cher|frais|rembours\w*|"
            r"conditions?|et si|ans|quand|delai\w*|date|duree|longtemps|pourquoi|papiers?|documents?)\b"
        ),
    ),
    (
        "words",
        re.compile(
            r"\b(?:qui (?:a |l )?(?:a )?(?:dit|parle)|c est qui|de qui|auteur|ouvrage|livre|tire de)\b"
        ),
    ),
)
SHORT = 8  # words: beyond that a question usually carries its own subject
LONGEST = 14
BONUS = 0.8
NEIGHBOUR_BONUS = 0.15


@dataclass(frozen=True, slots=True)
class Followup:
    """What a follow-up asks to show: entries, and the view of the first one."""

    entries: tuple[str, ...]
    view: str = ""


class Names:
    """Recognises organisations (their names, their speakers) and schemes named in a question."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def _organisations(self) -> dict[str, re.Pattern[str]]:
        knowledge = self._knowledge
        names = {o.id: [o.name, *o.names] for o in knowledge.organisations.values()}
        for statement in knowledge.statements.values():
            if statement.organisation:
                names[statement.organisation].append(statement.speaker.split()[-1])
        return {i: _any_of(n) for i, n in names.items()}

    @cached_property
    def _sheets(self) -> dict[str, re.Pattern[str]]:
        return {s.id: _any_of(s.names) for s in self._knowledge.sheets.values() if s.names}

    def organisations(self, query: Query) -> tuple[str, ...]:
        """Ids of the organisations named, or whose speaker is named, in the order of the base."""
        return _found(self._organisations, query)

    def sheets(self, query: Query) -> tuple[str, ...]:
        """Ids of the sheets whose scheme is named."""
        return _found(self._sheets, query)

    def sheet_patterns(self) -> Mapping[str, re.Pattern[str]]:
        """Sheet id -> pattern of its scheme's names."""
        return self._sheets


def _any_of(names: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    written = sorted({re.escape(normalise(n)) for n in names}, key=lambda n: (-len(n), n))
    return re.compile(r"\b(?:" + "|".join(written) + r")\b")


def _found(patterns: Mapping[str, re.Pattern[str]], query: Query) -> tuple[str, ...]:
    return tuple(i for i, p in patterns.items() if p.search(query.text) or p.search(query.plain))


def read_followup(
    query: Query, conversation: Conversation, knowledge: Knowledge, names: Names
) -> Followup | None:
    """What the question asks about the last answer, or None when it stands on its own."""
    last = conversation.entries[0] if conversation.entries else ""
    if last not in knowledge.entries or len(query.words) > LONGEST:
        return None
    entry = knowledge.entries[last]
    if isinstance(entry, Statement):
        found = _statement_switch(query, entry, conversation, knowledge, names)
        if found:
            return found
    if names.sheets(query) or [o for o in names.organisations(query) if o != conversation.organisation]:
        return None
    if len(query.words) <= SHORT:
        return _aspect(query, last)
    return None


def _statement_switch(
    query: Query, last: Statement, conversation: Conversation, knowledge: Knowledge, names: Names
) -> Followup | None:
    """Same question and another speaker, same speaker and another question, or all the others."""
    siblings = [
        s.id
        for s in knowledge.statements.values()
        if s.survey_question == last.survey_question and s.status == "active"
    ]
    if OTHERS.search(query.text):
        in_order = tuple(e for e in knowledge.collections[last.survey_question].entries if e in siblings)
        if "compare" in query.text:
            return Followup(in_order)
        return Followup(tuple(e for e in in_order if e not in conversation.entries) or in_order)
    asked = next((q for q, p in SURVEY_WORDS if p.search(query.text)), "")
    speakers = names.organisations(query)
    if not speakers and not asked:
        return _author(query, siblings, knowledge)
    organisation = speakers[0] if speakers else last.organisation
    if len(query.words) > SHORT and not asked:
        return None
    return _statement_of(organisation, asked or last.survey_question, knowledge)


def _author(query: Query, siblings: list[str], knowledge: Knowledge) -> Followup | None:
    """Another author of the same heading, named by surname."""
    for sibling in siblings:
        surnames = [w for w in knowledge.statements[sibling].speaker.split() if w.isupper()]
        if any(re.search(rf"\b{re.escape(normalise(s))}\b", query.text) for s in surnames):
            return Followup((sibling,))
    return None


def _statement_of(organisation: str, question: str, knowledge: Knowledge) -> Followup | None:
    for statement in knowledge.statements.values():
        here = statement.organisation == organisation and statement.survey_question == question
        if organisation and here and statement.id in knowledge.entries:
            return Followup((statement.id,))
    return None


def _aspect(query: Query, last: str) -> Followup | None:
    """One aspect of the last entry: its contact, steps, details or who said it."""
    for view, pattern in ASPECTS:
        if pattern.search(query.text):
            return Followup((last,), view)
    return None


def context_bonus(query: Query, conversation: Conversation, knowledge: Knowledge) -> dict[str, float]:
    """Advantage of the last entry and of its neighbours for a question that leans on what came before."""
    if not conversation.entries or len(query.words) > LONGEST:
        return {}
    leaning = bool(LEANING.search(query.text)) or len(query.words) <= 4
    if not leaning:
        return dict.fromkeys(conversation.entries[:1], BONUS / 2)
    bonus = dict.fromkeys(conversation.entries[:1], BONUS)
    sheet = knowledge.sheets.get(conversation.entries[0])
    for related in sheet.related if sheet else ():
        bonus.setdefault(related, NEIGHBOUR_BONUS)
    return bonus
