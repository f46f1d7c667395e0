"""From graded replies to figures, in per cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.evaluation.grading import Given, Grade, grade
from bot.evaluation.labelled import Labelled

BIN_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
NONE_SHOWN = "(rien)"


@dataclass(frozen=True, slots=True)
class Graded:
    """A labelled question, what was replied and the grade of it."""

    label: Labelled
    given: Given
    grade: Grade


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in per cent (0-100); None where there is nothing to take a share of.

    helped: right or one tap. emergency_recall: of the questions where only an emergency is acceptable,
    those that raise one. false_alarms: of the others, those that raise one where it is not acceptable.
    contact: of the right answers with a wanted organisation, those that name it first.
    """

    count: int
    emergencies: int
    contacts: int
    right: float | None
    one_tap: float | None
    helped: float | None
    miss: float | None
    needless: float | None
    wrong: float | None
    emergency_recall: float | None
    false_alarms: float | None
    contact: float | None


# Figures that a floor may be given for, and whether it is a ceiling instead.
IS_CEILING: Mapping[str, bool] = {
    "right": False,
    "helped": False,
    "wrong": True,
    "miss": True,
    "needless": True,
    "emergency_recall": False,
    "false_alarms": True,
    "contact": False,
}


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often `shown` came where `expected` was wanted, with the first such question."""

    expected: str
    shown: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers given with a score in [low, high): how many, and how many of them were right."""

    low: float
    high: float
    answers: int
    right: int
    mean_score: float


def graded(label: Labelled, given: Given) -> Graded:
    """A reply with its grade."""
    return Graded(label, given, grade(label, given))


def figures(graded: Collection[Graded]) -> Figures:
    """All figures of some graded replies."""
    grades = Counter(g.grade for g in graded)
    urgent = [g for g in graded if g.label.ok == ("emergency",)]
    others = [g for g in graded if g.label.ok != ("emergency",)]
    led = [g for g in graded if _is_answered(g) and g.label.organisations]
    return Figures(
        count=len(graded),
        emergencies=len(urgent),
        contacts=len(led),
        right=_share(grades["right"], graded),
        one_tap=_share(grades["one-tap"], graded),
        helped=_share(grades["right"] + grades["one-tap"], graded),
        miss=_share(grades["miss"], graded),
        needless=_share(grades["needless"], graded),
        wrong=_share(grades["wrong"], graded),
        emergency_recall=_share(sum(_is_raised(g) for g in urgent), urgent),
        false_alarms=_share(sum(_is_false_alarm(g) for g in others), others),
        contact=_share(sum(g.given.organisation in g.label.organisations for g in led), led),
    )


def _share(part: int, whole: Collection[Graded]) -> float | None:
    return 100 * part / len(whole) if whole else None


def _is_answered(g: Graded) -> bool:
    return g.grade == "right" and g.given.decision == "answer"


def _is_raised(g: Graded) -> bool:
    return g.given.decision == "emergency"


def _is_false_alarm(g: Graded) -> bool:
    return _is_raised(g) and "emergency" not in g.label.ok


def split_by(graded: Iterable[Graded], key: Callable[[Graded], str]) -> dict[str, Figures]:
    """Figures of each group, the largest group first."""
    groups: dict[str, list[Graded]] = {}
    for g in graded:
        groups.setdefault(key(g), []).append(g)
    return {name: figures(groups[name]) for name in sorted(groups, key=lambda n: (-len(groups[n]), n))}


def confusions(graded: Iterable[Graded]) -> tuple[Confusion, ...]:
    """What was shown instead of what was wanted, most frequent first (one tap away does not count)."""
    found: dict[tuple[str, str], list[str]] = {}
    for g in graded:
        if g.grade not in ("right", "one-tap"):
            found.setdefault((g.label.expected, shown(g.given)), []).append(g.label.text)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Confusion(expected, got, len(texts), texts[0]) for (expected, got), texts in ordered)


def shown(given: Given) -> str:
    """What was replied in one word: the first entry, or the decision where none is shown."""
    if given.decision in ("abstain", "chat"):
        return given.decision
    first = given.entries[0] if given.entries else NONE_SHOWN
    return f"{given.decision}: {first}" if given.decision == "clarify" else first


def calibration(graded: Iterable[Graded]) -> tuple[Bin, ...]:
    """Of the answers given with a score, how many were right, by bins of the score; no empty bins."""
    scored = [
        (g.given.score, g.grade == "right")
        for g in graded
        if g.given.decision == "answer" and g.given.score is not None
    ]
    bins = []
    for low, high in pairwise((*BIN_EDGES, 1.0)):
        inside = [(score, right) for score, right in scored if low <= score < high or score == high == 1.0]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), sum(right for _, right in inside), mean))
    return tuple(bins)


def missed_floors(found: Figures, floors: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Names of the figures that are worse than their floor; what could not be measured is missed too.

    Raises KeyError for a figure that does not exist (`IS_CEILING` lists them).
    """
    return tuple(name for name, floor in floors if _is_missed(getattr(found, name), floor, IS_CEILING[name]))


def _is_missed(value: float | None, floor: float, ceiling: bool) -> bool:
    if value is None:
        return True
    return value > floor if ceiling else value < floor
