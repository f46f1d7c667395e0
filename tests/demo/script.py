"""What is played: somebody young, an emergency, then a professional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody writes a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Taps:
    """Somebody taps a button, named by its callback data or by the key of its text."""

    button: str


Step: TypeAlias = Says | Taps

SCRIPT: tuple[Step, ...] = (
    Says("/start"),
    Taps("profile:jeune"),
    Says("g pa de garan"),
    Taps("visale/steps"),
    Taps("choice_back"),
    Says("et la CAF ?"),
    Says("jdor dehor"),
    Taps("profile:professionnel"),
    Says("qui parle d'interlocuteur unique"),
    Says("qui fait quoi"),
)
