"""The figures on our own labelled questions may not fall (floors.json; raise them when they improve)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.evaluation.figures import IS_CEILING, figures, missed_floors
from bot.evaluation.measuring import measure
from tests.questions.halves import SETS, Half, questions

FLOORS: dict[Half, dict[str, float]] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


@pytest.mark.parametrize("half", SETS)
def test_no_figure_falls_below_its_floor(assistant: Assistant, half: Half) -> None:
    found = figures(measure(assistant, questions(half)))
    assert missed_floors(found, list(FLOORS[half].items())) == (), asdict(found)


@pytest.mark.parametrize("half", SETS)
def test_every_figure_that_counts_has_a_floor(half: Half) -> None:
    counted = {"right", "helped", "wrong", "emergency_recall", "false_alarms", "contact"}
    assert counted <= FLOORS[half].keys() <= IS_CEILING.keys()
