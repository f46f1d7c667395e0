"""Posters: what stands on them, that it is all there and legible, and that their code opens the bot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from bot.core.model import Knowledge
from bot.core.paths import deep_link
from bot.pictures.draw_pdf import draw_pdf
from bot.pictures.draw_png import draw_png
from bot.pictures.draw_svg import draw_svg
from bot.pictures.page import Line, Modules, Page
from bot.pictures.poster_page import SIZES, SMALLEST, Poster, Size, lay_out
from bot.pictures.poster_words import poster_of, poster_paths, qr_modules
from bot.poster import draw_posters
from bot.wire import InputError
from tests.pictures.overlaps import outside, overlaps, sizes

BOT = "LogementHautBugeyBot"
SVG = "{http://www.w3.org/2000/svg}"
every_size = pytest.mark.parametrize("size", SIZES)


def texts(page: Page) -> str:
    """All that is written, one line under the other."""
    return "\n".join(shape.text for shape in page.shapes if isinstance(shape, Line))


def flat(text: str) -> str:
    """A text whatever its line breaks, spaces and apostrophes."""
    return re.sub(r"\s+", " ", text.replace("’", "'"))


def code_of(page: Page) -> Modules:
    (code,) = (shape for shape in page.shapes if isinstance(shape, Modules))
    return code


def every_poster(knowledge: Knowledge) -> Iterable[Poster]:
    for path in (*poster_paths(knowledge), *knowledge.sheets):
        yield poster_of(path, knowledge, BOT)


# -- words


def test_there_is_a_poster_for_each_organisation_and_theme(knowledge: Knowledge) -> None:
    themes = [f"topic:{topic.id}" for topic in knowledge.topics.topics]
    assert list(poster_paths(knowledge)) == [*knowledge.organisations, *themes]


def test_a_sheet_says_its_title_one_sentence_its_contact_and_its_sources(knowledge: Knowledge) -> None:
    poster = poster_of("visale", knowledge, BOT)
    assert poster.title == knowledge.sheets["visale"].title
    assert knowledge.sheets["visale"].summary.startswith(poster.sentence)
    assert poster.sentence.count(".") == 1
    assert poster.contact_name == "Action Logement"
    assert any("09 70 80 08 00" in line and "à vérifier" in line for line in poster.contact)
    assert poster.sources[0].endswith("(non datée, source consultée le 22 novembre 2026).")
    assert "28 décembre 2025" in poster.sources[1]


def test_a_doubtful_sentence_says_so(knowledge: Knowledge) -> None:
    assert poster_of("form-toit", knowledge, BOT).sentence.endswith("(à vérifier auprès de l'organisme).")


def test_an_organisation_lists_its_own_sheets(knowledge: Knowledge) -> None:
    own = {sheet.title for sheet in knowledge.sheets.values() if sheet.organisation == "caf-de-l-ain"}
    assert set(poster_of("caf-de-l-ain", knowledge, BOT).points) == own


def test_a_theme_lists_its_sheets_and_sends_to_the_local_information_point(knowledge: Knowledge) -> None:
    poster = poster_of("topic:louer-un-logement", knowledge, BOT)
    assert knowledge.sheets["visale"].title in poster.points
    assert poster.contact_name == knowledge.organisations["haut-bugey-agglomeration"].name


def test_a_theme_says_when_the_last_of_its_sources_was_read(knowledge: Knowledge) -> None:
    visale = knowledge.sheets["visale"]
    later = visale.sources[0].model_copy(update={"consulted_on": date(2027, 3, 1)})
    newer = visale.model_copy(update={"sources": (later, *visale.sources[1:])})
    base = knowledge.model_copy(update={"sheets": {**knowledge.sheets, "visale": newer}})
    assert "1er mars 2027" in poster_of("topic:louer-un-logement", base, BOT).sources[0]


def test_an_organisation_without_a_known_contact_says_that_none_is_verified(knowledge: Knowledge) -> None:
    poster = poster_of("mission-locale", knowledge, BOT)
    assert poster.contact == ("Non vérifié : téléphone, site, e-mail, adresse, horaires",)


def test_addresses_are_written_as_they_are_typed(knowledge: Knowledge) -> None:
    assert not any("://" in line for poster in every_poster(knowledge) for line in poster.contact)


# -- layout


@every_size
def test_on_every_poster_all_is_there_and_nothing_is_covered(knowledge: Knowledge, size: Size) -> None:
    width, _ = SIZES[size]
    for poster in every_poster(knowledge):
        page = lay_out(poster, size)
        assert (page.width, page.height) == SIZES[size]
        assert outside(page, margin=0.08 * width) == [], poster.title
        assert overlaps(page) == [], poster.title
        assert min(sizes(page)) >= SMALLEST, poster.title
        assert code_of(page).side >= 0.34 * width, poster.title


@every_size
def test_the_longest_texts_that_a_base_may_hold_still_fit(knowledge: Knowledge, size: Size) -> None:
    usual = poster_of("topic:louer-un-logement", knowledge, BOT)
    long = replace(
        usual,
        title="Hébergements temporaires intergénérationnels accompagnés",
        sentence=" ".join(["Une phrase longue qui explique simplement le dispositif"] * 4) + ".",
        points=tuple(f"Un titre de fiche aussi long que la base le permet, numéro {n}" for n in range(6)),
        contact=tuple(f"Une ligne de contact : www.adresse-assez-longue.fr/page-{n}" for n in range(4)),
        opens=usual.opens.replace(BOT, "Un_nom_de_bot_de_trente_deux_bot"),
    )
    page = lay_out(long, size)
    assert outside(page) == []
    assert overlaps(page) == []


def test_every_word_of_the_poster_is_on_the_page(knowledge: Knowledge) -> None:
    poster = poster_of("caf-de-l-ain", knowledge, BOT)
    written = flat(texts(lay_out(poster, "A4")))
    said = [poster.kicker, poster.title, poster.sentence, poster.points_title, *poster.points, poster.scan]
    said += [poster.opens, poster.contact_title, poster.contact_name, *poster.contact]
    missing = [text for text in (*said, *poster.limits, *poster.sources) if flat(text) not in written]
    assert missing == []


def test_a_title_breaks_after_its_colon(knowledge: Knowledge) -> None:
    page = lay_out(poster_of("visale", knowledge, BOT), "A4")
    assert "Visale\u00a0:\nun garant gratuit" in texts(page)


def test_only_black_and_white_are_used(knowledge: Knowledge) -> None:
    page = lay_out(poster_of("visale", knowledge, BOT), "A4")
    assert {page.background, *(shape.colour for shape in page.shapes)} == {"#ffffff", "#000000"}


# -- files


def read(image: Image.Image) -> list[str]:
    """What a phone reads on an image."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


@every_size
@pytest.mark.parametrize("path", ["visale", "topic:rechercher-une-solution-dhebergement-temporaire"])
def test_the_code_opens_the_bot_at_the_subject(knowledge: Knowledge, path: str, size: Size) -> None:
    page = lay_out(poster_of(path, knowledge, BOT), size)
    # 100 dots an inch: as a phone sees it from two steps away.
    image = Image.open(BytesIO(draw_png(page, scale=100 / 25.4, mode="L")))
    assert read(image) == [deep_link(BOT, path)]


def test_a_stain_on_the_code_does_not_matter(knowledge: Knowledge) -> None:
    page = lay_out(poster_of("visale", knowledge, BOT), "A4")
    image = Image.open(BytesIO(draw_png(page, scale=4, mode="L")))
    code = code_of(page)
    middle, stain = 4 * code.side / 2, 4 * code.side / 8
    x, y = 4 * code.x + middle, 4 * code.y + middle
    image.paste(255, (round(x - stain), round(y - stain), round(x + stain), round(y + stain)))
    assert read(image) == [deep_link(BOT, "visale")]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


def test_the_svg_draws_the_same_code(knowledge: Knowledge) -> None:
    page = lay_out(poster_of("visale", knowledge, BOT), "A5")
    root = parsed(draw_svg(page))
    (path,) = (p for p in root.findall(f"{SVG}path") if p.get("shape-rendering"))
    code = code_of(page)
    module = code.side / len(code.rows)
    drawn = set()
    for x, y, width in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v", path.get("d", "")):
        left, down = round((float(x) - code.x) / module), round((float(y) - code.y) / module)
        drawn |= {(down, left + step) for step in range(round(float(width) / module))}
    rows = qr_modules(deep_link(BOT, "visale"))
    assert drawn == {(down, left) for down, row in enumerate(rows) for left, dark in enumerate(row) if dark}


def test_the_svg_stands_alone_and_speaks(knowledge: Knowledge) -> None:
    poster = poster_of("visale", knowledge, BOT)
    svg = draw_svg(lay_out(poster, "A4"))
    root = parsed(svg)
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    assert root.findtext(f"{SVG}title") == "Visale\u00a0: un garant gratuit"
    assert "Action Logement" in (root.findtext(f"{SVG}desc") or "")
    assert "<text" not in svg
    used = set(re.findall(r'href="#([^"]+)"', svg))
    assert used == set(re.findall(r'<path id="([^"]+)"', svg))
    assert svg.count("http") == svg.count("http://www.w3.org/")


def test_the_pdf_has_its_fonts_inside_and_its_size(knowledge: Knowledge) -> None:
    page = lay_out(poster_of("visale", knowledge, BOT), "A5")
    pdf = draw_pdf(page)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/FontFile2") == 3
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [round(float(side) / 72 * 25.4) for side in box] == [148, 210]
    assert draw_pdf(page) == pdf


# -- command


def test_each_poster_is_written_as_pdf_svg_and_png(knowledge: Knowledge, tmp_path: Path) -> None:
    out = tmp_path / "new" / "posters"
    ids = ["caf-de-l-ain", "louer-un-logement"]
    written = list(draw_posters(knowledge, ids, bot_username=f"@{BOT}", out=out, sizes=("A5",)))
    names = ["caf-de-l-ain-A5", "topic__louer-un-logement-A5"]
    assert [path.name for path in written] == [f"{n}.{kind}" for n in names for kind in ("pdf", "svg", "png")]
    assert sorted(out.iterdir()) == sorted(written)
    image = Image.open(written[2])
    assert (image.mode, round(image.info["dpi"][0]), image.width) == ("L", 300, 1748)
    assert read(image) == [deep_link(BOT, "caf-de-l-ain")]


def test_a_theme_may_be_named_as_in_links(knowledge: Knowledge, tmp_path: Path) -> None:
    ids = ["topic:louer-un-logement"]
    written = draw_posters(knowledge, ids, bot_username=BOT, out=tmp_path, sizes=("A5",))
    assert next(iter(written)).name == "topic__louer-un-logement-A5.pdf"


def first(knowledge: Knowledge, ids: list[str], name: str, out: Path) -> Path:
    return next(iter(draw_posters(knowledge, ids, bot_username=name, out=out)))


@pytest.mark.parametrize("subject", ["visal", "caf-de-l-ain.definition", "sans-abri", ""])
def test_an_unknown_subject_is_told_before_anything_is_written(
    knowledge: Knowledge, tmp_path: Path, subject: str
) -> None:
    with pytest.raises(InputError, match=f"« {subject} »"):
        first(knowledge, ["visale", subject], BOT, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_no_bot_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nom d’un bot"):
        first(knowledge, ["visale"], "mon bot", tmp_path)


def test_a_folder_that_cannot_be_made_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="ne peuvent pas être écrites"):
        first(knowledge, ["visale"], BOT, tmp_path / "file" / "out")
