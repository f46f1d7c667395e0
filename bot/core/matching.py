"""Which entries a question may be about, best first: `Matcher.match` ranks and applies no threshold.

Labels are the ids of entries, `OUT_OF_SCOPE` and the kinds of small talk (`SMALL_TALK` + kind).
Emergencies are not ranked: they have a detector of their own (safety.py), and leaving them out made
the ranking right 2 points more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from bot.core import linear
from bot.core.model import Knowledge
from bot.core.text import Query, Reader, normalise

OUT_OF_SCOPE = "hors-sujet"
SMALL_TALK = "bavardage."
TOGETHER = "+"  # a phrasing file named a+b belongs to both emergencies
# Margins become shares of belief by a softmax; the slope was fitted by cross-validation on the
# phrasings (tests/benchmarks/fit_thresholds.py) so that a score of 0.8 is right about 8 times in 10.
SLOPE = 5.0
REGULARISATION = 0.6
KNOWN_FROM = 3  # a word seen in this many phrasings is taken to be spelt right


class Calm(NamedTuple):
    """Margins of a question; the defaults are those of a question about nothing."""

    entry: float = -0.6
    outside: float = -0.6
    talk: float = -0.8


CALM = Calm()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, the phrasing that is the question word for word (or ""), and a score of 0-1."""

    entry: str
    phrasing: str
    score: float


def training_pairs(knowledge: Knowledge) -> Iterator[tuple[str, frozenset[str]]]:
    """Every phrasing of the base with its labels, in the order of the ids."""
    for entry, phrasings in sorted(knowledge.phrasings.items()):
        for phrasing in phrasings:
            yield phrasing, frozenset(entry.split(TOGETHER))
    for kind, talk in sorted(knowledge.small_talk.items()):
        for phrasing in talk.phrasings:
            yield phrasing, frozenset({SMALL_TALK + kind})
    for phrasing in knowledge.out_of_scope.phrasings:
        yield phrasing, frozenset({OUT_OF_SCOPE})


def ranked_pairs(knowledge: Knowledge) -> list[tuple[str, frozenset[str]]]:
    """The training pairs of the ranking: all but the emergencies."""
    emergencies = frozenset(knowledge.emergencies)
    return [(p, labels) for p, labels in training_pairs(knowledge) if not labels & emergencies]


def build_reader(knowledge: Knowledge) -> Reader:
    """A reader whose known words are those that the phrasings use often enough."""
    words = knowledge.vocabulary.words
    plain = Reader(words)
    texts = [p for p, _ in training_pairs(knowledge)] + list(knowledge.false_alarms.phrasings)
    seen = Counter(w for t in texts for w in set(plain.read(t).words))
    names = (w for o in knowledge.organisations.values() for w in normalise(o.name).split())
    return Reader(words, [w for w, n in seen.items() if n >= KNOWN_FROM] + list(names))


class Matcher:
    """Ranks every label for a question.

    model: fitted on the phrasings. exact: read phrasing -> label, for word-for-word questions.
    """

    def __init__(self, model: linear.LinearModel, exact: Mapping[str, tuple[str, str]]) -> None:
        self.model = model
        self._exact = exact

    @classmethod
    def fit(cls, knowledge: Knowledge, reader: Reader) -> Matcher:
        """Learn from the phrasings of `knowledge`; takes tens of seconds, the result is worth keeping."""
        pairs = [(reader.read(p).text, labels) for p, labels in ranked_pairs(knowledge)]
        texts, labels = [t for t, _ in pairs], [found for _, found in pairs]
        return cls(linear.fit(texts, labels, regularisation=REGULARISATION), exact_index(knowledge))

    def match(self, query: Query, *, bonus: Mapping[str, float] | None = None) -> tuple[Match, ...]:
        """All labels, best first; scores sum to 1. `bonus` adds to the margin of some labels.

        A question that is a phrasing word for word gets that phrasing's entry with score 1.
        """
        margins = self.model.margins(query.text)
        for index, label in enumerate(self.model.labels):
            margins[index] += (bonus or {}).get(label, 0.0)
        scores = _shares(margins)
        known = self._exact.get(query.plain)
        if known and known[0] in self.model.labels:
            scores = np.where(np.array(self.model.labels) == known[0], 1.0, scores * 1e-3)
        order = np.argsort(-scores, kind="stable")
        return tuple(
            Match(
                label := self.model.labels[i],
                known[1] if known and known[0] == label else "",
                float(scores[i]),
            )
            for i in order
        )

    def calm(self, query: Query) -> Calm:
        """What the ranking believes, for the emergency detector: margins of the best entry, of out of
        scope and of small talk."""
        margins = dict(zip(self.model.labels, map(float, self.model.margins(query.text)), strict=True))
        talk = max((m for label, m in margins.items() if label.startswith(SMALL_TALK)), default=CALM.talk)
        outside = margins.get(OUT_OF_SCOPE, CALM.outside)
        entries = (
            m for label, m in margins.items() if label != OUT_OF_SCOPE and not label.startswith(SMALL_TALK)
        )
        return Calm(max(entries, default=CALM.entry), outside, talk)


def blend(first: tuple[Match, ...], second: tuple[Match, ...], *, share: float) -> tuple[Match, ...]:
    """Two rankings of one question as one: `share` of the second, the rest of the first."""
    other = {m.entry: m.score for m in second}
    mixed = [Match(m.entry, m.phrasing, (1 - share) * m.score + share * other[m.entry]) for m in first]
    return tuple(sorted(mixed, key=lambda m: -m.score))


def exact_index(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """Normalised phrasing -> (label, phrasing)."""
    return {normalise(p): (min(labels), p) for p, labels in ranked_pairs(knowledge) if len(labels) == 1}


def nearest_phrasings(
    query: Query, phrasings: tuple[str, ...], *, limit: int = 3
) -> tuple[tuple[str, float], ...]:
    """The phrasings closest to the question, with a likeness of 0-1: to explain, never to decide."""
    found = process.extract(query.text, phrasings, processor=normalise, scorer=_likeness, limit=limit)
    return tuple((phrasing, score / 100) for phrasing, score, _ in found)


def _likeness(one: str, other: str, **_: object) -> float:
    """Words shared, and how little stands beside them (0-100)."""
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _shares(margins: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Softmax of the margins, stable for large values."""
    powers = np.exp(SLOPE * (margins - margins.max()))
    shares: npt.NDArray[np.float32] = powers / powers.sum()
    return shares
