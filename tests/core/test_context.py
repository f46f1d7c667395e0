"""Refusals: what a question does not want is set aside, and what it wants is read alone."""

from __future__ import annotations

import pytest

from bot.core.context import without_refusals
from bot.core.text import clauses


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("pas le dépôt, le garant", ("pas le dépôt", "le garant")),
        ("bail signé mais pas de clés !", ("bail signé", "pas de clés")),
        ("mobili-jeune et visale", ("mobili-jeune et visale",)),
        ("…", ("…",)),
        ("", ()),
    ],
)
def test_a_question_is_cut_into_clauses(question: str, parts: tuple[str, ...]) -> None:
    assert clauses(question) == parts


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("pas sa définition, ce qu'il dit des apports", "ce qu'il dit des apports"),
        ("je cherche pas un foyer, je veux résilier mon bail", "je veux résilier mon bail"),
        ("ni étudiant ni alternant, une aide pour mon loyer", "une aide pour mon loyer"),
        ("j'ai pas les moyens, une aide pour mon loyer ?", ""),  # what is lacking is the subject
        ("pas la CAF", ""),  # nothing is left
        ("une aide pour mon loyer", ""),  # nothing is refused
    ],
)
def test_refusals_are_set_aside(question: str, left: str) -> None:
    assert without_refusals(question) == left
