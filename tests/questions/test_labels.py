"""The labelled questions themselves: enough of them, well formed, and not learnt by heart."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.core.model import Knowledge
from bot.core.text import normalise
from bot.evaluation.labelled import Labelled
from bot.wire import Asked
from tests.questions.copies import as_mapping, near_copies, written_phrasings
from tests.questions.halves import HALVES, Half, half_of, questions

STYLES = {
    "plain",
    "typo",
    "sms",
    "allophone",
    "pro",
    "statement",
    "negation",
    "near-miss",
    "out-of-scope",
    "elsewhere",
    "emergency",
    "false-alarm",
    "smalltalk",
    "followup",
}
EASY = {"plain", "typo", "sms", "allophone", "pro", "statement", "smalltalk"}


def test_there_are_enough_in_every_style() -> None:
    styles = Counter(q.style for q in questions())
    assert set(styles) == STYLES
    assert styles.total() >= 600
    assert min(styles.values()) >= 15


def test_hard_ones_are_as_many_as_easy_ones() -> None:
    styles = Counter(q.style for q in questions())
    easy = sum(styles[s] for s in EASY)
    assert styles.total() - easy >= easy


@pytest.mark.parametrize("half", HALVES)
def test_each_question_lies_in_the_half_of_its_words(half: Half) -> None:
    assert [q.place for q in questions(half) if half_of(q) != half] == []


def test_no_question_stands_twice() -> None:
    texts = Counter(" / ".join(map(normalise, q.asked.turns)) for q in questions())
    assert [text for text, n in texts.items() if n > 1] == []


def test_labels_name_entries_and_organisations_of_the_base(knowledge: Knowledge) -> None:
    unknown = [
        (q.place, name)
        for q in questions()
        for name in (*q.any_of, *q.all_of)
        if name not in knowledge.entries
    ]
    strangers = [
        (q.place, o) for q in questions() for o in q.organisations if o not in knowledge.organisations
    ]
    assert (unknown, strangers) == ([], [])


def test_no_question_is_a_phrasing_or_nearly_one(knowledge: Knowledge) -> None:
    assert as_mapping(near_copies(questions(), written_phrasings(knowledge))) == {}


def question(*turns: str) -> Labelled:
    return Labelled(Asked(turns), ("answer",))


@pytest.mark.parametrize(
    ("turns", "phrasing", "is_copy"),
    [
        (("Volonté !",), "volonté", True),
        (("les hybrides",), "hybrides", False),
        (("désolée, trompée de conversation",), "trompée de conversation, désolée", True),
        (("le garant de mon studio",), "le garant de mon studiio", True),
        (("garant", "et la caution ?"), "et la caution", True),
        (("garant", "et la cautions ?"), "et la caution", False),
        (("comment avoir un garant quand on est apprenti",), "garant", False),
    ],
)
def test_what_counts_as_a_copy(turns: tuple[str, ...], phrasing: str, is_copy: bool) -> None:
    assert bool(near_copies([question(*turns)], [(phrasing, "x.yaml")])) == is_copy
