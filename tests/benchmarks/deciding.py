"""From the scores of a peer to decisions, with the thresholds that suit it best on the dev half.

A peer gets all that our matcher gets: the same phrasings with out of scope, small talk, emergencies and
false alarms as labels; it may clarify and abstain; and its four limits are the best of a grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from bot.core.compose import organisation_of
from bot.core.matching import OUT_OF_SCOPE, SMALL_TALK, TOGETHER, training_pairs
from bot.core.model import Collection, Knowledge
from bot.core.text import normalise
from bot.evaluation.figures import Graded, graded
from bot.evaluation.grading import MAX_CHOICES, Given, Grade, grade
from bot.evaluation.labelled import Labelled
from tests.benchmarks.peers import Scorer

FALSE_ALARM = "fausse-alerte"
WORTH: Mapping[Grade, float] = {"right": 3.0, "one-tap": 2.0, "wrong": -3.0}
KEPT = 6  # labels of a ranking that a decision may look at


@dataclass(frozen=True, slots=True)
class Limits:
    """answer, clarify: lowest score of the best label. margin: how far it stands above the second, as a
    share of its score. urgent: share of the best other score that an emergency must reach."""

    answer: float
    clarify: float
    margin: float
    urgent: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best labels of a question (no emergency, no false alarm), the best emergency and the best score
    that speaks against it."""

    best: tuple[tuple[str, float], ...]
    urgent: tuple[str, float]
    against: float


class Shelf:
    """The phrasings of a base, grouped by label, and how a label is shown."""

    def __init__(self, knowledge: Knowledge) -> None:
        pairs = [(TOGETHER.join(sorted(labels)), normalise(p)) for p, labels in training_pairs(knowledge)]
        pairs += [(FALSE_ALARM, normalise(p)) for p in knowledge.false_alarms.phrasings]
        pairs.sort()
        self.knowledge = knowledge
        self.texts = [text for _, text in pairs]
        labels = [label for label, _ in pairs]
        self.labels = sorted(set(labels))
        self._starts = [labels.index(label) for label in self.labels]
        self._is_urgent = np.array(
            [set(la.split(TOGETHER)) <= set(knowledge.emergencies) for la in self.labels]
        )
        self._is_plain = ~self._is_urgent & np.array([label != FALSE_ALARM for label in self.labels])

    def rank(self, scorer: Scorer, question: str) -> Ranking:
        """The labels of a question, each with its best phrasing's score."""
        scores = np.maximum.reduceat(scorer(normalise(question)), self._starts)
        plain = np.where(self._is_plain, scores, -1.0)
        order = np.argsort(-plain, kind="stable")[:KEPT]
        urgent = int(np.argmax(np.where(self._is_urgent, scores, -1.0)))
        against = float(scores[~self._is_urgent].max())
        best = tuple((self.labels[i], float(scores[i])) for i in order)
        return Ranking(best, (self.labels[urgent], float(scores[urgent])), against)

    def decide(self, ranking: Ranking, limits: Limits) -> Given:
        """What is replied to a question."""
        emergency, strength = ranking.urgent
        (first, score), (_, second) = ranking.best[:2]
        if strength >= max(limits.clarify, limits.urgent * ranking.against):
            return Given("emergency", tuple(emergency.split(TOGETHER)))
        if first == OUT_OF_SCOPE or score < limits.clarify:
            return Given("abstain")
        if first.startswith(SMALL_TALK):
            return Given("chat")
        if score >= limits.answer and score - second >= limits.margin * score:
            return self._answer(first)
        return self._clarify(ranking)

    def _answer(self, label: str) -> Given:
        entry = self.knowledge.entries[label]
        if isinstance(entry, Collection):
            return Given("clarify" if entry.kind == "choix" else "answer", entry.entries)
        return Given("answer", (label,), organisation_of(entry))

    def _clarify(self, ranking: Ranking) -> Given:
        labels = [label for label, _ in ranking.best if label in self.knowledge.entries]
        opened = [self._answer(label).entries if label == "caution-ambigu" else (label,) for label in labels]
        return Given("clarify", tuple(dict.fromkeys(e for entries in opened for e in entries))[:MAX_CHOICES])


def best_limits(shelf: Shelf, questions: Sequence[Labelled], rankings: Sequence[Ranking]) -> Limits:
    """The limits of the grid that do best on some questions, by right + 2 x helped - 3 x wrong (as ours are
    chosen: fit_thresholds.py)."""
    asked = list(zip(questions, rankings, strict=True))
    return max(_grid(rankings), key=lambda limits: _balance(shelf, asked, limits))


def _balance(shelf: Shelf, asked: Iterable[tuple[Labelled, Ranking]], limits: Limits) -> float:
    return sum(WORTH.get(grade(label, shelf.decide(ranking, limits)), 0.0) for label, ranking in asked)


def _grid(rankings: Sequence[Ranking]) -> Iterable[Limits]:
    """Limits spread over the scores that the questions really get."""
    tops = [ranking.best[0][1] for ranking in rankings]
    answers = [float(np.quantile(tops, q)) for q in (0.0, 0.2, 0.4, 0.6, 0.8)]
    clarifies = [float(np.quantile(tops, q)) for q in (0.0, 0.05, 0.15, 0.3, 0.5)]
    grid = product(answers, clarifies, (0.0, 0.03, 0.08, 0.15), (0.8, 0.9, 0.97, 1.0, 1.05))
    return (Limits(*values) for values in grid if values[1] <= values[0])


def grade_all(
    shelf: Shelf, questions: Sequence[Labelled], rankings: Sequence[Ranking], limits: Limits
) -> tuple[Graded, ...]:
    """Graded replies to some questions."""
    return tuple(
        graded(label, shelf.decide(ranking, limits))
        for label, ranking in zip(questions, rankings, strict=True)
    )
