"""The measuring itself, on the small base: a benchmark that lies is worse than none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.content.loader import load
from bot.core.compose import organisation_of
from bot.core.model import Knowledge
from bot.core.text import normalise
from bot.evaluation.labelled import Labelled
from bot.wire import Asked
from tests.benchmarks.deciding import FALSE_ALARM, Limits, Ranking, Shelf, best_limits
from tests.benchmarks.growth import common_words, grow, respeller
from tests.benchmarks.peers import PEERS, Scorer
from tests.benchmarks.running import RunFailed, run

TOY = Path(__file__).parents[1] / "fixtures" / "knowledge"
OPEN = Limits(answer=0.5, clarify=0.3, margin=0.1, urgent=1.0)


@pytest.fixture(scope="module")
def toy() -> Knowledge:
    return load(TOY)


@pytest.fixture(scope="module")
def shelf(toy: Knowledge) -> Shelf:
    return Shelf(toy)


def ranking(
    *best: tuple[str, float], urgent: tuple[str, float] = ("sans-abri", 0.0), against: float = 1.0
) -> Ranking:
    return Ranking(best, urgent, against)


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_every_peer_scores_the_same_phrasing_highest(peer: Callable[[Sequence[str]], Scorer]) -> None:
    texts = ["avoir un garant gratuit", "payer mes factures d eau", "quitter mon logement"]
    scores = peer(texts)("payer mes factures d eau")
    assert scores.shape == (3,)
    assert int(np.argmax(scores)) == 1


def test_a_label_has_the_score_of_its_best_phrasing(toy: Knowledge, shelf: Shelf) -> None:
    entry = next(iter(toy.sheets))
    wanted = normalise(toy.phrasings[entry][-1])
    found = shelf.rank(lambda _: np.array([float(t == wanted) for t in shelf.texts], np.float32), wanted)
    assert found.best[0] == (entry, 1.0)
    assert FALSE_ALARM not in dict(found.best)
    assert not set(dict(found.best)) & set(toy.emergencies)


def test_a_false_alarm_speaks_against_an_emergency_and_is_never_shown(toy: Knowledge, shelf: Shelf) -> None:
    sentence = normalise(toy.false_alarms.phrasings[0])
    found = shelf.rank(lambda _: np.array([float(t == sentence) for t in shelf.texts], np.float32), sentence)
    assert found.against == 1.0
    assert FALSE_ALARM not in dict(found.best)


def test_decisions_follow_the_limits(toy: Knowledge, shelf: Shelf) -> None:
    sheet, other = list(toy.sheets)[:2]
    emergency = next(iter(toy.emergencies))
    clear = shelf.decide(ranking((sheet, 0.9), (other, 0.2)), OPEN)
    assert (clear.decision, clear.entries) == ("answer", (sheet,))
    assert clear.organisation == organisation_of(toy.sheets[sheet])
    near = shelf.decide(ranking((sheet, 0.9), (other, 0.88)), OPEN)
    assert (near.decision, near.entries) == ("clarify", (sheet, other))
    assert shelf.decide(ranking((sheet, 0.2), (other, 0.1)), OPEN).decision == "abstain"
    assert shelf.decide(ranking(("hors-sujet", 0.9), (sheet, 0.1)), OPEN).decision == "abstain"
    assert shelf.decide(ranking(("bavardage.merci", 0.9), (sheet, 0.1)), OPEN).decision == "chat"
    alarm = ranking((sheet, 0.5), (other, 0.2), urgent=(emergency, 0.6), against=0.5)
    assert shelf.decide(alarm, OPEN).entries == (emergency,)


def test_the_best_limits_are_those_with_most_right_less_wrong(toy: Knowledge, shelf: Shelf) -> None:
    sheet, other = list(toy.sheets)[:2]
    asked = [Labelled(Asked(("q",)), ("answer",), (sheet,)), Labelled(Asked(("q",)), ("abstain",))]
    rankings = [ranking((sheet, 0.9), (other, 0.1)), ranking((sheet, 0.4), (other, 0.1))]
    limits = best_limits(shelf, asked, rankings)
    assert [shelf.decide(r, limits).decision for r in rankings] == ["answer", "abstain"]


def test_a_grown_base_loads_and_has_as_many_times_the_phrasings(toy: Knowledge, tmp_path: Path) -> None:
    grow(toy, TOY, tmp_path / "large", 3)
    large = load(tmp_path / "large")
    kept = {e: len(p) for e, p in toy.phrasings.items()}
    assert sum(map(len, large.phrasings.values())) == pytest.approx(3 * sum(kept.values()), rel=0.05)
    assert len(large.out_of_scope.phrasings) == pytest.approx(3 * len(toy.out_of_scope.phrasings), abs=2)
    sheets = [e for e in toy.phrasings if e in toy.entries and e not in toy.emergencies]
    assert len(large.sheets) == len(toy.sheets) + 2 * len(sheets)
    assert set(large.emergencies) == set(toy.emergencies)


def test_copies_that_come_back_to_the_same_letters_stand_once(toy: Knowledge, tmp_path: Path) -> None:
    # Six vowels: the seventh copy of a word of vowels is spelt as the first.
    short = toy.model_copy(update={"phrasings": {**toy.phrasings, "visale": ("oui eau", "garant gratuit")}})
    grow(short, TOY, tmp_path / "large", 8)
    assert load(tmp_path / "large")


def test_rare_words_are_spelt_anew_and_common_ones_kept(toy: Knowledge) -> None:
    respell = respeller(frozenset({"pour", "un"}), 1)
    assert respell("un garant pour 17 mois").split()[0::2] == ["un", "pour", respell("mois").split()[0]]
    assert respell("garant") != "garant"
    assert respell("garant") == respell("garant")
    assert respell("garant") != respeller(frozenset(), 2)("garant")
    assert len(respell("pour un").split()) == 3
    assert common_words(toy)


def test_a_run_tells_its_output_time_and_memory() -> None:
    found = run(["-c", "x = bytearray(60_000_000); print('fait')"])
    assert found.output == "fait\n"
    assert 0 < found.seconds < 30
    assert 60 < found.megabytes < 1000


@pytest.mark.parametrize(
    ("code", "says"), [("raise SystemExit(3)", "exit status 3"), ("while True: pass", "0 s")]
)
def test_a_run_that_fails_or_lasts_is_said(code: str, says: str) -> None:
    with pytest.raises(RunFailed, match=says):
        run(["-c", code], limit=0.4 if "True" in code else 60)
