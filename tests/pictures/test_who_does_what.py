"""The picture of who does what: true to the base, legible, and never dependent on colour alone."""

from __future__ import annotations

from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from bot.core.model import Knowledge, Need
from bot.pictures.page import Box, Disc, Line, Page, Stroke
from bot.pictures.table import DIRECTORY, Row, who_does_what_table
from bot.pictures.who_does_what import DARK, LIGHT, WIDTH, Theme, lay_out, who_does_what
from tests.pictures.overlaps import outside, overlaps, sizes


def with_needs(knowledge: Knowledge, *needs: Need) -> Knowledge:
    directory = knowledge.collections[DIRECTORY].model_copy(update={"needs": needs})
    return knowledge.model_copy(update={"collections": {DIRECTORY: directory}})


def row_of(knowledge: Knowledge, *entries: str) -> Row:
    """The row of a need that these sheets answer."""
    return who_does_what_table(with_needs(knowledge, Need(id="x", title="Un besoin", entries=entries))).rows[
        0
    ]


def laid_out(knowledge: Knowledge, theme: Theme = LIGHT) -> Page:
    return lay_out(who_does_what_table(knowledge), knowledge, theme)


def test_columns_are_the_four_actors_in_the_order_of_the_document(knowledge: Knowledge) -> None:
    table = who_does_what_table(knowledge)
    assert table.actors == ("Form'Toit", "Action Logement", "Haut-Bugey Agglomération", "CAF de l'Ain")


def test_every_need_has_its_row(knowledge: Knowledge) -> None:
    needs = knowledge.collections[DIRECTORY].needs
    assert [row.title for row in who_does_what_table(knowledge).rows] == [need.title for need in needs]


def test_an_actor_is_marked_for_what_its_sheets_answer(knowledge: Knowledge) -> None:
    assert row_of(knowledge, "visale") == Row("Un besoin", ("", "sure", "", ""), "")


def test_an_actor_known_from_secondary_sources_alone_is_to_verify(knowledge: Knowledge) -> None:
    assert row_of(knowledge, "logement-en-formation").actors == ("to verify", "", "", "")


def test_one_better_source_is_enough_to_be_sure(knowledge: Knowledge) -> None:
    assert row_of(knowledge, "al-in").actors[1] == "to verify"
    assert row_of(knowledge, "al-in", "visale").actors[1] == "sure"


def test_a_relay_is_named_beside_an_actor(knowledge: Knowledge) -> None:
    assert row_of(knowledge, "loca-pass", "fsl").note == "aussi\u00a0: Département\u00a0de\u00a0l'Ain"


def test_a_need_that_no_actor_answers_says_whom_to_see(knowledge: Knowledge) -> None:
    row = row_of(knowledge, "loyers-impayes", "fsl")
    assert row.actors == ("", "", "", "")
    assert row.note == "Aucun des quatre\u00a0: voir ADIL\u00a0de\u00a0l'Ain, Département\u00a0de\u00a0l'Ain"


def test_a_withdrawn_sheet_marks_nobody(knowledge: Knowledge) -> None:
    sheets = dict(knowledge.sheets) | {
        "visale": knowledge.sheets["visale"].model_copy(update={"status": "retirée"})
    }
    # A copy, so that the entries are counted anew.
    fields = {name: getattr(knowledge, name) for name in Knowledge.model_fields}
    without = Knowledge(**{**fields, "sheets": sheets})
    assert row_of(without, "visale", "fsl").actors == ("", "", "", "")


def test_it_is_a_picture_for_a_phone(knowledge: Knowledge) -> None:
    image = Image.open(BytesIO(who_does_what(knowledge, dark=False)))
    assert (image.format, image.mode, image.width) == ("PNG", "RGB", WIDTH)
    # Beyond about two to one, phones and Telegram make letters too small.
    assert image.height <= 2.2 * WIDTH


@pytest.mark.parametrize(("dark", "theme"), [(False, LIGHT), (True, DARK)])
def test_light_and_dark_have_their_own_paper(knowledge: Knowledge, dark: bool, theme: Theme) -> None:
    image = Image.open(BytesIO(who_does_what(knowledge, dark=dark)))
    assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((2, 2))) == theme.paper


def test_the_same_base_gives_the_same_bytes(knowledge: Knowledge) -> None:
    assert who_does_what(knowledge, dark=True) == who_does_what(knowledge, dark=True)


def test_nothing_is_cut_or_covered(knowledge: Knowledge) -> None:
    page = laid_out(knowledge)
    assert outside(page, margin=24) == []
    assert overlaps(page) == []


def test_letters_are_large_enough_for_a_phone(knowledge: Knowledge) -> None:
    # 26 pixels of 1080 are 9 points on a phone that is 390 points wide.
    assert min(sizes(laid_out(knowledge))) >= 26


def test_marks_differ_by_shape(knowledge: Knowledge) -> None:
    page = laid_out(knowledge)
    discs = [shape for shape in page.shapes if isinstance(shape, Disc)]
    cells = [cell for row in who_does_what_table(knowledge).rows for cell in row.actors if cell]
    # One of each in the legend.
    assert sum(not disc.rim for disc in discs) == cells.count("sure") + 1
    assert sum(bool(disc.rim) for disc in discs) == cells.count("to verify") + 1
    assert len([shape for shape in page.shapes if isinstance(shape, Stroke)]) == len(discs)


def test_needs_that_nobody_covers_are_written_out(knowledge: Knowledge) -> None:
    page = laid_out(knowledge)
    written = [shape.text for shape in page.shapes if isinstance(shape, Line)]
    uncovered = [row for row in who_does_what_table(knowledge).rows if not any(row.actors)]
    assert uncovered
    assert sum(text.startswith("Aucun des quatre") for text in written) == len(uncovered)


def test_rows_are_banded(knowledge: Knowledge) -> None:
    page = laid_out(knowledge)
    bands = [shape for shape in page.shapes if isinstance(shape, Box) and shape.colour == LIGHT.band]
    assert len(bands) == (len(knowledge.collections[DIRECTORY].needs) + 1) // 2


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels]
    return sum(weight * level for weight, level in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_high_in_both_themes(theme: Theme) -> None:
    pairs = [
        *product((theme.ink, theme.quiet, theme.mark), (theme.paper, theme.band)),
        (theme.tick, theme.mark),
    ]
    for pair in pairs:
        darker, lighter = sorted(map(luminance, pair))
        assert (lighter + 0.05) / (darker + 0.05) >= 7, pair


def test_a_base_without_a_directory_is_told(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError):
        who_does_what(knowledge.model_copy(update={"collections": {}}), dark=False)
