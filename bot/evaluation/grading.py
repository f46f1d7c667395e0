"""The grade of one reply: right, one tap, miss, needless or wrong.

right: the decision is acceptable and shows the wanted entries. one tap: a choice among which the wanted
entry stands, or the card of the right organisation, where the entry itself was wanted. miss: nothing useful,
where an answer exists. needless: a choice or small talk where declining was wanted. wrong: a wrong entry,
an answer to what is out of scope, an emergency that is none, or an emergency not raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from bot.core.reply import Kind
from bot.evaluation.labelled import Labelled

Grade = Literal["right", "one-tap", "miss", "needless", "wrong"]
GRADES: tuple[Grade, ...] = get_args(Grade)
MAX_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Given:
    """What was replied: decision, ids shown in order (for a clarification: the choices), the organisation
    to contact first, and the score (0-1) of what is shown, None where no score decided."""

    decision: Kind
    entries: tuple[str, ...] = ()
    organisation: str | None = None
    score: float | None = None


def grade(label: Labelled, given: Given) -> Grade:
    """The grade of a reply to a labelled question."""
    if given.decision in label.ok and _is_satisfied(label, given):
        return "right"
    if given.decision == "emergency" or label.ok == ("emergency",):
        return "wrong"
    if given.decision == "answer":
        return "one-tap" if _is_card_of_right_organisation(label, given) else "wrong"
    if given.decision == "clarify" and _wants_entry(label) and _offers_one(label, given):
        return "one-tap"
    if _wants_entry(label):
        return "miss"
    # What is left wanted to be declined or chatted with; a greeting that is declined was missed.
    return "miss" if given.decision == "abstain" else "needless"


def _is_satisfied(label: Labelled, given: Given) -> bool:
    """Whether the entries shown are those wanted, for a decision that is acceptable."""
    if given.decision in ("abstain", "chat"):
        return True
    if not set(label.all_of) <= set(given.entries):
        return False
    if given.decision == "clarify":
        return _offers_one(label, given)
    return not label.any_of or _first(given) in label.any_of


def _offers_one(label: Labelled, given: Given) -> bool:
    """Whether at most four choices are offered, and a wanted one is among them."""
    few = 0 < len(given.entries) <= MAX_CHOICES
    return few and (not label.any_of or not set(label.any_of).isdisjoint(given.entries))


def _is_card_of_right_organisation(label: Labelled, given: Given) -> bool:
    """Whether the card of an organisation to contact is shown instead of the entry."""
    return _wants_entry(label) and _first(given) in label.organisations


def _wants_entry(label: Labelled) -> bool:
    """Whether an answer exists."""
    return "answer" in label.ok or "clarify" in label.ok


def _first(given: Given) -> str:
    return given.entries[0] if given.entries else ""
