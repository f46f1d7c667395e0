"""What a check finds, and the one exception that means « show this to a human »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_BEFORE_HIGH_SIGN = re.compile(r" (?=[?!:;»])|(?<=«) ")

# « erreur »: the bot refuses the base. « à revoir »: it serves it, and a person should look.
Severity = Literal["erreur", "à revoir"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to correct: where it is, and a French sentence that says what to do.

    path: as shown to the editor, from the name of the base's folder. line: counted from 1, or 0
    when the problem is the file itself. Problems sort by path, then line.
    """

    path: str
    line: int
    message: str
    severity: Severity = "erreur"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {typeset(self.message)}"


def typeset(text: str) -> str:
    """French text whose spaces before ? ! : ; and inside « » no longer break at the end of a line."""
    return _BEFORE_HIGH_SIGN.sub("\u00a0", text)


class KnowledgeError(Exception):
    """The base cannot be served. `problems` are all its errors, sorted; `str` is one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
