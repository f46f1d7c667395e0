"""Labelled questions that are too close to a phrasing: an exam must not be learnt by heart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.model import Knowledge
from bot.core.text import normalise
from bot.evaluation.labelled import Labelled

TOO_CLOSE = 90  # likeness of 0-100, by characters and by sets of words
SHORTER = 0.8  # a phrasing this much shorter or longer shares some words, it is no copy


class Copy(NamedTuple):
    question: str
    phrasing: str
    file: str


def written_phrasings(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every sentence that anything is learnt from, with the file where it stands."""
    for entry, phrasings in knowledge.phrasings.items():
        yield from ((p, f"phrasings/{entry}.yaml") for p in phrasings)
    for talk in knowledge.small_talk.values():
        yield from ((p, "small_talk.yaml") for p in talk.phrasings)
    yield from ((p, "out_of_scope.yaml") for p in knowledge.out_of_scope.phrasings)
    yield from ((p, "false_alarms.yaml") for p in knowledge.false_alarms.phrasings)


def near_copies(questions: Iterable[Labelled], phrasings: Iterable[tuple[str, str]]) -> list[Copy]:
    """Pairs of a question and a phrasing that say the same in nearly the same letters or words.

    The last turn of a dialogue leans on the others, so only its exact copy counts.
    """
    known = sorted(((normalise(p), p, file) for p, file in phrasings), key=lambda k: (len(k[0]), k))
    asked = [(normalise(q.asked.turns[-1]), q) for q in questions]
    alone = [(text, q) for text, q in asked if len(q.asked.turns) == 1]
    found = {(q.text, k[1], k[2]) for text, q in asked for k in known if k[0] == text}
    found |= {
        (alone[i][1].text, *known[j][1:]) for i, j in _alike([t for t, _ in alone], [k[0] for k in known])
    }
    return sorted(Copy(*pair) for pair in found)


def _alike(asked: Sequence[str], known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices of the pairs that are too close. `known` goes from the shortest to the longest."""
    by_letters = process.cdist(asked, known, scorer=fuzz.ratio, score_cutoff=TOO_CLOSE, dtype=np.uint8)
    yield from ((int(i), int(j)) for i, j in np.argwhere(by_letters))
    lengths = [len(k) for k in known]
    for i, text in enumerate(asked):
        low, high = bisect_left(lengths, len(text) * SHORTER), bisect_right(lengths, len(text) / SHORTER)
        close = process.extract_iter(
            text, known[low:high], scorer=fuzz.token_set_ratio, score_cutoff=TOO_CLOSE
        )
        yield from ((i, low + j) for _, _, j in close)


def as_mapping(copies: Iterable[Copy]) -> Mapping[str, list[str]]:
    """Phrasings to take out, by file."""
    files: dict[str, list[str]] = {}
    for copy in copies:
        files.setdefault(copy.file, []).append(copy.phrasing)
    return files
