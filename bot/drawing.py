"""A reply drawn as plain text, wrapped to a width. Pure: what is drawn is returned.

Meaning is carried by words and signs; bold and dim only help where a terminal has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from bot.core.reply import (
    Block,
    Choice,
    Contact,
    FactLine,
    Heading,
    LinkLine,
    Number,
    Quotation,
    Reply,
    Say,
    SourceLine,
    Steps,
    Voice,
    grouped,
)

BOLD, DIM, ITALIC = "1", "2", "3"
BAR = "│ "
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")


def render_text(reply: Reply, width: int, say: Say, *, styled: bool = False) -> str:
    """The reply as lines of at most `width` columns (an address longer than that stays whole).

    say: the bot's own labels. styled: whether to add bold, dim and italic.
    """
    pen = _Pen(width, say, styled)
    parts = ["\n".join(pen.listed(blocks)) for blocks in grouped(reply.blocks)]
    parts += ["\n".join(pen.choices(offered(reply)))] if offered(reply) else []
    parts += ["\n".join(pen.contact(reply.contact))] if reply.contact else []
    return "\n\n".join(parts)


def offered(reply: Reply) -> tuple[Choice, ...]:
    """The choices that text can offer, in the order of their numbers. Nobody counts what is reported
    here, so reporting an error is left to Telegram."""
    return tuple(choice for choice in reply.choices if not choice.path.endswith("/report"))


@dataclass(frozen=True, slots=True)
class _Pen:
    width: int
    say: Say
    styled: bool

    def listed(self, blocks: list[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        """The lines of one block."""
        match block:
            case Quotation():
                yield from self.quotation(block)
            case Heading(text=text):
                yield from self.lines(text, style=BOLD)
                yield "─" * min(self.width, max(map(columns, wrap(text, self.width))))
            case Voice(text=text):
                yield from self.lines(text)
            case FactLine(text=text, note=note, lead=lead):
                mark, margin = ("", "") if lead else ("• ", "  ")
                yield from self.lines(f"{text} ({note})" if note else text, mark, margin)
            case SourceLine():
                yield from self.source(block)
            case Steps(items=items):
                for number, item in enumerate(items, start=1):
                    yield from self.lines(item, f"{number}. ", "   ")
            case Number(number=number, label=label):
                yield from self.number(number, label)
            case LinkLine(label=label, url=url):
                yield from self.lines(f"{label} : {url}", "→ ", "  ")
            case _:
                assert_never(block)

    def quotation(self, quotation: Quotation) -> Iterator[str]:
        """The question asked, the words behind a bar, then who speaks. Nothing else is ever behind a bar."""
        key = "quote_survey" if quotation.organisation else "quote_heading"
        yield from self.lines(self.say(key, question=quotation.question))
        for line in self.lines(f"« {quotation.text} »", BAR, BAR):
            yield self.emphasised(line)
        who = (quotation.speaker, quotation.organisation, quotation.work)
        yield from self.lines(", ".join(filter(None, who)), "— ", "  ")

    def source(self, source: SourceLine) -> Iterator[str]:
        if not source.url and not source.note:
            yield from self.lines(source.title, style=DIM)
            return
        dated = f"{source.title} ({source.note})" if source.note else source.title
        yield from self.lines(f"{self.say('source_label')} : {dated}", rest="  ", style=DIM)
        if source.url:
            yield from self.lines(source.url, "  ", "  ", style=DIM)

    def number(self, number: str, label: str) -> Iterator[str]:
        """Framed by a rule, so that it is the first thing seen."""
        room = self.width - columns(number) - 2
        yield self.in_style(f"━━━ {number} " + "━" * max(0, min(room - 3, 20)), BOLD)
        yield from self.lines(label)

    def choices(self, choices: tuple[Choice, ...]) -> Iterator[str]:
        """Numbered in order; those of one row side by side where there is room."""
        numbered = enumerate(choices, start=1)
        for _, row in groupby(numbered, key=lambda pair: pair[1].row):
            cells = [(f"[{number}] ", choice.label) for number, choice in row]
            beside = "   ".join(mark + label for mark, label in cells)
            if columns(beside) <= self.width:
                yield clean(beside)
            else:
                for mark, label in cells:
                    yield from self.lines(label, mark, " " * len(mark))

    def contact(self, contact: Contact) -> Iterator[str]:
        yield from self.lines(f"{self.say('contact_label')} : {contact.name}", rest="  ", style=BOLD)
        for label, value in contact.lines:
            # A phone number is never cut at the end of a line.
            whole = _BETWEEN_DIGITS.sub(" ", value)
            yield from self.lines(f"{label} : {whole}", "  ", "    ")
        if contact.unverified:
            unknown = ", ".join(contact.unverified)
            yield from self.lines(f"{self.say('unverified_label')} : {unknown}", "  ", "    ", style=DIM)

    def lines(self, text: str, first: str = "", rest: str = "", style: str = "") -> Iterator[str]:
        """A text of one or more paragraphs, wrapped, with a margin on its first line and on the others."""
        for index, paragraph in enumerate(text.split("\n")):
            for line in wrap(paragraph, self.width, rest if index else first, rest):
                yield self.in_style(line, style)

    def in_style(self, line: str, style: str) -> str:
        return f"\x1b[{style}m{line}\x1b[0m" if self.styled and style else line

    def emphasised(self, line: str) -> str:
        """`*in fine*` in italics; without styles the marks stay, as in the source document."""
        return _EMPHASIS.sub(f"\x1b[{ITALIC}m\\1\x1b[0m", line) if self.styled else line


def columns(text: str) -> int:
    """How many columns a text takes on a terminal: marks none, wide characters two."""
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clean(text: str) -> str:
    """Without control characters: what is drawn never moves the cursor or changes the terminal."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """One paragraph in lines of at most `width` columns, margins included; at least one line.

    No-break spaces hold. A word that is too long is cut, an address never.
    """
    lines: list[str] = []
    line, started = first, False
    for word in _words(text, max(1, width - max(columns(first), columns(rest)))):
        if started and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line, started = rest, False
        line += f" {word}" if started else word
        started = True
    return [*lines, line]


def _words(text: str, room: int) -> Iterator[str]:
    """Words without control characters, those wider than `room` cut in pieces."""
    for word in filter(None, map(clean, re.split(r"[ \t\r]+", text))):
        if "://" in word:
            yield word
        else:
            yield from _pieces(word, room)


def _pieces(word: str, room: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and columns(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
