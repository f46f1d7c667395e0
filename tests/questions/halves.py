"""Our labelled questions, in two halves: `dev` fits thresholds, `held_out` is only measured."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from bot.evaluation.labelled import Labelled, read_labelled

Half = Literal["dev", "held_out"]
HALVES: tuple[Half, ...] = get_args(Half)
FOLDER = Path(__file__).parent


def half_of(question: Labelled) -> Half:
    """Where a question belongs: a matter of its words alone, so that nobody chooses."""
    return HALVES[sha256(question.text.encode()).digest()[0] % 2]


def files(half: Half) -> list[Path]:
    """The files of one half, in order."""
    return sorted((FOLDER / half).glob("*.jsonl"))


def questions(*halves: Half) -> tuple[Labelled, ...]:
    """The labelled questions of the halves, both when none is named."""
    return read_labelled(path for half in halves or HALVES for path in files(half))
