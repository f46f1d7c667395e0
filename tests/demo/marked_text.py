"""A text with Telegram's entities as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

Json = dict[str, Any]

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "span",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "url": "a",
}


def as_html(text: str, entities: list[Json]) -> str:
    """The text as Telegram shows it. Entities count in UTF-16 units; wider ones stand around the others."""
    units = text.encode("utf-16-le")
    marks = [entity for entity in entities if entity["type"] in _TAGS]
    edges = {0, len(units) // 2}
    for entity in marks:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    ordered = sorted(edges)
    parts = []
    for start, end in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        parts += [f"</{_TAGS[e['type']]}>" for e in _ending_at(start, marks)]
        parts += [_opening(e, units) for e in _starting_at(start, marks)]
        parts.append(escape(units[2 * start : 2 * end].decode("utf-16-le"), quote=False))
    # Telegram sets a quotation apart by itself: the line breaks around it would add empty lines.
    return (
        "".join(parts).replace("\n<blockquote>", "<blockquote>").replace("</blockquote>\n", "</blockquote>")
    )


def _starting_at(edge: int, entities: list[Json]) -> list[Json]:
    return sorted((e for e in entities if e["offset"] == edge), key=lambda e: -e["length"])


def _ending_at(edge: int, entities: list[Json]) -> list[Json]:
    ending = [e for e in reversed(entities) if e["offset"] + e["length"] == edge]  # opened last, closed first
    return sorted(ending, key=lambda e: e["length"])


def _opening(entity: Json, units: bytes) -> str:
    tag = _TAGS[entity["type"]]
    if tag != "a":
        return f"<{tag}>"
    start = 2 * entity["offset"]
    written = units[start : start + 2 * entity["length"]].decode("utf-16-le")
    return f'<a href="{escape(entity.get("url", written))}">'
