"""The rules of `decide`, one by one, on rankings made by hand."""

from __future__ import annotations

import pytest

from bot.core import decision as decided
from bot.core.decision import Evidence, decide
from bot.core.matching import Match
from bot.core.model import Knowledge
from bot.core.safety import Sighting


def ranking(**scores: float) -> tuple[Match, ...]:
    """Matches from scores; `_` stands for `-` and `OUT` for out of scope."""
    names = {"OUT": "hors-sujet", "HELLO": "bavardage.bonjour"}
    ids = {names.get(k, k.replace("_", "-")): v for k, v in scores.items()}
    return tuple(Match(i, "", s) for i, s in sorted(ids.items(), key=lambda kv: -kv[1]))


CASES = [
    (ranking(visale=0.9, loca_pass=0.05), decided.Answer(("visale",))),
    (ranking(visale=0.5, loca_pass=0.45), decided.Clarify(("visale", "loca-pass"))),
    (ranking(OUT=0.9, visale=0.08), decided.Abstain()),
    (ranking(HELLO=0.8, visale=0.1, OUT=0.1), decided.Chat("bonjour")),
]


@pytest.mark.parametrize(("matches", "expected"), CASES)
def test_rules(knowledge: Knowledge, matches: tuple[Match, ...], expected: decided.Decision) -> None:
    assert decide(Evidence((), matches), knowledge).decision == expected


def test_an_emergency_passes_before_any_score(knowledge: Knowledge) -> None:
    sightings = (Sighting("sans-abri", "dors dehors", 0.0),)
    evidence = Evidence(sightings, ranking(visale=1.0))
    assert decide(evidence, knowledge).decision == decided.Emergency(("sans-abri",))


def test_a_word_with_two_meanings_is_a_choice(knowledge: Knowledge) -> None:
    decision = decide(Evidence((), (Match("caution-ambigu", "", 0.95),)), knowledge).decision
    assert decision == decided.Clarify(("loca-pass", "visale"), collection="caution-ambigu")


def test_a_refused_entry_gives_its_place_to_likely_sheets_then_to_its_relatives(knowledge: Knowledge) -> None:
    matches = ranking(visale=0.8, survey_definition=0.1, fsl=0.08)
    decision = decide(Evidence((), matches, rejected=frozenset({"visale"})), knowledge).decision
    assert isinstance(decision, decided.Clarify)
    assert decision.choices == ("fsl", *knowledge.sheets["visale"].related)[:4]


def test_what_is_clear_beside_a_refusal_is_answered(knowledge: Knowledge) -> None:
    matches = ranking(fsl=0.9, visale=0.05)
    decision = decide(Evidence((), matches, rejected=frozenset({"visale"})), knowledge).decision
    assert decision == decided.Answer(("fsl",))


def test_a_third_meaning_that_is_likely_stands_beside_the_two_of_a_word(knowledge: Knowledge) -> None:
    matches = ranking(caution_ambigu=0.7, droits_du_locataire=0.2)
    decision = decide(Evidence((), matches), knowledge).decision
    assert decision == decided.Clarify(("loca-pass", "visale", "droits-du-locataire"), "caution-ambigu")


@pytest.mark.parametrize(("entry", "declined"), [("fsl", True), ("visale", False)])
def test_local_entries_do_not_pretend_elsewhere(knowledge: Knowledge, entry: str, declined: bool) -> None:
    decision = decide(Evidence((), (Match(entry, "", 0.95),), elsewhere="jura"), knowledge).decision
    assert isinstance(decision, decided.Abstain) is declined


def test_a_choice_has_at_most_four_entries(knowledge: Knowledge) -> None:
    matches = ranking(visale=0.2, loca_pass=0.2, fsl=0.2, dalo=0.2, al_in=0.2)
    decision = decide(Evidence((), matches), knowledge).decision
    assert isinstance(decision, decided.Clarify)
    assert len(decision.choices) == 4
