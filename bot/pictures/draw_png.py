"""A page as PNG, with Pillow."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Literal, assert_never

from PIL import Image, ImageDraw, ImageFont

from bot.pictures.lettering import Weight, face
from bot.pictures.page import Box, Disc, Line, Modules, Page, Shape, Stroke


def draw_png(page: Page, *, scale: float = 1, mode: Literal["RGB", "L"] = "RGB", smooth: int = 1) -> bytes:
    """The page with `scale` pixels a unit, in colour or in grey.

    smooth: drawn this many times larger first, for round edges. The resolution is written for a
    page in millimetres.
    """
    factor = scale * smooth
    image = Image.new(mode, (round(page.width * factor), round(page.height * factor)), page.background)
    pen = _Pen(ImageDraw.Draw(image), factor)
    for shape in page.shapes:
        pen.draw(shape)
    if smooth > 1:
        image = image.reduce(smooth)
    out = BytesIO()
    image.save(out, "PNG", dpi=(scale * 25.4, scale * 25.4) if scale != 1 else None)
    return out.getvalue()


@lru_cache(maxsize=64)
def _font(weight: Weight, size: float) -> ImageFont.FreeTypeFont:
    # The basic layout is in every build of Pillow; the other one depends on the machine.
    return ImageFont.truetype(str(face(weight).path), size, layout_engine=ImageFont.Layout.BASIC)


class _Pen:
    def __init__(self, canvas: ImageDraw.ImageDraw, factor: float) -> None:
        self.canvas = canvas
        self.factor = factor

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        match shape:
            case Line():
                self.line(shape)
            case Box():
                self.box(shape)
            case Disc():
                self.disc(shape)
            case Stroke():
                self.stroke(shape)
            case Modules():
                for run in shape.runs():
                    self.box(run)
            case _:
                assert_never(shape)

    def line(self, line: Line) -> None:
        """Each letter at its own place: Pillow alone would round every advance to a whole pixel."""
        font = _font(line.weight, line.size * self.factor)
        letters = face(line.weight)
        x, baseline = line.x * self.factor, line.baseline * self.factor
        for character in line.text:
            self.canvas.text((x, baseline), character, line.colour, font, anchor="ls")
            x += letters.width(character, line.size) * self.factor

    def box(self, box: Box) -> None:
        corners = (box.x, box.y, box.x + box.width, box.y + box.height)
        left, top, right, bottom = (round(c * self.factor) for c in corners)
        # Pillow counts the last pixel in.
        edges = (left, top, max(left, right - 1), max(top, bottom - 1))
        if box.radius:
            self.canvas.rounded_rectangle(edges, box.radius * self.factor, box.colour)
        else:
            self.canvas.rectangle(edges, box.colour)

    def disc(self, disc: Disc) -> None:
        centre, radius = (disc.x * self.factor, disc.y * self.factor), disc.radius * self.factor
        rim = round(disc.rim * self.factor)
        if rim:
            self.canvas.circle(centre, radius, outline=disc.colour, width=rim)
        else:
            self.canvas.circle(centre, radius, disc.colour)

    def stroke(self, stroke: Stroke) -> None:
        points = [(x * self.factor, y * self.factor) for x, y in stroke.points]
        thickness = stroke.thickness * self.factor
        self.canvas.line(points, stroke.colour, round(thickness))
        for point in points:
            self.canvas.circle(point, thickness / 2, stroke.colour)
