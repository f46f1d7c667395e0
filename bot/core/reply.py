"""What is said, before any channel draws it. `core/compose.py` turns a decision into a `Reply`.

A reply knows no HTML, no buttons and no line width. Three voices never mix: an actor's
words (`Quotation`), a fact (`FactLine`) and the bot's own voice (`Voice`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, Protocol

Kind = Literal["answer", "clarify", "abstain", "emergency", "chat"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """An actor's words, verbatim. The only block drawn as a quotation."""

    entry: str
    text: str
    speaker: str
    organisation: str  # displayed name; empty for an author
    question: str  # survey question asked; for an author, the heading of the document
    work: str  # work quoted from; empty when the document names none


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The bot's own neutral voice."""

    text: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact; drawn with `note` beside it in small (« à vérifier », or empty).

    lead: what a card says first (its summary), drawn as a paragraph of its own.
    """

    text: str
    note: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where the facts above come from: title, url (may be empty), and a dated note."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do, in order: drawn as a numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """An emergency number: drawn first, large, tappable."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    label: str
    url: str


Block = Quotation | Heading | Voice | FactLine | SourceLine | Steps | Number | LinkLine


_LISTED = (FactLine, LinkLine, SourceLine, Number)


def grouped(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """The blocks as paragraphs: neighbours of one listed kind together, every other block alone."""
    for _, group in groupby(enumerate(blocks), key=lambda pair: _paragraph(*pair)):
        yield [block for _, block in group]


def _paragraph(at: int, block: Block) -> object:
    listed = isinstance(block, _LISTED) and not (isinstance(block, FactLine) and block.lead)
    return type(block) if listed else at


class Say(Protocol):
    """A message of the base by its key, in the right form of address: what channels label with."""

    def __call__(self, key: str, /, **values: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to contact: `lines` are (label, value) of known fields, `unverified` the labels of the
    fields that nobody has confirmed. `copyable` are the values worth a copy button."""

    organisation: str
    name: str
    lines: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...] = ()
    copyable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap. `path` says what to show (`Assistant.show`); at most 60 bytes.

    Choices with the same `row` stand side by side where the channel can.
    """

    label: str
    path: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. `entries` are the ids shown, in order; for a clarification, the choices.

    `organisation` is the id to contact first. `scores` map ids to 0-1, best first. `path` shows the
    same page again (`Assistant.show`), in whatever form of address; empty when nothing does.
    """

    kind: Kind
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    contact: Contact | None = None
    entries: tuple[str, ...] = ()
    organisation: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    path: str = ""
