"""Who does what, in words: the needs of the directory, and for each the actors and the relays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.cards import spoken_date
from bot.core.model import Collection, Knowledge, Need, Sheet

DIRECTORY = "acteurs.qui-fait-quoi"
LONGEST_HELD = 20
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Row:
    """A need. For each actor: "sure", "to verify" (every source is secondary) or "" (nothing)."""

    title: str
    actors: tuple[str, ...]
    note: str  # the relays, or that no actor answers and which relays do


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table; `actors` are names, in the order of the document."""

    title: str
    actors: tuple[str, ...]
    rows: tuple[Row, ...]
    footer: str


def who_does_what_table(knowledge: Knowledge) -> Table:
    """The table of the directory. Raises KeyError when the base has no directory."""
    directory = knowledge.collections[DIRECTORY]
    actors = tuple(o for o in _organisations(directory, knowledge) if _is_actor(o, knowledge))
    rows = tuple(_row(need, actors, knowledge) for need in directory.needs)
    sheets = (sheet for need in directory.needs for sheet in _sheets(need, knowledge))
    consulted = max((s.consulted_on.isoformat() for sheet in sheets for s in sheet.sources), default="")
    footer = knowledge.say("picture_footer", date=spoken_date(consulted)) if consulted else ""
    return Table(directory.title, tuple(_name(a, knowledge) for a in actors), rows, footer)


def _row(need: Need, actors: tuple[str, ...], knowledge: Knowledge) -> Row:
    found: dict[str, bool] = {}  # organisation: whether one of its sheets has a better than secondary source
    for sheet in _sheets(need, knowledge):
        sure = any(source.confidence != "secondaire" for source in sheet.sources)
        found[sheet.organisation] = found.get(sheet.organisation, False) or sure
    cells = tuple(("sure" if found[a] else "to verify") if a in found else "" for a in actors)
    relays = ", ".join(_held(_name(o, knowledge)) for o in found if o not in actors)
    if not any(cells):
        return Row(need.title, cells, knowledge.say("picture_none", names=relays))
    return Row(need.title, cells, knowledge.say("picture_also", names=relays) if relays else "")


def _sheets(need: Need, knowledge: Knowledge) -> Iterator[Sheet]:
    """The sheets that answer a need, withdrawn ones apart."""
    for entry in need.entries:
        if isinstance(sheet := knowledge.entries.get(entry), Sheet):
            yield sheet


def _organisations(directory: Collection, knowledge: Knowledge) -> tuple[str, ...]:
    listed = tuple(e for e in directory.entries if e in knowledge.organisations)
    return listed or tuple(knowledge.organisations)


def _is_actor(organisation: str, knowledge: Knowledge) -> bool:
    return knowledge.organisations[organisation].kind == "acteur"


def _name(organisation: str, knowledge: Knowledge) -> str:
    return knowledge.organisations[organisation].name


def _held(name: str) -> str:
    """A short name holds on one line; a long one may be broken."""
    return name.replace(" ", NO_BREAK) if len(name) <= LONGEST_HELD else name
