"""What the source document says, and who says it: every quotation with its speaker and its question.

Two shapes follow one another, parted by blank lines (the word in capitals is the kind of block):

    SPEAKER and organisation      two lines
    QUESTION ending in « ? »      one line, then « QUOTE », as many times as there are questions

    HEADING                       one line, not a question, right before a quote
    « QUOTE », AUTHOR, WORK       one line each, as often as needed; the work may be missing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

_SPACES = " \u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of the document. `text`: between « and », byte for byte. `line`: from 1.

    organisation: as written under the speaker, empty for an author. question: the survey question, or the
    heading for an author. work: empty when the document names none.
    """

    text: str
    line: int
    speaker: str = ""
    organisation: str = ""
    question: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    lines: tuple[str, ...]

    @property
    def is_quote(self) -> bool:
        return self.lines[0].startswith("«") and self.lines[-1].endswith("»")

    @property
    def is_question(self) -> bool:
        return len(self.lines) == 1 and self.lines[0].endswith("?")

    @property
    def quotation(self) -> str:
        """The text inside the outer « », without the one space that French puts on each side."""
        text = "\n".join(self.lines)[1:-1]
        start = 1 if text[:1] and text[0] in _SPACES else 0
        end = len(text) - 1 if text[-1:] and text[-1] in _SPACES else len(text)
        return text[start:end]


def read_source_document(text: str) -> tuple[Quoted, ...]:
    """Every quotation of the document, in its order."""
    return tuple(_Reader(list(_blocks(text))).quotations())


def _blocks(text: str) -> Iterator[_Block]:
    """Runs of lines between blank lines, each with the number of its first line."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.removesuffix("\r")
        if bare.strip():
            lines.append(bare)
        elif lines:
            yield _Block(number - len(lines), tuple(lines))
            lines = []


class _Reader:
    """Reads the blocks in order, holding on to the speaker and the question of the moment."""

    def __init__(self, blocks: list[_Block]) -> None:
        self._blocks = blocks
        self._at = 0

    def quotations(self) -> Iterator[Quoted]:
        current = Quoted("", 0)
        in_definitions = False
        while (block := self._take()) is not None:
            if block.is_quote:
                quoted = replace(current, text=block.quotation, line=block.line)
                yield self._signed(quoted) if in_definitions else quoted
            elif len(block.lines) == 2:
                current, in_definitions = Quoted("", 0, block.lines[0], block.lines[1]), False
            elif block.is_question:
                current = replace(current, question=block.lines[0])
            elif (after := self._peek()) is not None and after.is_quote:
                current, in_definitions = Quoted("", 0, question=block.lines[0]), True

    def _signed(self, quoted: Quoted) -> Quoted:
        """A definition, with the author and the work that stand after it."""
        author = self._take_line()
        work = self._take_line() if author else ""
        return replace(quoted, speaker=author, work=work)

    def _take(self) -> _Block | None:
        block = self._peek()
        self._at += 1
        return block

    def _peek(self) -> _Block | None:
        return self._blocks[self._at] if self._at < len(self._blocks) else None

    def _take_line(self) -> str:
        """The next block when it is a simple line, else empty, and it stays to be read."""
        block = self._peek()
        if block is None or block.is_quote or len(block.lines) != 1:
            return ""
        self._at += 1
        return block.lines[0]
