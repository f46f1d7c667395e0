"""Ask every labelled question and grade the replies."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.assistant import Assistant
from bot.core.model import Knowledge
from bot.core.reply import Reply
from bot.evaluation.figures import Graded, graded
from bot.evaluation.grading import Given
from bot.evaluation.labelled import Labelled
from bot.wire import last_reply


def measure(assistant: Assistant, questions: Iterable[Labelled]) -> tuple[Graded, ...]:
    """Ask every question and grade the replies."""
    return tuple(
        graded(question, as_given(last_reply(assistant, question.asked), assistant.knowledge))
        for question in questions
    )


def as_given(reply: Reply, knowledge: Knowledge) -> Given:
    """What is graded of a reply."""
    return Given(reply.kind, reply.entries, reply.organisation, _score(reply, knowledge))


def _score(reply: Reply, knowledge: Knowledge) -> float | None:
    """Score of the first entry shown; a collection shows its entries under its own score."""
    if not reply.entries:
        return None
    holders = [c.id for c in knowledge.collections.values() if c.entries[:1] == reply.entries[:1]]
    return next((reply.scores[i] for i in (reply.entries[0], *holders) if i in reply.scores), None)
