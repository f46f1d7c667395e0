import pytest

from bot.core.reply import Kind
from bot.evaluation.figures import (
    Bin,
    Confusion,
    Graded,
    calibration,
    confusions,
    figures,
    graded,
    missed_floors,
    split_by,
)
from bot.evaluation.grading import Given
from bot.evaluation.labelled import Labelled
from bot.wire import Asked


def case(
    ok: Kind,
    wanted: str,
    decision: Kind,
    shown: str = "",
    *,
    by: str | None = None,
    score: float | None = None,
    text: str = "question",
    style: str = "plain",
) -> Graded:
    """One graded reply; « contact » is the organisation that is always wanted."""
    label = Labelled(Asked((text,)), (ok,), tuple(wanted.split()), (), ("contact",), style)
    return graded(label, Given(decision, tuple(shown.split()), by, score))


EIGHT = [
    case("answer", "a", "answer", "a", by="contact", score=0.99),
    case("answer", "a", "answer", "a", by="other", score=0.85),
    case("answer", "a", "answer", "b", score=0.86, text="premier"),
    case("answer", "a", "clarify", "b a", style="sms"),
    case("answer", "a", "answer", "b", score=1.0, text="second"),
    case("abstain", "", "emergency", "e"),
    case("emergency", "e", "emergency", "e"),
    case("emergency", "e", "abstain"),
]


def test_shares_are_of_what_they_say() -> None:
    found = figures(EIGHT)
    assert (found.count, found.emergencies, found.contacts) == (8, 2, 2)
    assert (found.right, found.one_tap, found.helped) == (37.5, 12.5, 50.0)
    assert (found.wrong, found.miss, found.needless) == (50.0, 0.0, 0.0)
    assert (found.emergency_recall, found.contact) == (50.0, 50.0)
    assert found.false_alarms == pytest.approx(100 / 6)


def test_what_cannot_be_measured_is_none_and_misses_its_floor() -> None:
    nothing = figures([])
    assert (nothing.right, nothing.emergency_recall, nothing.false_alarms, nothing.contact) == (None,) * 4
    assert missed_floors(nothing, [("right", 0.0)]) == ("right",)


def test_an_emergency_that_is_acceptable_is_no_false_alarm() -> None:
    label = Labelled(Asked(("le 115 ?",)), ("answer", "emergency"), ("e",))
    found = figures([graded(label, Given("emergency", ("e",)))])
    assert (found.false_alarms, found.emergency_recall) == (0.0, None)


@pytest.mark.parametrize(
    ("floor", "missed"),
    [
        (("right", 37.5), ()),
        (("right", 37.6), ("right",)),
        (("wrong", 50.0), ()),
        (("wrong", 49.9), ("wrong",)),
        (("false_alarms", 10.0), ("false_alarms",)),
    ],
)
def test_a_floor_holds_on_its_own_side(floor: tuple[str, float], missed: tuple[str, ...]) -> None:
    assert missed_floors(figures(EIGHT), [floor]) == missed


def test_groups_come_largest_first() -> None:
    groups = split_by(EIGHT, lambda g: g.label.style)
    assert {name: f.count for name, f in groups.items()} == {"plain": 7, "sms": 1}
    assert list(groups) == ["plain", "sms"]


def test_confusions_are_counted_with_their_first_example() -> None:
    assert confusions(EIGHT) == (
        Confusion("a", "b", 2, "premier"),
        Confusion("abstain", "e", 1, "question"),
        Confusion("e", "abstain", 1, "question"),
    )


def test_calibration_counts_answers_by_score() -> None:
    found = calibration(EIGHT)
    assert found == (
        Bin(0.8, 0.9, 2, 1, pytest.approx(0.855)),
        Bin(0.95, 1.0, 2, 1, pytest.approx(0.995)),
    )


def test_calibration_leaves_out_answers_without_a_score() -> None:
    assert calibration([case("answer", "a", "answer", "a")]) == ()
