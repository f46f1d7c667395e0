"""The wire format of `ask`: one JSON object a line in, one out.

In: `{"q": "…"}` or `{"turns": ["…", "…"]}`, optional `"profile": "jeune" | "professionnel" | null`;
other keys are ignored. Out: the decision about the last turn, the ids shown, the organisation to
contact first and the scores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.model import Profile
from bot.core.reply import Reply


class InputError(Exception):
    """Shown to a person as it is: what was given cannot be used, and where."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line asks: the turns of a conversation (at least one) and how to address the person."""

    turns: tuple[str, ...]
    profile: Profile | None = None


def read_objects(lines: Iterable[bytes], origin: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file with one a line, each with its line number; blank lines are skipped.

    origin: how the file is named in errors. Raises InputError at the first line that is no object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            raise InputError(f"{origin}, ligne {number} : ce n’est pas du JSON en UTF-8.") from None
        if not isinstance(found, dict):
            raise InputError(f'{origin}, ligne {number} : un objet JSON est attendu, comme {{"q": "…"}}.')
        yield number, found


def read_asked(found: Mapping[str, Any], origin: str, number: int) -> Asked:
    """What an object asks. Raises InputError, naming the line and the key at fault."""
    where = f"{origin}, ligne {number}"
    turns = found["turns"] if "turns" in found else [found["q"]] if "q" in found else None
    if turns is None:
        raise InputError(f"{where} : il manque « q » (une question) ou « turns » (une liste de questions).")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        key = "« turns » doit être une liste de textes" if "turns" in found else "« q » doit être un texte"
        raise InputError(f"{where} : {key}.")
    match found.get("profile"):
        case None | "jeune" | "professionnel" as profile:
            return Asked(tuple(turns), profile)
        case _:
            raise InputError(f"{where} : « profile » est « jeune », « professionnel » ou null.")


def last_reply(assistant: Assistant, asked: Asked) -> Reply:
    """The reply to the last turn, after the others were held in order."""
    *before, last = asked.turns
    conversation = Conversation(profile=asked.profile)
    for turn in before:
        _, conversation = assistant.reply_to(turn, conversation)
    return assistant.reply_to(last, conversation)[0]


def as_json(reply: Reply) -> str:
    """One line of JSON about a reply."""
    return json.dumps(
        {
            "decision": reply.kind,
            "entries": list(reply.entries),
            "organisation": reply.organisation,
            "scores": dict(reply.scores),
        },
        ensure_ascii=False,
    )
