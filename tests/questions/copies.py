"""Labelled questions that are too close to a phrasing: an exam must not be learnt by heart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.model import Knowledge
from bot.core.text import normalise
from bot.evaluation.labelled import Labelled

TOO_CLOSE = 90  # likeness of 0-100


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
    known = [(normalise(p), p, file) for p, file in phrasings]
    asked = [(normalise(q.asked.turns[-1]), q) for q in questions]
    exactly = {text: (phrasing, file) for text, phrasing, file in known}
    found = {(q.text, *exactly[text]) for text, q in asked if text in exactly}
    alone = [(text, q) for text, q in asked if len(q.asked.turns) == 1]
    for spell in (str, _word_set):
        pairs = _alike([spell(text) for text, _ in alone], [spell(k[0]) for k in known])
        found |= {(alone[i][1].text, *known[j][1:]) for i, j in pairs}
    return sorted(Copy(*pair) for pair in found)


def _word_set(text: str) -> str:
    """The words of a text, each once, in the order of the alphabet."""
    return " ".join(sorted(set(text.split())))


def _alike(asked: Sequence[str], known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices of the pairs whose letters are too close (`score_cutoff` lets rapidfuzz skip nearly all)."""
    scores = process.cdist(asked, known, scorer=fuzz.ratio, score_cutoff=TOO_CLOSE, dtype=np.uint8)
    return ((int(i), int(j)) for i, j in np.argwhere(scores))


def as_mapping(copies: Iterable[Copy]) -> Mapping[str, list[str]]:
    """Phrasings to take out, by file."""
    files: dict[str, list[str]] = {}
    for copy in copies:
        files.setdefault(copy.file, []).append(copy.phrasing)
    return files
