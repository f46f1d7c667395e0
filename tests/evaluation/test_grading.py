"""Every line of the table of classes, and its edges."""

import pytest

from bot.evaluation.figures import graded
from bot.evaluation.grading import Given, grade
from bot.evaluation.labelled import Labelled
from bot.wire import Asked


def label(ok: str, any_of: str = "", all_of: str = "", organisations: str = "") -> Labelled:
    """A label written as words between spaces."""
    parts = (tuple(text.split()) for text in (ok, any_of, all_of, organisations))
    return Labelled(Asked(("question",)), *parts)


def given(decision: str, entries: str = "") -> Given:
    return Given(decision, tuple(entries.split()))


VISALE = label("answer", "visale", organisations="action-logement")
EITHER = label("answer clarify", "loca-pass fsl")
DECLINED = label("abstain")
URGENT = label("emergency", "sans-abri", "sans-abri mineur-en-danger")
DEFINITIONS = label("answer", "a.definition b.definition", "a.definition b.definition")
LOCAL_ELSEWHERE = label("abstain answer", "fsl", organisations="departement-ain")
INFORMATION = label("answer clarify abstain emergency", "sans-abri")


@pytest.mark.parametrize(
    ("wanted", "reply", "expected"),
    [
        (VISALE, given("answer", "visale"), "right"),
        (VISALE, given("answer", "visale loca-pass"), "right"),
        (VISALE, given("answer", "loca-pass visale"), "wrong"),
        (VISALE, given("answer"), "wrong"),
        (VISALE, given("clarify", "loca-pass visale"), "one-tap"),
        (VISALE, given("clarify", "loca-pass fsl"), "miss"),
        (VISALE, given("clarify", "a b c d visale"), "miss"),
        (VISALE, given("answer", "action-logement"), "one-tap"),
        (VISALE, given("answer", "caf-de-l-ain"), "wrong"),
        (VISALE, given("abstain"), "miss"),
        (VISALE, given("chat"), "miss"),
        (VISALE, given("emergency", "sans-abri"), "wrong"),
        (EITHER, given("clarify", "visale fsl"), "right"),
        (EITHER, given("clarify", "a b c fsl"), "right"),
        (EITHER, given("clarify", "a b c d fsl"), "miss"),
        (EITHER, given("clarify", "visale"), "miss"),
        (DECLINED, given("abstain"), "right"),
        (DECLINED, given("clarify", "visale fsl"), "needless"),
        (DECLINED, given("chat"), "needless"),
        (DECLINED, given("answer", "visale"), "wrong"),
        (DECLINED, given("emergency", "sans-abri"), "wrong"),
        (label("chat"), given("chat"), "right"),
        (label("chat"), given("abstain"), "miss"),
        (label("chat"), given("clarify", "visale fsl"), "needless"),
        (label("chat"), given("answer", "visale"), "wrong"),
        (URGENT, given("emergency", "sans-abri mineur-en-danger"), "right"),
        (URGENT, given("emergency", "sans-abri"), "wrong"),
        (URGENT, given("emergency", "mineur-en-danger sans-abri"), "wrong"),
        (URGENT, given("answer", "sans-abri"), "wrong"),
        (URGENT, given("clarify", "sans-abri visale"), "wrong"),
        (URGENT, given("abstain"), "wrong"),
        (DEFINITIONS, given("answer", "b.definition a.definition"), "right"),
        (DEFINITIONS, given("answer", "a.definition"), "wrong"),
        (DEFINITIONS, given("clarify", "a.definition"), "one-tap"),
        (LOCAL_ELSEWHERE, given("abstain"), "right"),
        (LOCAL_ELSEWHERE, given("answer", "fsl"), "right"),
        (LOCAL_ELSEWHERE, given("clarify", "fsl visale"), "one-tap"),
        (LOCAL_ELSEWHERE, given("answer", "departement-ain"), "one-tap"),
        (LOCAL_ELSEWHERE, given("answer", "visale"), "wrong"),
        (INFORMATION, given("emergency", "sans-abri"), "right"),
        (INFORMATION, given("emergency", "violences"), "wrong"),
        (INFORMATION, given("chat"), "miss"),
        (label("answer"), given("answer", "anything"), "right"),
    ],
)
def test_grade_follows_the_table(wanted: Labelled, reply: Given, expected: str) -> None:
    assert grade(wanted, reply) == expected


def test_a_graded_reply_carries_its_question() -> None:
    assert graded(VISALE, given("abstain")).label is VISALE
