"""Who does what, as a picture for a phone: needs in rows, the actors in columns.

Shapes carry the meaning, colour only helps: a full disc with a tick, a ring with a tick where it is
to be verified, nothing otherwise. A need that no actor answers first says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.model import Knowledge
from bot.pictures.draw_png import draw_png
from bot.pictures.lettering import Weight, balance, typeset, widest, wrap
from bot.pictures.page import Box, Disc, Page, Shape, Stroke
from bot.pictures.table import Row, Table, who_does_what_table

WIDTH = 1080  # pixels: a phone held upright
MARGIN = 32
GAP = 20  # between columns, and between a band's edge and what stands in it
PAD = 15  # above and below what stands in a row
NEEDS_WIDTH = 395  # the least that needs are given: the names of the actors make room
TITLE, NEED, NOTE, HEADER, SMALL = 64, 34, 32, 29, 28  # sizes of letters
RADIUS = 24  # of a mark
LEADING = 1.2


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours; letters and marks have a contrast of at least 7 on paper and on bands."""

    paper: str
    band: str
    ink: str
    quiet: str
    rule: str
    mark: str
    tick: str


LIGHT = Theme("#ffffff", "#e9eff5", "#14181d", "#3f4853", "#c3ced9", "#0b4a82", "#ffffff")
DARK = Theme("#11151a", "#222a33", "#f2f5f8", "#c6cfd8", "#46525e", "#a6d3ff", "#11151a")


def who_does_what(knowledge: Knowledge, *, dark: bool) -> bytes:
    """The picture as PNG, `WIDTH` pixels wide. Raises KeyError when the base has no directory."""
    return draw_png(lay_out(who_does_what_table(knowledge), knowledge, DARK if dark else LIGHT), smooth=2)


def lay_out(table: Table, knowledge: Knowledge, theme: Theme) -> Page:
    """The picture as shapes, in pixels; as high as its rows ask."""
    layout = _Layout(table, theme)
    bottom = layout.top(knowledge)
    for number, row in enumerate(table.rows):
        bottom = layout.row(row, bottom, banded=number % 2 == 0)
    bottom = layout.page.write(
        wrap(typeset(table.footer), "regular", SMALL, WIDTH - 2 * MARGIN),
        MARGIN,
        bottom + GAP,
        SMALL,
        colour=theme.quiet,
    )
    return Page(WIDTH, bottom + MARGIN, theme.paper, table.title, _in_words(table), layout.page.shapes)


def _in_words(table: Table) -> str:
    """The table read aloud, one sentence a need."""
    sentences = []
    for row in table.rows:
        names = [name for name, cell in zip(table.actors, row.actors, strict=True) if cell]
        sentences.append(f"{row.title} : {' ; '.join(filter(None, [', '.join(names), row.note]))}.")
    return " ".join(sentences)


class _Layout:
    """Places what a table holds, from top to bottom."""

    def __init__(self, table: Table, theme: Theme) -> None:
        self.theme = theme
        self.page = Page(WIDTH, 0, theme.paper, "", "")
        self.names = [typeset(name).split(" ") for name in table.actors]
        self.name_size, widths = _columns(self.names)
        self.left = WIDTH - MARGIN - sum(widths)
        self.edges = [self.left + sum(widths[:i]) for i in range(len(widths))]
        self.middles = [edge + width / 2 for edge, width in zip(self.edges, widths, strict=True)]
        self.title = typeset(table.title)

    def top(self, knowledge: Knowledge) -> float:
        """Title, the two marks explained, names of the actors. Returns where rows start."""
        bottom = self.page.write([self.title], MARGIN, MARGIN - 12, TITLE, "bold", self.theme.ink)
        bottom = self.legend(bottom + 14, knowledge.say("picture_sure"), knowledge.say("to_verify"))
        return self.header(bottom + 34) + 14

    def legend(self, y: float, sure: str, to_verify: str) -> float:
        """What the two marks mean, on one line."""
        x: float = MARGIN
        for cell, text in (("sure", typeset(sure)), ("to verify", typeset(to_verify))):
            self.mark(cell, x + RADIUS, y + RADIUS)
            top = y + RADIUS - SMALL * LEADING / 2
            self.write([text], x + 2 * RADIUS + 14, top, SMALL, colour=self.theme.ink)
            x += 2 * RADIUS + 14 + widest([text], "regular", SMALL) + 44
        return y + 2 * RADIUS

    def header(self, y: float) -> float:
        """Names of the actors, standing on a rule."""
        height = max(map(len, self.names)) * self.name_size * LEADING
        for middle, words in zip(self.middles, self.names, strict=True):
            top = y + height - len(words) * self.name_size * LEADING
            for word in words:
                half = widest([word], "semibold", self.name_size) / 2
                top = self.write([word], middle - half, top, self.name_size, "semibold")
        self.page.shapes.append(Box(MARGIN, y + height + 10, WIDTH - 2 * MARGIN, 4, self.theme.ink))
        return y + height + 14

    def row(self, row: Row, y: float, *, banded: bool) -> float:
        """One need, and what answers it. Returns its bottom."""
        covered = any(row.actors)
        need, need_height = self.need(row.title, row.note if covered else "")
        answer, answer_height = ([], 2 * RADIUS) if covered else self.nobody(row.note)
        height = max(need_height, answer_height) + 2 * PAD
        if banded:
            self.page.shapes.append(Box(MARGIN, y, WIDTH - 2 * MARGIN, height, self.theme.band, 14))
        self.page.place(need, y + (height - need_height) / 2)
        self.page.place(answer, y + (height - answer_height) / 2)
        if covered:
            self.cells(row, y, height)
        return y + height

    def need(self, title: str, also: str) -> tuple[list[Shape], float]:
        """The title of a need, and under it the relays; laid out from 0, with its height."""
        part, room = Page(WIDTH, 0, "", "", ""), self.left - MARGIN - 2 * GAP
        lines = balance(typeset(title), "semibold", NEED, room)
        y = part.write(lines, MARGIN + GAP, 0, NEED, "semibold", self.theme.ink, leading=LEADING)
        if also:
            lines = balance(typeset(also), "regular", SMALL, room)
            y = part.write(lines, MARGIN + GAP, y, SMALL, "regular", self.theme.quiet, leading=LEADING)
        return part.shapes, y

    def nobody(self, note: str) -> tuple[list[Shape], float]:
        """What stands across the columns when no actor answers; laid out from 0, with its height."""
        part = Page(WIDTH, 0, "", "", "")
        lines = balance(typeset(note), "regular", NOTE, WIDTH - MARGIN - GAP - self.left)
        return part.shapes, part.write(lines, self.left, 0, NOTE, "regular", self.theme.ink, leading=LEADING)

    def cells(self, row: Row, y: float, height: float) -> None:
        """The marks of a row, between rules that lead the eye up to the names."""
        for cell, edge, middle in zip(row.actors, self.edges, self.middles, strict=True):
            self.page.shapes.append(Box(edge - 1, y, 2, height, self.theme.rule))
            self.mark(cell, middle, y + height / 2)

    def mark(self, cell: str, x: float, y: float) -> None:
        """A full disc or a ring, both with a tick; nothing for an empty cell."""
        if not cell:
            return
        sure = cell == "sure"
        self.page.shapes.append(Disc(x, y, RADIUS, self.theme.mark, 0 if sure else 4))
        points = tuple(
            (x + dx * RADIUS, y + dy * RADIUS) for dx, dy in ((-0.42, 0.02), (-0.1, 0.34), (0.46, -0.32))
        )
        self.page.shapes.append(Stroke(points, 6, self.theme.tick if sure else self.theme.mark))

    def write(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        size: float,
        weight: Weight = "regular",
        colour: str = "",
    ) -> float:
        return self.page.write(lines, x, y, size, weight, colour or self.theme.ink, leading=LEADING)


def _columns(names: Sequence[Sequence[str]]) -> tuple[float, list[float]]:
    """The size of the actors' names and the width of each column, so that needs keep their room."""
    for size in range(HEADER, 14, -1):
        widths = [widest(words, "semibold", size) + GAP for words in names]
        if sum(widths) <= WIDTH - 2 * MARGIN - NEEDS_WIDTH:
            break
    return size, widths
