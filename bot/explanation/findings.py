"""What the assistant saw in a question, gathered step by step with its own parts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.decision import Evidence, Ruling
from bot.core.matching import OUT_OF_SCOPE, SMALL_TALK, Match, nearest_phrasings
from bot.core.model import Knowledge
from bot.core.reply import Reply
from bot.core.safety import ANY, Sighting, without_denials
from bot.core.text import Query

SHOWN = 5
SPOKE_FROM = 0.5  # a phrasing less like the question than this did not speak for anything
WORDS_SHOWN = 4
WEIGHED_FROM = 0.05  # margin


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label of the ranking with its score, the phrasings most like the question (likeness 0-1), and the
    words without which its margin would fall most."""

    label: str
    score: float
    exact: str
    phrasings: tuple[tuple[str, float], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """alarming: what emergencies are looked for in, without what denies one. strength: how strongly the
    detector suspects an emergency, raised above safety.RAISE_ABOVE; suspected: the likeliest emergency and
    its margin. evidence is None where there was no word to read."""

    query: Query
    alarming: Query
    sightings: tuple[Sighting, ...]
    strength: float
    suspected: tuple[str, float]
    evidence: Evidence | None
    candidates: tuple[Candidate, ...]
    ruling: Ruling
    reply: Reply


def look_into(assistant: Assistant, question: str, conversation: Conversation) -> Findings:
    """Everything that led from a question to its reply."""
    query = assistant.reader.read(question)
    sightings = assistant.look_for_emergencies(question, conversation)
    evidence = assistant.evidence(query, conversation) if query.words else None
    alarming = assistant.reader.read(without_denials(question))
    margins = {e: m for e, m in assistant.detector.margins(alarming).items() if e != ANY}
    suspected = max(margins.items(), key=lambda item: item[1], default=("", 0.0))
    best = evidence.matches[:SHOWN] if evidence else ()
    return Findings(
        query=query,
        alarming=alarming,
        sightings=sightings,
        strength=assistant.detector.strength(alarming, assistant.matcher.calm(alarming)),
        suspected=suspected,
        evidence=evidence,
        candidates=tuple(_candidate(assistant, query, match) for match in best),
        ruling=assistant.decide(question, conversation, sightings)[0],
        reply=assistant.reply_to(question, conversation)[0],
    )


def _candidate(assistant: Assistant, query: Query, match: Match) -> Candidate:
    phrasings = phrasings_of(assistant.knowledge, match.entry)
    near = tuple(
        (p, likeness) for p, likeness in nearest_phrasings(query, phrasings) if likeness >= SPOKE_FROM
    )
    return Candidate(
        match.entry, match.score, match.phrasing, near, _weighty_words(assistant, query, match.entry)
    )


def phrasings_of(knowledge: Knowledge, label: str) -> tuple[str, ...]:
    """The phrasings that teach a label of the ranking."""
    if label == OUT_OF_SCOPE:
        return knowledge.out_of_scope.phrasings
    if label.startswith(SMALL_TALK):
        return knowledge.small_talk[label.removeprefix(SMALL_TALK)].phrasings
    return knowledge.phrasings.get(label, ())


def _weighty_words(assistant: Assistant, query: Query, label: str) -> tuple[str, ...]:
    """The words whose absence would lower the margin of `label` most, heaviest first."""
    model = assistant.matcher.model
    column = model.labels.index(label)
    whole = float(model.margins(query.text)[column])
    losses = {
        word: whole - float(model.margins(" ".join(w for w in query.words if w != word))[column])
        for word in dict.fromkeys(query.words)
    }
    heavy = sorted((w for w in losses if losses[w] >= WEIGHED_FROM), key=lambda w: -losses[w])
    return tuple(heavy[:WORDS_SHOWN])
