"""A page in millimetres as PDF: real text with its fonts inside, to be searched and read aloud."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_never

from fpdf import FPDF

from bot.pictures.lettering import Weight, face
from bot.pictures.page import Box, Disc, Line, Modules, Page, Shape, Stroke

_POINTS_A_MILLIMETRE = 72 / 25.4
_WEIGHTS: tuple[Weight, ...] = ("regular", "semibold", "bold")
# The same page gives the same file, whenever it is made.
_MADE_ON = datetime(2000, 1, 1, tzinfo=UTC)


def draw_pdf(page: Page) -> bytes:
    """The page as a PDF of one page."""
    pdf = FPDF(unit="mm", format=(page.width, page.height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(page.title)
    pdf.set_lang("fr-FR")
    pdf.set_creation_date(_MADE_ON)
    for weight in {shape.weight: None for shape in page.shapes if isinstance(shape, Line)}:
        pdf.add_font(weight, "", face(weight).path)
    pdf.add_page()
    for shape in page.shapes:
        _draw(pdf, shape)
    return bytes(pdf.output())


def _draw(pdf: FPDF, shape: Shape) -> None:
    match shape:
        case Line():
            pdf.set_font(shape.weight, size=shape.size * _POINTS_A_MILLIMETRE)
            pdf.set_text_color(shape.colour)
            pdf.text(shape.x, shape.baseline, shape.text)
        case Box():
            _box(pdf, shape)
        case Disc(x=x, y=y, radius=radius, colour=colour, rim=rim):
            pdf.set_fill_color(colour)
            pdf.set_draw_color(colour)
            pdf.set_line_width(rim)
            pdf.circle(x, y, radius - rim / 2, style="D" if rim else "F")
        case Stroke(points=points, thickness=thickness, colour=colour):
            pdf.set_draw_color(colour)
            pdf.set_line_width(thickness)
            pdf.polyline(points)
        case Modules():
            for run in shape.runs():
                _box(pdf, run)
        case _:
            assert_never(shape)


def _box(pdf: FPDF, box: Box) -> None:
    pdf.set_fill_color(box.colour)
    corners = bool(box.radius)
    pdf.rect(box.x, box.y, box.width, box.height, style="F", round_corners=corners, corner_radius=box.radius)
