"""A poster laid out on A4 or A5: black on white, for any printer.

From top to bottom: title, one plain sentence, what can be read; the QR code and how to use it; whom
to contact; then limits, emergency numbers, sources and dates in small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.pictures.lettering import Weight, fit, typeset, wrap
from bot.pictures.page import Box, Disc, Modules, Page, Shape

Size = Literal["A4", "A5"]
SIZES: dict[Size, tuple[float, float]] = {"A4": (210, 297), "A5": (148, 210)}  # millimetres
SMALLEST = 2.75  # millimetres: the smallest letters, 7.8 points
_BLACK = "#000000"
_GAP = 9.0  # between the parts of a page of A4
_QUIET = 4  # modules of white that a code needs around it
_CODE_SIDES = (72.0, 90.0)  # least and greatest side of the code on A4, its white margin apart
_SHRINKS = tuple(1 - step / 20 for step in range(11))


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a poster, in words; `modules` are the dark modules of the code, without margin."""

    kicker: str
    title: str
    sentence: str
    points_title: str
    points: tuple[str, ...]
    scan: str
    opens: str
    contact_title: str
    contact_name: str
    contact: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    modules: tuple[tuple[bool, ...], ...]

    def in_words(self) -> str:
        """The poster read aloud, its title apart."""
        points = (self.points_title, *self.points) if self.points else ()
        contact = (f"{self.contact_title} : {self.contact_name}", *self.contact)
        return " ".join(
            (self.sentence, *points, self.scan, self.opens, *contact, *self.limits, *self.sources)
        )


def lay_out(poster: Poster, size: Size) -> Page:
    """The poster as shapes, in millimetres. Long titles and lists take smaller letters."""
    width, height = SIZES[size]
    page = Page(width, height, "#ffffff", typeset(poster.title), poster.in_words())
    sheet = _Sheet(poster, width)
    footer, footer_height = sheet.footer()
    contact, contact_height = sheet.contact()
    footer_top = height - 0.75 * sheet.margin - footer_height
    contact_top = footer_top - sheet.gap - contact_height
    for shrink in _SHRINKS:
        head, head_height = sheet.head(shrink)
        room = contact_top - head_height - 0.8 * sheet.margin
        if sheet.code_room(room) >= _CODE_SIDES[0] * sheet.scale:
            break
    code, code_height = sheet.code(sheet.code_room(room))
    page.place(head, 0.8 * sheet.margin)
    page.place(code, contact_top - (room + code_height) / 2)
    page.place(contact, contact_top)
    page.place(footer, footer_top)
    return page


Part = tuple[list[Shape], float]  # shapes laid out from 0 down, and their height


class _Sheet:
    """Lays out the parts of a poster. Lengths are those of A4; `scale` fits them to the sheet."""

    def __init__(self, poster: Poster, width: float) -> None:
        self.poster = poster
        self.width = width
        self.scale = width / SIZES["A4"][0]
        self.gap = _GAP * self.scale
        self.margin = 17 * self.scale
        self.room = width - 2 * self.margin

    def head(self, shrink: float) -> Part:
        """Kicker, rule, title, sentence and points; its letters are `shrink` times their usual size."""
        part = self.part()
        y = self.write(part, [typeset(self.poster.kicker)], 0, 5.3, "semibold")
        y = self.rule(part, y + 1.5 * self.scale, 1.4)
        # « Visale : un garant gratuit » breaks best after its colon.
        title = typeset(self.poster.title).replace(": ", ":\n")
        y = self.fit(
            part, title, y + 0.8 * self.gap, (21, 19, 17, 15.5, 14, 12.5, 11), 4, "bold", shrink, 1.12
        )
        y = self.fit(
            part, self.poster.sentence, y + 0.45 * self.gap, (8.2, 7.6, 7, 6.4), 4, "regular", shrink
        )
        if self.poster.points:
            y = self.points(part, y + 0.55 * self.gap, 5.6 * max(shrink, 0.85))
        return part.shapes, y

    def points(self, part: Page, y: float, size: float) -> float:
        """What can be read in the bot, one point a line."""
        y = self.write(part, [typeset(self.poster.points_title)], y, size, "semibold", leading=1.45)
        indent = 5 * self.scale
        for point in self.poster.points:
            middle = y + size * self.scale * 1.3 / 2
            part.shapes.append(Disc(self.margin + 0.35 * indent, middle, 0.17 * size * self.scale, _BLACK))
            lines = wrap(typeset(point), "regular", size * self.scale, self.room - indent)
            y = self.write(part, lines, y, size, indent=indent)
        return y

    def code_room(self, room: float) -> float:
        """The side of the code in a height of `room`, its white margin left above and below."""
        modules = len(self.poster.modules)
        return min(room * modules / (modules + 2 * _QUIET), _CODE_SIDES[1] * self.scale)

    def code(self, side: float) -> Part:
        """The QR code on the left, and how to use it beside its middle."""
        part, quiet = self.part(), _QUIET * side / len(self.poster.modules)
        part.shapes.append(Modules(self.margin, 0, side, self.poster.modules, _BLACK))
        beside, indent = self.part(), side + max(quiet, self.gap)
        y = self.fit(beside, self.poster.scan, 0, (8.2, 7.4, 6.6, 5.8), 4, "bold", indent=indent)
        opens = self.poster.opens.replace(". ", ".\n")
        y = self.fit(beside, opens, y + 0.4 * self.gap, (5.6, 5.2, 4.8), 6, indent=indent)
        part.place(beside.shapes, (side - y) / 2)
        return part.shapes, side

    def contact(self) -> Part:
        """Whom to contact, and the fields that are known beside the name."""
        part, half = self.part(), self.room / 2
        y = self.rule(part, 0, 0.35) + 0.35 * self.gap
        left = self.write(part, [typeset(self.poster.contact_title)], y, 4.6)
        left = self.fit(
            part, self.poster.contact_name, left, (7, 6.2, 5.6), 3, "bold", until=half - self.gap / 2
        )
        right = y
        for line in self.poster.contact:
            right = self.fit(part, line, right, (4.6, 4.2, 3.8), 2, indent=half)
        return part.shapes, max(left, right)

    def footer(self) -> Part:
        """Limits and emergency numbers; sources and dates in small."""
        part, small = self.part(), max(3.1, SMALLEST / self.scale)
        y = self.rule(part, 0, 0.35) + 0.3 * self.gap
        for text in self.poster.limits:
            y = self.fit(part, text, y, (4.2, 3.9, 3.6), 1, "semibold")
        y += 0.15 * self.gap
        for text in self.poster.sources:
            y = self.write(part, wrap(typeset(text), "regular", small * self.scale, self.room), y, small)
        return part.shapes, y

    def part(self) -> Page:
        """An empty part, as wide as the sheet."""
        return Page(self.width, 0, "", "", "")

    def fit(
        self,
        part: Page,
        text: str,
        y: float,
        sizes: Sequence[float],
        most_lines: int,
        weight: Weight = "regular",
        shrink: float = 1,
        leading: float = 1.3,
        *,
        indent: float = 0,
        until: float = 0,
    ) -> float:
        """Set a text in the first of `sizes` that allows so few lines, from `indent` to `until`.

        Returns its bottom.
        """
        scaled = [size * shrink * self.scale for size in sizes]
        size, lines = fit(typeset(text), weight, scaled, (until or self.room) - indent, most_lines)
        return self.write(part, lines, y, size / self.scale, weight, leading=leading, indent=indent)

    def write(
        self,
        part: Page,
        lines: Sequence[str],
        y: float,
        size: float,
        weight: Weight = "regular",
        *,
        leading: float = 1.3,
        indent: float = 0,
    ) -> float:
        """Set lines from `indent` on. Returns their bottom."""
        return part.write(lines, self.margin + indent, y, size * self.scale, weight, _BLACK, leading=leading)

    def rule(self, part: Page, y: float, thickness: float) -> float:
        """A rule across the sheet. Returns its bottom."""
        part.shapes.append(Box(self.margin, y, self.room, thickness * self.scale, _BLACK))
        return y + thickness * self.scale
