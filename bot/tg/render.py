"""A `Reply` as Telegram's HTML: one or more texts of at most 4096 characters. Pure.

Everything is escaped. A quotation block holds an actor's words and nothing else: who speaks, and
the question asked, stand outside. Meaning never depends on bold or italics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from typing import Protocol, assert_never

from bot.core.reply import (
    Block,
    Contact,
    FactLine,
    Heading,
    LinkLine,
    Number,
    Quotation,
    Reply,
    SourceLine,
    Steps,
    Voice,
)

MAX_TEXT = 4096  # characters of one message, as shown
LONG_QUOTATION = 400  # characters: beyond, the block opens at a tap
_TAG = re.compile(r"<[^>]*>")
_LISTED = (FactLine, LinkLine, SourceLine, Number)  # one under the other, without a blank line
_IN_FINE = "*in fine*"  # how the source document marks the two words it sets in italics

Paragraph = list[str]  # lines of HTML, none of which may be cut


class Say(Protocol):
    """A message of the base by its key, in the right form of address."""

    def __call__(self, key: str, /, **values: object) -> str: ...


def render(reply: Reply, say: Say) -> tuple[str, ...]:
    """The reply as HTML texts, in order, none empty and none too long; at least one."""
    paragraphs = list(_paragraphs(reply.blocks, say))
    if reply.contact:
        paragraphs.append(list(_contact(reply.contact, say)))
    return tuple(_pack(paragraphs))


def shown_length(html: str) -> int:
    """The length of a text as Telegram counts it: without tags, in UTF-16 units."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le", "surrogatepass")) // 2


def _grouped(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Neighbours of one listed kind together, every other block alone."""
    for _, group in groupby(enumerate(blocks), key=lambda pair: _group_key(*pair)):
        yield [block for _, block in group]


def _group_key(at: int, block: Block) -> object:
    listed = isinstance(block, _LISTED) and not (isinstance(block, FactLine) and block.lead)
    return type(block) if listed else at


def _paragraphs(blocks: tuple[Block, ...], say: Say) -> Iterator[Paragraph]:
    """A heading stands right above what it announces; a question asked twice in a row is said once."""
    paragraph: Paragraph = []
    asked = ""
    for group in _grouped(blocks):
        for block in group:
            told = isinstance(block, Quotation) and block.question == asked
            paragraph += [_words(block)] if isinstance(block, Quotation) and told else _block(block, say)
            asked = _asked(block) or asked
        if not isinstance(group[-1], Heading):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _asked(block: Block) -> str:
    match block:
        case Quotation(question=question):
            return question
        case Heading(text=text):
            return text
        case _:
            return ""


def _block(block: Block, say: Say) -> Iterator[str]:
    """The lines of one block."""
    match block:
        case Quotation():
            key = "quote_survey" if block.organisation else "quote_heading"
            yield f"{_plain(say(key, question=block.question))}\n{_words(block)}"
        case Heading(text=text):
            yield f"<b>{_plain(text)}</b>"
        case Voice(text=text):
            yield from (_plain(piece) for piece in cut(text))
        case FactLine(text=text, note=note, lead=lead):
            doubt = f" <i>({_plain(note)})</i>" if note else ""
            yield ("" if lead else "• ") + _plain(text) + doubt
        case SourceLine():
            yield _source(block, say)
        case Steps(items=items):
            yield from (f"{number}. {_plain(item)}" for number, item in enumerate(items, start=1))
        case Number(number=number, label=label):
            yield f"<b>{_plain(number)}</b> — {_plain(label)}"
        case LinkLine(label=label, url=url):
            yield f"→ {_link(label, url)}"
        case _:
            assert_never(block)


def _words(block: Quotation) -> str:
    """An actor's words in their block, then who speaks. Never cut."""
    expandable = " expandable" if len(block.text) > LONG_QUOTATION else ""
    words = _plain(block.text).replace(_IN_FINE, "<i>in fine</i>")
    who = _plain(", ".join(filter(None, (block.speaker, block.organisation))))
    work = f", <i>{_plain(block.work)}</i>" if block.work else ""
    return f"<blockquote{expandable}>{words}</blockquote>\n— <b>{who}</b>{work}"


def _plain(text: str) -> str:
    """Text that stands between tags."""
    return escape(text, quote=False)


def _source(source: SourceLine, say: Say) -> str:
    if not source.url and not source.note:
        return f"<i>{_plain(source.title)}</i>"
    dated = f" ({_plain(source.note)})" if source.note else ""
    return f"<i>{_plain(say('source_label'))}\u00a0: {_link(source.title, source.url)}{dated}</i>"


def _link(label: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_plain(label)}</a>' if url else _plain(label)


def _contact(contact: Contact, say: Say) -> Iterator[str]:
    """Whom to contact and how; what nobody has verified is said to be so."""
    yield f"<b>{_plain(say('contact_label'))}\u00a0: {_plain(contact.name)}</b>"
    for label, value in contact.lines:
        yield f"{_plain(label)}\u00a0: {_plain(value)}"
    if contact.unverified:
        yield f"<i>{_plain(say('unverified_label'))}\u00a0: {_plain(', '.join(contact.unverified))}</i>"


def cut(text: str, limit: int = MAX_TEXT) -> Iterator[str]:
    """A plain text in pieces of at most `limit` UTF-16 units once escaped, cut at a space if possible."""
    while shown_length(_plain(text)) > limit:
        end = limit // 2
        space = max(text.rfind(" ", 1, end), text.rfind("\n", 1, end))
        at = space if space > 0 else end
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    yield text


def _pack(paragraphs: list[Paragraph]) -> Iterator[str]:
    """Paragraphs in as few texts as fit; a paragraph is only divided between its lines."""
    text = ""
    for lines in paragraphs:
        whole = "\n".join(lines)
        pieces = [whole] if shown_length(whole) <= MAX_TEXT else lines
        for at, piece in enumerate(pieces):
            joined = f"{text}{chr(10) if at else chr(10) * 2}{piece}" if text else piece
            if shown_length(joined) > MAX_TEXT:
                yield text
                joined = piece
            text = joined
    yield text
