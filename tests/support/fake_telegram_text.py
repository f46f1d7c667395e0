"""Text as Telegram reads it: HTML into plain text and entities, entities found in plain text.

Entities are counted in UTF-16 code units, offsets in error messages in UTF-8 bytes, as Telegram
does. The rules and sentences follow "HTML style" in the Bot API's documentation, and the answers
measured on the real server.
"""

import re
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
ATTRIBUTE_OF_TAG = {
    "a": "href",
    "blockquote": "expandable",
    "code": "class",
    "span": "class",
    "tg-emoji": "emoji-id",
}

_REFERENCE = re.compile(
    r"&(?:#x(?P<hexadecimal>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[A-Za-z]*))(?P<end>;?)"
)
_PLAIN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACES = re.compile(r"\s*")


class MarkupError(ValueError):
    """HTML that Telegram refuses; the message is what follows "can't parse entities: "."""


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str, *, strict: bool = True) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML: the plain text and its entities.

    `strict` also refuses what Telegram lets pass but does not show as written: unknown attributes
    and named references, formatting inside code, a quotation inside a quotation. Those sentences
    end in "(stricter than Telegram)". Raises MarkupError.
    """
    return _HtmlParser(source, strict=strict).parse()


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Remove the white space around a text, as Telegram does, and move the entities with it."""
    shift = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    moved: list[Entity] = []
    for entity in entities:
        first = max(entity["offset"] - shift, 0)
        last = min(entity["offset"] - shift + entity["length"], end)
        if first < last:
            moved.append({**entity, "offset": first, "length": last - first})
    return text, moved


_WITH_SCHEME = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)»]"
_WITHOUT_SCHEME = r"(?:[\w-]+\.)+(?:com|fr|info|net|org)(?![\w.@])(?:/\S*)?"
_FOUND_IN_TEXT = (
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("email", re.compile(r"(?<![\w.@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("url", re.compile(rf"(?<![\w@.])(?:{_WITH_SCHEME}|{_WITHOUT_SCHEME})")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def find_entities(text: str, known: list[Entity] | None = None) -> list[Entity]:
    """The known entities, and those that Telegram finds by itself: commands, mentions, links."""
    entities = list(known or [])
    for kind, pattern in _FOUND_IN_TEXT:
        for match in pattern.finditer(text):
            offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
            entity = {"type": kind, "offset": offset, "length": length}
            exclusive = [other for other in entities if other["type"] not in _AROUND_OTHERS]
            if not any(_overlap(entity, other) for other in exclusive):
                entities.append(entity)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


_AROUND_OTHERS = frozenset(ENTITY_OF_TAG.values()) - {"code", "pre", "text_link"} | {"expandable_blockquote"}


def _overlap(one: Entity, other: Entity) -> bool:
    start = max(one["offset"], other["offset"])
    return bool(start < min(one["offset"] + one["length"], other["offset"] + other["length"]))


@dataclass(frozen=True)
class _OpenTag:
    tag: str
    attributes: dict[str, str]
    offset: int  # UTF-16 units of plain text before the tag
    start: int  # characters of plain text before the tag


class _HtmlParser:
    """One pass over the source; `position` is always the next character to read."""

    def __init__(self, source: str, *, strict: bool) -> None:
        self.source = source
        self.strict = strict
        self.position = 0
        self.plain = ""
        self.opened: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.source):
            if self._next() == "&":
                self.plain += self._read_reference()
            elif self.source.startswith("</", self.position):
                self._read_end_tag()
            elif self._next() == "<":
                self._read_start_tag()
            else:
                self.plain += self._read(_PLAIN)
        if self.opened:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        self._refuse_lone_surrogates()
        return self.plain, self._finished_entities()

    def _next(self) -> str:
        return self.source[self.position : self.position + 1]

    def _read(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.position)
        text = match[0] if match else ""
        self.position += len(text)
        return text

    def _byte_offset(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _be_strict(self, allowed: bool, sentence: str) -> None:
        if self.strict and not allowed:
            raise MarkupError(f"{sentence} (stricter than Telegram)")

    def _read_reference(self) -> str:
        """One `&…;`, decoded; a single "&" when Telegram would show it as it stands."""
        begin = self.position
        match = _REFERENCE.match(self.source, begin)
        assert match  # the pattern accepts a lone "&"
        decoded = _decoded(match)
        lone = not match["end"] or not match["name"]
        fault = f'Unsupported reference "{match[0]}" at byte offset {self._byte_offset(begin)}'
        self._be_strict(bool(decoded) or lone, fault)
        self.position = match.end() if decoded else begin + 1
        return decoded or "&"

    def _read_start_tag(self) -> None:
        begin = self._byte_offset(self.position)
        self.position += 1
        tag = self._read(_TAG_NAME).lower()
        if not self._next():
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in ENTITY_OF_TAG:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes = self._read_attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._check_nesting(tag, begin)
        self.opened.append(_OpenTag(tag, attributes, utf16_length(self.plain), len(self.plain)))

    def _check_nesting(self, tag: str, begin: int) -> None:
        around = [one.tag for one in self.opened]
        in_code = "code" in around or ("pre" in around and tag != "code")
        self._be_strict(not in_code, f'Tag "{tag}" inside code at byte offset {begin}')
        twice = tag in {"blockquote", "a"} and tag in around
        self._be_strict(not twice, f'Tag "{tag}" inside itself at byte offset {begin}')

    def _read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._read(_SPACES)
            if self._next() == ">":
                self.position += 1
                return attributes
            name = self._read(_ATTRIBUTE_NAME)
            if not name:
                raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            allowed = ATTRIBUTE_OF_TAG.get(tag) == name
            fault = f'Unsupported attribute "{name}" in the tag "{tag}" at byte offset {begin}'
            self._be_strict(allowed, fault)
            attributes[name] = self._read_attribute(tag, begin)

    def _read_attribute(self, tag: str, begin: int) -> str:
        self._read(_SPACES)
        value = ""
        if self._next() == "=":
            self.position += 1
            self._read(_SPACES)
            if self._next():
                value = self._read_attribute_value()
                if not self._next():
                    raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if not self._next():
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return value

    def _read_attribute_value(self) -> str:
        begin = self.position
        quote = self._next()
        if quote in "'\"":
            end = self.source.find(quote, begin + 1)
            self.position = len(self.source) if end < 0 else end + 1
            value = self.source[begin + 1 : max(end, begin + 1)]
            return _REFERENCE.sub(lambda match: _decoded(match) or match[0], value)
        token = self._read(_NAME_TOKEN).lower()
        if self._next() and self._next() != ">" and not self._next().isspace():
            offset = self._byte_offset(begin)
            raise MarkupError(f"Unexpected end of name token at byte offset {offset}")
        return token

    def _read_end_tag(self) -> None:
        begin = self._byte_offset(self.position)
        if not self.opened:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.position += 2
        tag = self._read(_TAG_NAME).lower()
        self._read(_SPACES)
        if self._next() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        expected = self.opened[-1].tag
        if tag and tag != expected:
            pair = f'expected "</{expected}>", found "</{tag}>"'
            raise MarkupError(f"Unmatched end tag at byte offset {begin}, {pair}")
        self.position += 1
        self._close(self.opened.pop())

    def _close(self, opened: _OpenTag) -> None:
        length = utf16_length(self.plain) - opened.offset
        if not length:
            return
        entity: Entity = {
            "type": ENTITY_OF_TAG[opened.tag],
            "offset": opened.offset,
            "length": length,
        }
        match opened.tag:
            case "a":
                entity["url"] = opened.attributes.get("href") or self.plain[opened.start :]
            case "tg-emoji":
                entity["custom_emoji_id"] = _emoji_id(opened.attributes.get("emoji-id", ""))
            case "code" if opened.attributes.get("class", "").startswith("language-"):
                entity["language"] = opened.attributes["class"].removeprefix("language-")
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "pre":
                entity |= self._take_code_of(entity)
        self.entities.append(entity)

    def _take_code_of(self, pre: Entity) -> Entity:
        """`<pre><code class="language-…">` is one entity: the code gives its language and goes."""
        last = self.entities[-1] if self.entities else {}
        if last.get("type") != "code" or (last["offset"], last["length"]) != (
            pre["offset"],
            pre["length"],
        ):
            return {}
        self.entities.pop()
        return {"language": last["language"]} if last.get("language") else {}

    def _refuse_lone_surrogates(self) -> None:
        if any("\ud800" <= character <= "\udfff" for character in self.plain):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )

    def _finished_entities(self) -> list[Entity]:
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _decoded(match: re.Match[str]) -> str:
    """What a reference stands for; empty when Telegram leaves it as it is."""
    if match["name"]:
        return NAMED_REFERENCES.get(match["name"], "")
    digits, base = (match["hexadecimal"], 16) if match["hexadecimal"] is not None else (match["decimal"], 10)
    code = int(digits, base) if digits else 0
    too_long = len(match[0].rstrip(";")) >= 10
    return chr(code) if 0 < code < 0x10FFFF and not too_long else ""


def _emoji_id(value: str) -> str:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 2**63:
        raise MarkupError("Invalid custom emoji identifier specified")
    return value
