"""What no page may show: something outside its edges, or letters over other letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.pictures.lettering import face
from bot.pictures.page import Box, Disc, Line, Modules, Page, Stroke

Edges = tuple[float, float, float, float]  # left, top, right, bottom
HAIR = 0.001  # of the page's width: what rounding may add


def edges(shape: Line | Box | Disc | Stroke | Modules) -> Edges:
    """The rectangle that a shape fills; for a line of text, from the top of capitals to the baseline."""
    match shape:
        case Line(x=x, baseline=baseline, text=text, size=size, weight=weight):
            return x, baseline - 0.71 * size, x + face(weight).width(text, size), baseline
        case Box(x=x, y=y, width=width, height=height):
            return x, y, x + width, y + height
        case Disc(x=x, y=y, radius=radius):
            return x - radius, y - radius, x + radius, y + radius
        case Stroke(points=points):
            across, down = zip(*points, strict=True)
            return min(across), min(down), max(across), max(down)
        case Modules(x=x, y=y, side=side, rows=rows):
            quiet = 4 * side / len(rows)
            return x - quiet, y - quiet, x + side + quiet, y + side + quiet


def outside(page: Page, margin: float = 0) -> list[str]:
    """Shapes that do not stand inside the page's margins; a QR code may use the margin for its white."""
    hair = HAIR * page.width
    found = []
    for shape in page.shapes:
        left, top, right, bottom = edges(shape)
        edge = 0 if isinstance(shape, Modules) else margin
        fits = left >= edge - hair and right <= page.width - edge + hair
        if not (fits and top >= -hair and bottom <= page.height + hair):
            found.append(repr(shape))
    return found


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Pairs of a line of text with another, or with a QR code and its white margin."""
    lines = [shape for shape in page.shapes if isinstance(shape, Line)]
    codes = [shape for shape in page.shapes if isinstance(shape, Modules)]
    pairs = [*combinations(lines, 2), *((line, code) for line in lines for code in codes)]
    return [(repr(a), repr(b)) for a, b in pairs if _meet(edges(a), edges(b), HAIR * page.width)]


def _meet(one: Edges, other: Edges, hair: float) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > hair and down > hair


def sizes(page: Page) -> Iterator[float]:
    """The size of every line of text."""
    return (shape.size for shape in page.shapes if isinstance(shape, Line))
