"""Letters: French typography, widths and line breaks. The font comes with the bot, never from the machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

Weight = Literal["regular", "semibold", "bold"]

NARROW = "\u2009"  # the font has this thin space, not U+202F; lines break at U+0020 alone
_WIDE = "\u00a0"
_RULES = (
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(r"\s*\u202f\s*"), NARROW),
    (re.compile(r"(?<=[^\s«])[ \u00a0]([;!?])"), NARROW + r"\1"),
    (re.compile(r"(?<=[^\s«])[ \u00a0]:(?!//)"), _WIDE + ":"),
    (re.compile(r"«[ \u00a0]?"), "«" + _WIDE),
    (re.compile(r"[ \u00a0]?»"), _WIDE + "»"),
    (re.compile(r"(?<=\d) (?=[\w%€])"), _WIDE),
    (re.compile(r" ([–—·])"), _WIDE + r"\1"),
    (re.compile(r"\b([dD]e) (?=l’|la\b)"), r"\1" + _WIDE),
)


def typeset(text: str) -> str:
    """The text with curly apostrophes and the no-break spaces of French; a number holds to its unit."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


@dataclass(frozen=True)
class Face:
    """One weight of the font. Sizes and widths share any one unit: pixels, millimetres…"""

    path: Path

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont

        # Read whole: a lazy font would keep its file open.
        return TTFont(BytesIO(self.path.read_bytes()))

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        return dict(self._font.getBestCmap())

    @cached_property
    def _advances(self) -> dict[str, int]:
        return {glyph: advance for glyph, (advance, _) in self._font["hmtx"].metrics.items()}

    @cached_property
    def _outlines(self) -> Any:
        return self._font.getGlyphSet()

    @cached_property
    def units(self) -> int:
        """Font units in one em."""
        return int(self._font["head"].unitsPerEm)

    def glyph(self, character: str) -> str:
        """The name of the glyph of a character; a visible box when the font lacks it."""
        return self._glyphs.get(ord(character), ".notdef")

    def advance(self, character: str) -> int:
        """How far a character moves the pen, in font units."""
        return self._advances[self.glyph(character)]

    def has(self, character: str) -> bool:
        """Whether the font can draw a character."""
        return ord(character) in self._glyphs

    def width(self, text: str, size: float) -> float:
        """The width of a text on one line, without kerning."""
        return sum(map(self.advance, text)) * size / self.units

    def outline(self, character: str) -> str:
        """The outline of a character as SVG path data, in font units, y upwards."""
        from fontTools.pens.svgPathPen import SVGPathPen

        pen = SVGPathPen(self._outlines)
        self._outlines[self.glyph(character)].draw(pen)
        return str(pen.getCommands())


@cache
def face(weight: Weight) -> Face:
    """The face of a weight: Open Sans, from the package ttf-opensans (Apache 2.0)."""
    import ttf_opensans

    fonts = {
        "regular": ttf_opensans.OPENSANS_REGULAR,
        "semibold": ttf_opensans.OPENSANS_SEMIBOLD,
        "bold": ttf_opensans.OPENSANS_BOLD,
    }
    return Face(Path(fonts[weight].path))


def wrap(text: str, weight: Weight, size: float, width: float) -> tuple[str, ...]:
    """The text in lines of at most `width`, broken at plain spaces only; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face(weight).width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def balance(text: str, weight: Weight, size: float, width: float) -> tuple[str, ...]:
    """As few lines as `wrap`, of lengths as even as can be: no last word alone under a long line."""
    lines = wrap(text, weight, size, width)
    narrowest = lines
    for step in range(1, 20):
        tried = wrap(text, weight, size, width * (1 - step / 20))
        if len(tried) > len(lines) or widest(tried, weight, size) > width:
            break
        narrowest = tried
    return narrowest


def widest(lines: Sequence[str], weight: Weight, size: float) -> float:
    """The width of the longest line."""
    return max(face(weight).width(line, size) for line in lines)


def fit(
    text: str, weight: Weight, sizes: Sequence[float], width: float, max_lines: int
) -> tuple[float, tuple[str, ...]]:
    """The first of `sizes` (largest first) at which the text takes at most `max_lines` lines, and its lines.

    A newline in the text is kept. When no size does, the last one, however many lines it takes.
    """
    for size in sizes:
        lines = tuple(line for part in text.split("\n") for line in balance(part, weight, size, width))
        if len(lines) <= max_lines and widest(lines, weight, size) <= width:
            break
    return size, lines
