"""From rankings to one decision: answer, clarify, abstain, raise an emergency or chat.

The rules stand in `decide`, in the order in which they apply; every figure they use stands in
`Thresholds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core import model
from bot.core.matching import OUT_OF_SCOPE, SMALL_TALK, Match
from bot.core.model import Knowledge
from bot.core.safety import Sighting


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Fitted on the two halves of our labelled questions, in the proportions of everyday use
    (tests/benchmarks/fit_thresholds.py prints the table they were read from).

    answer_threshold: best score from which an entry may be answered.
    ambiguity_margin: how far the best must stand above the second. Scores sum to 1, so that it only
    decides should answer_threshold go below 0.68.
    clarify_threshold: share of belief in all entries of the base from which a choice is worth offering; a
    question that is out of scope by more than the rest is declined.
    choice_floor: score from which an entry is worth a place among the choices.
    least_belief: score that the best entry needs for a choice to be offered at all.
    """

    answer_threshold: float = 0.8
    ambiguity_margin: float = 0.35
    clarify_threshold: float = 0.5
    choice_floor: float = 0.015
    least_belief: float = 0.1


MAX_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """Show these entries; `view` is the part of the card that was asked for."""

    entries: tuple[str, ...]
    view: str = ""
    collection: str = ""
    elsewhere: str = ""  # a place outside the area of the entry, to be said


@dataclass(frozen=True, slots=True)
class Clarify:
    """Offer two to four entries. `collection` is set when a word has several meanings."""

    choices: tuple[str, ...]
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Abstain:
    """Decline. `near` is an entry that would only be true of another place."""

    reason: Literal["unknown", "elsewhere"] = "unknown"
    near: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Raise these emergencies, most pressing first (the sheets are `model.Emergency`)."""

    emergencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chat:
    """Small talk of this kind."""

    kind: str


Decision = Answer | Clarify | Abstain | Emergency | Chat

# What can decide, in the order in which it is tried; the second to fourth are tried by the assistant.
Rule = Literal[
    "emergency",  # an emergency was seen
    "empty",  # there is no word to read
    "number",  # an emergency number is asked about as information
    "follow-up",  # the question goes on about what was just shown
    "small-talk",
    "out-of-scope",
    "clear",  # one entry is likely enough and stands clear of the others
    "choice",  # some entries are likely, none is clear
    "nothing-near",
]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, and the rule that made it."""

    rule: Rule
    decision: Decision


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a decision rests on.

    sightings: emergencies seen. matches: ranking of all labels. rejected: entries that the person
    says they do not want. elsewhere: a place named outside the territory, or "".
    """

    sightings: tuple[Sighting, ...]
    matches: tuple[Match, ...]
    rejected: frozenset[str] = frozenset()
    elsewhere: str = ""


def decide(evidence: Evidence, knowledge: Knowledge, thresholds: Thresholds | None = None) -> Ruling:
    """Apply the rules in order; the first that holds decides."""
    limits = thresholds or Thresholds()
    if evidence.sightings:
        return Ruling("emergency", Emergency(tuple(s.emergency for s in evidence.sightings)))
    best = evidence.matches[0]
    talk = sum(m.score for m in evidence.matches if m.entry.startswith(SMALL_TALK))
    outside = sum(m.score for m in evidence.matches if m.entry == OUT_OF_SCOPE)
    known = [m for m in evidence.matches if is_entry(m.entry) and m.entry not in evidence.rejected]
    if talk >= max(outside, known[0].score if known else 0.0) and talk > 0.3:
        return Ruling("small-talk", Chat(_first_talk(evidence.matches)))
    if not known or (best.entry == OUT_OF_SCOPE and outside > 1 - limits.clarify_threshold):
        return Ruling("out-of-scope", Abstain())
    if is_clear(known, outside, limits):
        return Ruling("clear", _answer(known, knowledge, evidence, limits))
    instead = _instead(known, evidence.rejected, knowledge, limits)
    if instead:
        return Ruling("choice", Clarify(instead))
    inside = 1.0 - outside - talk
    choices = _choices(known, knowledge, evidence, limits)
    likely = inside >= limits.clarify_threshold and known[0].score >= limits.least_belief
    if likely and len(choices) > 1:
        word = known[0].entry if _has_meanings(known[0].entry, knowledge) else ""
        return Ruling("choice", Clarify(choices, collection=word))
    return Ruling("nothing-near", Abstain())


def is_entry(label: str) -> bool:
    """Whether a label of the ranking is an entry of the base."""
    return label != OUT_OF_SCOPE and not label.startswith(SMALL_TALK)


def is_clear(known: Sequence[Match], outside: float, limits: Thresholds) -> bool:
    """Whether the best entry is likely enough and stands clear of the second and of "out of scope"."""
    best = known[0].score
    second = max(known[1].score if len(known) > 1 else 0.0, outside)
    return best >= limits.answer_threshold and best - second >= limits.ambiguity_margin


def _instead(
    known: Sequence[Match], rejected: frozenset[str], knowledge: Knowledge, limits: Thresholds
) -> tuple[str, ...]:
    """Choices when nothing is clear and a scheme is refused: other sheets that are worth a place, then what
    is related to the refused one; empty when nothing is refused or there is no choice to make of it."""
    sheets = [m.entry for m in known if m.entry in knowledge.sheets and m.score >= limits.choice_floor]
    related = [e for r in sorted(rejected) if r in knowledge.sheets for e in knowledge.sheets[r].related]
    offered = dict.fromkeys(e for e in sheets + related if e in knowledge.entries and e not in rejected)
    return tuple(offered)[:MAX_CHOICES] if rejected and len(offered) > 1 else ()


def _first_talk(matches: Sequence[Match]) -> str:
    return next(m.entry for m in matches if m.entry.startswith(SMALL_TALK)).removeprefix(SMALL_TALK)


def _answer(known: Sequence[Match], knowledge: Knowledge, evidence: Evidence, limits: Thresholds) -> Decision:
    """What answering the best entry means, by its kind."""
    entry, elsewhere = known[0].entry, evidence.elsewhere
    match knowledge.entries.get(entry):
        case model.Collection(kind="choix"):
            return Clarify(_choices(known, knowledge, evidence, limits), collection=entry)
        case model.Collection() as collection:
            shown = tuple(e for e in collection.entries if e in knowledge.entries)
            return Answer(shown, collection=entry)
        case model.Sheet(area="ain" | "haut-bugey") if elsewhere:
            return Abstain("elsewhere", near=entry, place=elsewhere)
        case model.Sheet() | model.Statement() | model.Organisation() | model.Emergency():
            return Answer((entry,), elsewhere=elsewhere)
        case None:
            return Abstain()


def _has_meanings(entry: str, knowledge: Knowledge) -> bool:
    """Whether an entry is a word with several meanings, to choose from."""
    collection = knowledge.collections.get(entry)
    return collection is not None and collection.kind == "choix"


def _choices(
    known: Sequence[Match], knowledge: Knowledge, evidence: Evidence, limits: Thresholds
) -> tuple[str, ...]:
    """The likeliest entries, `MAX_CHOICES` at most: words of several meanings opened, none refused."""
    offered: list[str] = []
    for match in known:
        if (match.score < limits.choice_floor and len(offered) >= 2) or len(offered) >= MAX_CHOICES:
            break
        several = _has_meanings(match.entry, knowledge)
        opened = knowledge.collections[match.entry].entries if several else (match.entry,)
        aside = evidence.rejected.union(offered)
        offered += [e for e in opened if e not in aside and e in knowledge.entries]
    return tuple(offered[:MAX_CHOICES])
