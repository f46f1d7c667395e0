"""A page as SVG. Letters are outlines: the page looks the same on every machine, whatever its fonts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from bot.pictures.lettering import Weight, face
from bot.pictures.page import Box, Disc, Line, Modules, Page, Shape, Stroke

# The older way to write a link inside a drawing: every program reads it.
_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

Outlines = dict[tuple[Weight, str], str]


def draw_svg(page: Page, *, unit: str = "mm") -> str:
    """The page as one SVG document; its words stand in its title and description."""
    size = f'width="{_n(page.width)}{unit}" height="{_n(page.height)}{unit}"'
    box = f'viewBox="0 0 {_n(page.width)} {_n(page.height)}"'
    outlines = _outlines(page)
    letters = "".join(f'<path id="{_name(*letter)}" d="{path}"/>' for letter, path in outlines.items())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg {_NAMES} lang="fr" role="img" {size} {box}>',
        f"<title>{escape(page.title)}</title>",
        f"<desc>{escape(page.description)}</desc>",
        f"<defs>{letters}</defs>",
        f'<rect width="100%" height="100%" fill="{page.background}"/>',
    ]
    lines += [drawn for shape in page.shapes for drawn in _drawn(shape, outlines)]
    return "\n".join([*lines, "</svg>", ""])


def _drawn(shape: Shape, outlines: Outlines) -> Iterator[str]:
    match shape:
        case Line():
            yield _line(shape, outlines)
        case Box(x=x, y=y, width=width, height=height, colour=colour, radius=radius):
            corner = f' rx="{_n(radius)}"' if radius else ""
            place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            yield f'<rect {place}{corner} fill="{colour}"/>'
        case Disc():
            yield _disc(shape)
        case Stroke(points=points, thickness=thickness, colour=colour):
            path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            look = f'fill="none" stroke="{colour}" stroke-width="{_n(thickness)}"'
            yield f'<polyline points="{path}" {look} stroke-linecap="round" stroke-linejoin="round"/>'
        case Modules(colour=colour):
            # One path: modules drawn apart would show hairlines between them.
            runs = "".join(
                f"M{_n(b.x)} {_n(b.y)}h{_n(b.width)}v{_n(b.height)}h-{_n(b.width)}z" for b in shape.runs()
            )
            yield f'<path d="{runs}" fill="{colour}" shape-rendering="crispEdges"/>'
        case _:
            assert_never(shape)


def _disc(disc: Disc) -> str:
    place = f'cx="{_n(disc.x)}" cy="{_n(disc.y)}"'
    if not disc.rim:
        return f'<circle {place} r="{_n(disc.radius)}" fill="{disc.colour}"/>'
    middle = _n(disc.radius - disc.rim / 2)
    return f'<circle {place} r="{middle}" fill="none" stroke="{disc.colour}" stroke-width="{_n(disc.rim)}"/>'


def _line(line: Line, outlines: Outlines) -> str:
    """A line of letters, each used from the definitions at its place."""
    letters = face(line.weight)
    scale = line.size / letters.units
    pen, parts = 0, []
    for character in line.text:
        if (line.weight, character) in outlines:
            parts.append(f'<use xlink:href="#{_name(line.weight, character)}" x="{pen}"/>')
        pen += letters.advance(character)
    place = f"translate({_n(line.x)} {_n(line.baseline)}) scale({scale:.6f} -{scale:.6f})"
    label = quoteattr(line.text)
    return f'<g aria-label={label} fill="{line.colour}" transform="{place}">{"".join(parts)}</g>'


def _outlines(page: Page) -> Outlines:
    """The outline of every letter of the page, once; spaces have none."""
    lines = [shape for shape in page.shapes if isinstance(shape, Line)]
    letters = sorted({(line.weight, character) for line in lines for character in line.text})
    drawn = {(weight, character): face(weight).outline(character) for weight, character in letters}
    return {letter: outline for letter, outline in drawn.items() if outline}


def _name(weight: Weight, character: str) -> str:
    return f"{weight}-{ord(character):x}"


def _n(number: float) -> str:
    """A number in few characters."""
    return f"{number:.3f}".rstrip("0").rstrip(".")
