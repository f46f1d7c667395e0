"""What stands on a page: a few shapes in one unit (pixels or millimetres), y downwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.pictures.lettering import Weight, face


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `x` is its left end, `baseline` where its letters stand."""

    x: float
    baseline: float
    text: str
    size: float
    weight: Weight
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; its corners are round when `radius` is not 0."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, or only its rim when `rim` (its thickness) is not 0."""

    x: float
    y: float
    radius: float
    colour: str
    rim: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A broken line with round ends and corners."""

    points: tuple[tuple[float, float], ...]
    thickness: float
    colour: str


@dataclass(frozen=True, slots=True)
class Modules:
    """The dark modules of a QR code whose upper left corner is at (x, y), `side` wide in all."""

    x: float
    y: float
    side: float
    rows: tuple[tuple[bool, ...], ...]
    colour: str

    def runs(self) -> Iterable[Box]:
        """Dark modules, those that touch in a row together."""
        module = self.side / len(self.rows)
        for down, row in enumerate(self.rows):
            start = 0
            for across, dark in enumerate((*row, False)):
                if not dark:
                    if across > start:
                        x, y = self.x + start * module, self.y + down * module
                        yield Box(x, y, (across - start) * module, module, self.colour)
                    start = across + 1


Shape = Line | Box | Disc | Stroke | Modules


def moved(shape: Shape, down: float) -> Shape:
    """The same shape, lower on the page."""
    match shape:
        case Line(baseline=baseline):
            return replace(shape, baseline=baseline + down)
        case Stroke(points=points):
            return replace(shape, points=tuple((x, y + down) for x, y in points))
        case _:
            return replace(shape, y=shape.y + down)


@dataclass(frozen=True)
class Page:
    """A page to draw. `title` and `description` tell it in words, for people who do not see it."""

    width: float
    height: float
    background: str
    title: str
    description: str
    shapes: list[Shape] = field(default_factory=list)

    def place(self, part: Iterable[Shape], y: float) -> None:
        """Add a part that was laid out from 0 down, with its top at `y`."""
        self.shapes.extend(moved(shape, y) for shape in part)

    def write(
        self,
        lines: Iterable[str],
        x: float,
        y: float,
        size: float,
        weight: Weight = "regular",
        colour: str = "#000000",
        *,
        leading: float = 1.3,
        align: Literal["left", "centre"] = "left",
    ) -> float:
        """Set lines from `y` (their top) down; `x` is their left end or middle. Returns their bottom."""
        for line in lines:
            left = x - face(weight).width(line, size) / 2 if align == "centre" else x
            # Capitals are 0.71 em high: they stand in the middle of the line.
            baseline = y + size * (leading + 0.71) / 2
            self.shapes.append(Line(left, baseline, line, size, weight, colour))
            y += size * leading
        return y
