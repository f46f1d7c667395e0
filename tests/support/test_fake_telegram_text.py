"""The fake reads HTML as Telegram does: same entities, same sentences, same offsets."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from tests.support.fake_telegram_text import MarkupError, find_entities, parse_html, trim

REFUSED = {
    "&#57311;": "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units",
    "🏟 🏟&lt;<abacaba": "Unclosed start tag at byte offset 13",
    "🏟 🏟&lt;<abac aba>": 'Unsupported start tag "abac" at byte offset 13',
    "<br>": 'Unsupported start tag "br" at byte offset 0',
    "<p>a</p>": 'Unsupported start tag "p" at byte offset 0',
    "a < b": 'Unsupported start tag "" at byte offset 2',
    "🏟 🏟&lt;<i   =aba>": 'Empty attribute name in the tag "i" at byte offset 13',
    "<a href": 'Unclosed start tag "a" at byte offset 0',
    '<a href="x"': "Unclosed start tag at byte offset 0",
    '<a href="x>y</a>': "Unclosed start tag at byte offset 0",
    "<a href=x/>y</a>": "Unexpected end of name token at byte offset 8",
    "<span>a</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "</b>": "Unexpected end tag at byte offset 0",
    "🏟 🏟&lt;<b></b></": "Unexpected end tag at byte offset 20",
    "<b>x</b": "Unclosed end tag at byte offset 4",
    "🏟 🏟&lt;<i>a</i   ": "Unclosed end tag at byte offset 17",
    "<b>é</i>": 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"',
    "<b><i>a</b></i>": 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    '<tg-emoji emoji-id="x">y</tg-emoji>': "Invalid custom emoji identifier specified",
}

STRICTER = {
    '<b class="x">a</b>': 'Unsupported attribute "class" in the tag "b" at byte offset 0',
    '<a target="_blank" href="x">a</a>': ('Unsupported attribute "target" in the tag "a" at byte offset 0'),
    "a&nbsp;b": 'Unsupported reference "&nbsp;" at byte offset 1',
    "l&apos;aide": 'Unsupported reference "&apos;" at byte offset 1',
    "<code><b>a</b></code>": 'Tag "b" inside code at byte offset 6',
    "<blockquote>a<blockquote>b</blockquote></blockquote>": (
        'Tag "blockquote" inside itself at byte offset 13'
    ),
}

# source: (text, type, offset, length, other field)
ACCEPTED = {
    "➡️ ➡️<i>➡️ ➡️</i>": ("➡️ ➡️➡️ ➡️", "italic", 5, 5, None),
    "🏟 🏟&lt;<i>🏟 🏟&lt;</>": ("🏟 🏟<🏟 🏟<", "italic", 6, 6, None),
    "<EM>a</eM   >": ("a", "italic", 0, 1, None),
    "<strong>a</strong>": ("a", "bold", 0, 1, None),
    "<ins>a</ins>": ("a", "underline", 0, 1, None),
    "<del>a</del>": ("a", "strikethrough", 0, 1, None),
    "<strike>a</strike>": ("a", "strikethrough", 0, 1, None),
    "<tg-spoiler>a</tg-spoiler>": ("a", "spoiler", 0, 1, None),
    '<span class="tg-spoiler">a</span>': ("a", "spoiler", 0, 1, None),
    "<a   href=  'telegram.org?&lt;'   >a</a>": ("a", "text_link", 0, 1, "telegram.org?<"),
    "<a>telegram.org</a>": ("telegram.org", "text_link", 0, 12, "telegram.org"),
    "<blockquote>a</blockquote>": ("a", "blockquote", 0, 1, None),
    "<blockquote expandable>a</blockquote>": ("a", "expandable_blockquote", 0, 1, None),
    '<pre><code class="language-fift">a</code></pre>': ("a", "pre", 0, 1, "fift"),
    "<pre><code>a</code></pre>": ("a", "pre", 0, 1, None),
    '<code class="language-fift">a</code>': ("a", "code", 0, 1, None),
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>': (
        "👍",
        "custom_emoji",
        0,
        2,
        "5368324170671202286",
    ),
}


@pytest.mark.parametrize(("source", "sentence"), REFUSED.items())
@pytest.mark.parametrize("strict", [True, False])
def test_refuses_what_telegram_refuses(source: str, sentence: str, strict: bool) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source, strict=strict)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("source", "sentence"), STRICTER.items())
def test_refuses_what_would_not_show_as_written(source: str, sentence: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == f"{sentence} (stricter than Telegram)"
    parse_html(source, strict=False)


@pytest.mark.parametrize(("source", "expected"), ACCEPTED.items())
def test_reads_text_and_entity(source: str, expected: tuple[str, str, int, int, str | None]) -> None:
    text, kind, offset, length, other = expected
    plain, [entity] = parse_html(source)
    assert plain == text
    assert (entity.pop("type"), entity.pop("offset"), entity.pop("length")) == (
        kind,
        offset,
        length,
    )
    assert list(entity.values()) == ([other] if other else [])


def test_references() -> None:
    source = "&lt;&gt;&amp;&quot;&#233;&#xE9; R&D &#12345678; &lt"
    assert parse_html(source) == ('<>&"éé R&D &#12345678; <', [])
    assert parse_html("&laquo;", strict=False) == ("&laquo;", [])


@given(text())
@settings(deadline=None)
def test_escaped_text_comes_back_whole(written: str) -> None:
    assert parse_html(escape(written)) == (written, [])


def test_nested_entities_are_sorted_from_outside_to_inside() -> None:
    _, entities = parse_html("<b>a <i>b</i></b> <u></u>")
    assert [(one["type"], one["offset"], one["length"]) for one in entities] == [
        ("bold", 0, 3),
        ("italic", 2, 1),
    ]


def test_trimming_moves_entities() -> None:
    bold = {"type": "bold", "offset": 1, "length": 5}
    assert trim("  a b  ", [bold]) == ("a b", [{**bold, "offset": 0, "length": 3}])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("😀 /aide@essai_bot", [("bot_command", 3, 15)]),
        ("et/ou 1/2 /", []),
        ("Bonjour @essai_bot, ça va ?", [("mention", 8, 10)]),
        ("voir https://www.caf.fr/aide.", [("url", 5, 23)]),
        ("voir caf.fr", [("url", 5, 6)]),
        ("a.b@caf.fr", [("email", 0, 10)]),
        ("#logement", [("hashtag", 0, 9)]),
    ],
)
def test_finds_entities_in_plain_text(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in find_entities(text)] == expected


def test_found_entities_stay_out_of_code_and_links() -> None:
    text, entities = parse_html("<code>/start</code> <b>/aide</b>")
    kinds = [entity["type"] for entity in find_entities(text, entities)]
    assert kinds == ["code", "bold", "bot_command"]
