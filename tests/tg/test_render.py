"""A reply as HTML: escaped, never cut inside a tag, and nothing but an actor's words in a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reply import (
    Block,
    Contact,
    FactLine,
    Heading,
    LinkLine,
    Number,
    Quotation,
    Reply,
    SourceLine,
    Steps,
    Voice,
)
from bot.tg.render import MAX_TEXT, cut, render, shown_length
from tests.support.fake_telegram_text import parse_html

ODD = "<b>a & \"b\" 'c'</b>"


def say(key: str, /, **values: object) -> str:
    return f"{key} {' '.join(map(str, values.values()))}".strip()


def drawn(*blocks: Block, contact: Contact | None = None) -> str:
    """The reply as one text, read back by the fake's strict parser."""
    (html,) = render(Reply("answer", blocks, contact=contact), say)
    parse_html(html)
    return html


def plain(html: str) -> str:
    return parse_html(html)[0]


def quote(text: str = "Oui", question: str = "Pourquoi ?", organisation: str = "La Maison") -> Quotation:
    return Quotation("a.b", text, "Zoé MARTIN", organisation, question, "" if organisation else "Un livre")


@pytest.mark.parametrize(
    "block",
    [
        Heading(ODD),
        Voice(ODD),
        FactLine(ODD, ODD),
        SourceLine(ODD, 'https://exemple.fr/?a=1&b="2"', ODD),
        SourceLine(ODD, "", ""),
        Steps((ODD, ODD)),
        Number(ODD, ODD),
        LinkLine(ODD, "https://exemple.fr/<>&'"),
        quote(ODD, ODD, ODD),
    ],
)
def test_everything_is_escaped(block: Block) -> None:
    contact = Contact("x", ODD, ((ODD, ODD),), (ODD,))
    assert ODD in plain(drawn(block, contact=contact))


def test_a_quotation_tells_who_speaks_outside_its_block() -> None:
    html = drawn(quote("Des *pas* *in fine* <à faire>"))
    assert html == (
        "quote_survey Pourquoi ?\n"
        "<blockquote>Des *pas* <i>in fine</i> &lt;à faire&gt;</blockquote>\n"
        "— <b>Zoé MARTIN, La Maison</b>"
    )


def test_an_author_is_quoted_from_a_work() -> None:
    html = drawn(quote(organisation=""))
    assert html.endswith("— <b>Zoé MARTIN</b>, <i>Un livre</i>")
    assert html.startswith("quote_heading Pourquoi ?")


def test_a_long_quotation_opens_at_a_tap() -> None:
    assert "<blockquote expandable>" in drawn(quote("mot " * 200))
    assert "<blockquote>" in drawn(quote("mot"))


def test_a_question_asked_of_several_people_is_said_once() -> None:
    assert drawn(quote("Oui"), quote("Non")).count("Pourquoi ?") == 1
    assert drawn(Heading("Pourquoi ?"), quote("Oui")).count("Pourquoi ?") == 1
    assert drawn(quote("Oui"), quote("Non", "Comment ?")).count(" ?") == 2


def test_emergency_numbers_are_bold_and_first() -> None:
    assert drawn(Number("115", "sans abri"), Voice("Appelle.")).startswith("<b>115</b> — sans abri")


def test_a_doubt_stands_beside_its_fact() -> None:
    html = drawn(FactLine("L'essentiel", lead=True), FactLine("Gratuit", "à vérifier"))
    assert html == "L'essentiel\n\n• Gratuit <i>(à vérifier)</i>"


def test_the_contact_ends_the_reply_and_says_what_is_not_verified() -> None:
    html = drawn(Voice("a"), contact=Contact("x", "La Maison", (("Tél.", "32 30"),), ("adresse", "horaires")))
    assert plain(html).splitlines()[-3:] == [
        "contact_label\u00a0: La Maison",
        "Tél.\u00a0: 32 30",
        "unverified_label\u00a0: adresse, horaires",
    ]


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)
BLOCKS = st.one_of(
    st.builds(Heading, st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)),
    st.builds(Voice, st.one_of(TEXTS, TEXTS.map(lambda t: (t + " ") * 2000))),
    st.builds(FactLine, TEXTS, TEXTS, st.booleans()),
    st.builds(quote, TEXTS, TEXTS, TEXTS),
    st.builds(quote, TEXTS.map(lambda t: (t * 900)[:900])),
)


@given(st.lists(BLOCKS, min_size=1, max_size=12))
def test_any_reply_is_valid_and_within_limits(blocks: list[Block]) -> None:
    parts = render(Reply("answer", tuple(blocks)), say)
    assert parts
    for part in parts:
        text, entities = parse_html(part)
        assert text.strip()
        assert shown_length(part) <= MAX_TEXT
        quotations = [e for e in entities if e["type"].endswith("blockquote")]
        assert len(quotations) == part.count("</blockquote>")
    whole = [e for p in parts for e in parse_html(p)[1] if e["type"].endswith("blockquote")]
    assert len(whole) == sum(isinstance(b, Quotation) for b in blocks), "none is cut"


@given(st.text(), st.integers(2, 50))
def test_a_text_in_pieces_loses_only_spaces(text: str, limit: int) -> None:
    pieces = list(cut(text, limit))
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(p.encode("utf-16-le", "surrogatepass")) <= 2 * limit for p in pieces)
