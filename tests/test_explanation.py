"""`explain` on the base that is served: each step is said, and what to do about it."""

from __future__ import annotations

import re

import pytest

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.model import Knowledge
from bot.explanation import explain
from bot.explanation.findings import look_into, phrasings_of


def explained(assistant: Assistant, question: str) -> str:
    """The explanation with ordinary spaces."""
    return explain(assistant, question).replace("\u00a0", " ")


def test_what_was_read_shows_vocabulary_and_spelling(assistant: Assistant) -> None:
    text = explained(assistant, "g pa 2 garrant")
    assert "Question : g pa 2 garrant" in text
    assert "g → j ai" in text  # vocabulary
    assert "garrant → garant" in text  # spelling


def test_five_candidates_with_score_phrasings_and_words(assistant: Assistant, knowledge: Knowledge) -> None:
    text = explained(assistant, "personne veut être garant de mon studio")
    assert re.findall(r"^(\d)\. \d,\d\d ", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    first = text[text.index("\n1. ") : text.index("\n2. ")]
    assert "visale" in first
    assert "formulations proches : « " in first
    assert "mots qui ont pesé : garant" in first


def test_phrasings_that_spoke_are_those_of_the_candidate(assistant: Assistant, knowledge: Knowledge) -> None:
    for candidate in look_into(assistant, "facture d'eau impayée", Conversation()).candidates:
        assert {p for p, _ in candidate.phrasings} <= set(phrasings_of(knowledge, candidate.label))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("je dors dehors", "à cause du signe « dors dehors »"),
        ("je dors dehors", "false_alarms.yaml"),
        ("je dors dehors", "emergencies/sans-abri.yaml (signs)"),
        ("j'ai pas de garant", "Urgence : aucune"),
        ("j'ai pas de garant", "Règle : une réponse se détache nettement"),
        ("j'ai pas de garant", "à contacter : Action Logement"),
        ("j'ai pas de garant", "mot pour mot : « j'ai pas de garant »"),
        ("j'ai pas de garant", "déjà une formulation de « visale »"),
        ("recette de la tarte aux pommes", "Réponse : décliner"),
        ("recette de la tarte aux pommes", "hors sujet"),
        ("merci", "Règle : c’est du bavardage"),
        ("visale non merci", "Refusé dans la question : visale"),
        ("surtout pas le 115, mon bail finit en mai", "qu’il n’y a pas d’urgence : mon bail finit en mai"),
        ("fsl à lyon ?", "Lieu hors du territoire : lyon"),
        ("fsl à lyon ?", "places_here"),
        ("c'est quoi le 115 ?", "Règle : la question demande ce qu’est un numéro"),
        ("caution", "Réponse : choix entre"),
        ("les 4 acteurs, comment aller plus loin ?", "survey.aller-plus-loin, «"),
        ("qui parle d'interlocuteur unique", "parole de Cyndie GUIOCHEREAU"),
        ("", "Lue comme : (rien)"),
    ],
)
def test_each_step_is_said(assistant: Assistant, question: str, says: str) -> None:
    assert says in explained(assistant, question)


def test_the_explanation_agrees_with_the_reply(assistant: Assistant) -> None:
    before = Conversation(entries=("visale",), organisation="action-logement")
    found = look_into(assistant, "et leur numéro ?", before)
    assert found.ruling.rule == "follow-up"
    assert found.reply == assistant.reply_to("et leur numéro ?", before)[0]


@pytest.mark.parametrize("question", ["🙂", "<b>", "a" * 4000, "?!", "ñandú привет 你好"])
def test_any_text_is_explained(assistant: Assistant, question: str) -> None:
    assert "Si ce n’est pas la bonne réponse" in explained(assistant, question)
