"""The demonstration plays the real bot, and its page shows what the screen showed, by itself."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.core.assistant import Assistant
from tests.demo import __main__ as demo
from tests.demo.chat_page import draw_page
from tests.demo.marked_text import as_html
from tests.demo.photograph import WIDTH, find_chromium, photograph
from tests.demo.play import Exchange, play
from tests.demo.script import SCRIPT, Says, Taps

VOID = {"meta", "img", "br"}


@pytest.fixture(scope="module")
def exchanges(assistant: Assistant) -> list[Exchange]:
    return asyncio.run(play(assistant, SCRIPT))


@pytest.fixture(scope="module")
def page(exchanges: list[Exchange]) -> str:
    return draw_page(exchanges, "Le bot")


class Strict(HTMLParser):
    """Refuses tags that are not closed in order; keeps the attributes and the texts of quotations."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.quotations: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "blockquote":
            self.quotations.append("")
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        if "blockquote" in self.opened:
            self.quotations[-1] += data


def parsed(page: str) -> Strict:
    parser = Strict()
    parser.feed(page)
    parser.close()
    assert parser.opened == []
    return parser


# -- playing


def test_every_step_shows_something(exchanges: list[Exchange]) -> None:
    assert len(exchanges) == len(SCRIPT)
    assert [bool(e.said) for e in exchanges] == [isinstance(step, Says) for step in SCRIPT]
    assert all(len(exchange.shown) == 1 for exchange in exchanges)


def test_taps_change_a_message_in_place_and_questions_get_a_new_one(exchanges: list[Exchange]) -> None:
    assert [e.shown[0].edited for e in exchanges] == [isinstance(step, Taps) for step in SCRIPT]


def test_the_way_back_shows_the_card_again(exchanges: list[Exchange]) -> None:
    card, steps, back = exchanges[2:5]
    assert back.shown[0].message.text == card.shown[0].message.text != steps.shown[0].message.text


def test_the_emergency_comes_first(exchanges: list[Exchange]) -> None:
    (urgent,) = (e for e in exchanges if e.said == "jdor dehor")
    assert urgent.shown[0].message.text.startswith("115")


async def test_a_button_that_no_message_has_fails_the_play(assistant: Assistant) -> None:
    with pytest.raises(LookupError):
        await play(assistant, [Says("/start"), Taps("choice_back")])


# -- drawing


def test_the_page_holds_every_text_and_every_button(page: str, exchanges: list[Exchange]) -> None:
    plain = re.sub(r"<[^>]+>", "", page).replace("&amp;", "&")
    squeezed = "".join(plain.split())
    for exchange in exchanges:
        for shown in exchange.shown:
            assert "".join(shown.message.text.split()) in squeezed
            for button in (one for row in shown.message.buttons for one in row):
                assert f'<span class="button">{button.text}' in page


def test_only_quotations_of_the_base_stand_in_quotation_blocks(page: str, assistant: Assistant) -> None:
    quotes = {statement.quote.replace("*", "") for statement in assistant.knowledge.statements.values()}
    found = parsed(page).quotations
    assert found
    assert set(found) <= quotes


def test_the_page_fetches_nothing(page: str) -> None:
    found = parsed(page)
    links = [(tag, name) for tag, name, value in found.attributes if "//" in value]
    assert set(links) <= {("a", "href")}
    assert not re.search(r"<(script|link|iframe)|@import|url\(", page)


def test_the_page_is_light_or_dark_as_the_reader_prefers(page: str) -> None:
    assert "@media (prefers-color-scheme: dark)" in page


async def test_the_same_script_gives_the_same_page(page: str, assistant: Assistant) -> None:
    assert draw_page(await play(assistant, SCRIPT), "Le bot") == page


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("a < b & c", [], "a &lt; b &amp; c"),
        ("un deux", [("bold", 3, 4)], "un <b>deux</b>"),
        ("🙂 gras", [("bold", 3, 4)], "🙂 <b>gras</b>"),
        ("tout dedans", [("bold", 0, 11), ("italic", 5, 6)], "<b>tout <i>dedans</i></b>"),
        ("ici", [("italic", 0, 3), ("bold", 0, 3)], "<i><b>ici</b></i>"),
        ("a\nmots\nb", [("blockquote", 2, 4)], "a<blockquote>mots</blockquote>b"),
        ("caf.fr", [("text_link", 0, 6)], '<a href="https://caf.fr/?a&amp;b">caf.fr</a>'),
        ("/start", [("bot_command", 0, 6)], "/start"),
    ],
)
def test_entities_become_tags(text: str, entities: list[tuple[str, int, int]], html: str) -> None:
    written: list[dict[str, Any]] = [
        {"type": kind, "offset": offset, "length": length} for kind, offset, length in entities
    ]
    for entity in written:
        if entity["type"] == "text_link":
            entity["url"] = "https://caf.fr/?a&b"
    assert as_html(text, written) == html


# -- command


@pytest.mark.parametrize(
    ("chromium", "said"), [(None, "Chromium n’est pas installé"), ("/bin/false", "Chromium n’a pas fait")]
)
def test_the_page_is_written_even_without_a_picture(
    chromium: str | None,
    said: str,
    assistant: Assistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(demo, "find_chromium", lambda: chromium)
    monkeypatch.setattr(demo, "build", lambda _: assistant)
    demo.main(["--out", str(tmp_path / "new" / "demo.html")])
    assert said in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["demo.html"]


def test_some_exchanges_can_be_drawn_alone(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "find_chromium", lambda: None)
    monkeypatch.setattr(demo, "build", lambda _: assistant)
    out = tmp_path / "demo.html"
    demo.main(["--out", str(out), "--only", "3", "7"])
    assert re.findall(r'"bubble user"><p>(.*?)</p>', out.read_text("utf-8")) == [
        "g pa de garan",
        "jdor dehor",
    ]


@pytest.mark.skipif(find_chromium() is None, reason="Chromium is not installed")
def test_the_picture_is_as_high_as_the_page(tmp_path: Path) -> None:
    page, picture = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text('<body style="margin:0"><p style="height:300px;margin:0;background:red">', "utf-8")
    photograph(page, picture, find_chromium() or "")
    with Image.open(picture) as image:
        assert image.size == (WIDTH, 316)
