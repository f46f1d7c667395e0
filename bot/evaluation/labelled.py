"""Labelled questions: one JSON object a line, each with what a careful youth worker would accept.

`q` (or `turns`, the label is about the last one) and `profile` as in `bot/wire.py`, and besides:
`ok` the acceptable decisions, best first; `any` the first entry shown must be one of these; `all`
ids that must all be shown or offered; `org` organisations to contact first; `style` of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from bot.core.reply import Kind
from bot.wire import Asked, InputError, read_asked, read_objects

DECISIONS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its label.

    ok: acceptable decisions, best first, at least one. any_of, all_of: entry ids. organisations: ids,
    empty when indifferent. place: file and line, for whoever looks it up.
    """

    asked: Asked
    ok: tuple[Kind, ...]
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    style: str = ""
    place: str = ""

    @property
    def text(self) -> str:
        """The question as shown in a list; the turns of a dialogue are joined."""
        return " ⏎ ".join(self.asked.turns)

    @property
    def expected(self) -> str:
        """What is wanted in one word: the first entry, or the decision where no entry is wanted."""
        if self.ok[0] in ("abstain", "chat") or not self.any_of:
            return self.ok[0]
        return self.any_of[0]


def read_labelled(paths: Iterable[Path]) -> tuple[Labelled, ...]:
    """The questions of several files, in order.

    Raises InputError (a French sentence) for a file that cannot be read, a line that is no labelled
    question, or when there is no question at all.
    """
    questions = tuple(question for path in paths for question in _read_file(path))
    if not questions:
        raise InputError("Il n’y a aucune question à mesurer dans ces fichiers.")
    return questions


def _read_file(path: Path) -> Iterator[Labelled]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        raise InputError(f"Le fichier {path} ne peut pas être lu : existe-t-il bien ?") from None
    for number, found in read_objects(lines, str(path)):
        yield _labelled(found, str(path), number)


def _labelled(found: Mapping[str, Any], origin: str, number: int) -> Labelled:
    where = f"{origin}, ligne {number}"
    return Labelled(
        asked=read_asked(found, origin, number),
        ok=_decisions(found, where),
        any_of=_texts(found, "any", where),
        all_of=_texts(found, "all", where),
        organisations=_texts(found, "org", where),
        style=str(found.get("style") or "sans style"),
        place=f"{origin}:{number}",
    )


def _decisions(found: Mapping[str, Any], where: str) -> tuple[Kind, ...]:
    written = _texts(found, "ok", where)
    decisions = tuple(d for d in DECISIONS if d in written)
    if not written or len(decisions) != len(written):
        raise InputError(f"{where} : « ok » liste une ou plusieurs décisions parmi {', '.join(DECISIONS)}.")
    return tuple(sorted(decisions, key=written.index))


def _texts(found: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """The list of texts under `key`; a missing key is an empty list."""
    value = found.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{where} : « {key} » doit être une liste de textes.")
    return tuple(value)
