"""Our labelled questions: the two halves may be read, and thresholds are fitted on them; `blind` was written
apart, in the proportions of everyday use, and nobody who works on the bot reads it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from bot.evaluation.labelled import Labelled, read_labelled

Half = Literal["dev", "held_out", "blind"]
SETS: tuple[Half, ...] = get_args(Half)
HALVES: tuple[Half, ...] = SETS[:2]
FOLDER = Path(__file__).parent


def half_of(question: Labelled) -> Half:
    """Where a question belongs: a matter of its words alone, so that nobody chooses."""
    return HALVES[sha256(question.text.encode()).digest()[0] % 2]


def files(half: Half) -> list[Path]:
    """The files of one set, in order."""
    return sorted((FOLDER / half).glob("*.jsonl"))


def questions(*halves: Half) -> tuple[Labelled, ...]:
    """The labelled questions of the halves, all when none is named."""
    return read_labelled(path for half in halves or SETS for path in files(half))
