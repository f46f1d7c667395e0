"""What Telegram refuses, with its error codes and sentences.

Each `check_*` and `read_*` raises Refusal. The sentences are those of the Bot API server; where the
fake is stricter than Telegram on purpose, the sentence ends in "(stricter than Telegram)".
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from tests.support.fake_telegram_text import (
    Entity,
    MarkupError,
    find_entities,
    parse_html,
    trim,
    utf16_length,
)

Json = dict[str, Any]

MAX_TEXT = 4096  # characters after entity parsing
MAX_CAPTION = 1024
MAX_RAW_BYTES = 1 << 15
MAX_CALLBACK_DATA_BYTES = 64
MAX_COPY_TEXT = 256
MAX_NOTICE = 200  # characters of an answer to a callback query
MAX_BUTTONS = 100
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_INLINE_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
MAX_START_PARAMETER = 64

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
HTTPS_ONLY = "Only HTTPS links are allowed"
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"

BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
)


def words(text: str) -> frozenset[str]:
    """A set of names, written as one string."""
    return frozenset(text.split())


ENTITY_TYPES = words(
    "mention hashtag cashtag bot_command url email phone_number bank_card_number bold italic "
    "underline strikethrough spoiler blockquote expandable_blockquote code pre text_link "
    "text_mention custom_emoji"
)
CHAT_ACTIONS = words(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_STRICTER = " (stricter than Telegram)"


class Refusal(Exception):
    """The error answer to one call; `parameters` as in the Bot API's ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(sentence: str) -> Refusal:
    """A 400 "Bad Request: …"."""
    return Refusal(400, f"Bad Request: {sentence}")


# Text


def read_text(parameters: Json, *, strict: bool) -> tuple[str, list[Entity]]:
    """The text of a message: plain, trimmed, with its entities."""
    if not parameters.get("text"):
        raise bad_request("message text is empty")
    text, entities = _read_formatted(parameters, "text", "entities", strict=strict)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(parameters: Json, *, strict: bool) -> tuple[str, list[Entity]]:
    """The caption of a photo or document; it may be empty."""
    text, entities = _read_formatted(parameters, "caption", "caption_entities", strict=strict)
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _read_formatted(
    parameters: Json, name: str, entities_name: str, *, strict: bool
) -> tuple[str, list[Entity]]:
    source: str = parameters.get(name) or ""
    mode = (parameters.get("parse_mode") or "none").lower()
    if len(source.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    if mode == "html":
        text, entities = _read_html(source, strict=strict)
    elif mode == "none":
        text, entities = source, _read_entities(source, parameters.get(entities_name) or [])
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request(f"the fake reads only HTML, not {mode}{_STRICTER}")
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = trim(text, entities)
    return text, find_entities(text, entities)


def _read_html(source: str, *, strict: bool) -> tuple[str, list[Entity]]:
    try:
        text, entities = parse_html(source, strict=strict)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    dead = [entity for entity in entities if entity["type"] == "text_link" and url_fault(entity["url"])]
    if dead and strict:
        # Telegram shows the words without the link, and says nothing.
        url = dead[0]["url"]
        raise bad_request(f"link '{url}' would be dropped: {url_fault(url)}{_STRICTER}")
    return text, [entity for entity in entities if entity not in dead]


def _read_entities(text: str, entities: list[Entity]) -> list[Entity]:
    end = utf16_length(text)
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        if entity["type"] not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if offset > end:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + length > end:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + length}"
            )
        if entity["type"] == "text_link" and (fault := url_fault(entity.get("url", ""))):
            raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: {fault}")
    return [dict(entity) for entity in entities]


# Links


def url_fault(url: str) -> str | None:
    """Why Telegram does not take this address in a button or a link; None when it does."""
    scheme, separator, _ = url.partition("://")
    if not separator and re.match(r"(?i)tg:", url):
        return None
    if not separator and re.match(r"(?i)(mailto|tel|sms|javascript|data):", url):
        return "Unsupported URL protocol"
    if separator and scheme.lower() in {"tg", "ton", "tonsite"}:
        return None
    if separator and scheme.lower() not in {"http", "https"}:
        return "Unsupported URL protocol"
    return _host_fault(url if separator else f"http://{url}")


def _host_fault(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return "Wrong HTTP URL"
    if not host:
        return "URL host is empty"
    if "." not in host.strip(".") or re.search(r"\s", url):
        return "Wrong HTTP URL"
    return None


# Keyboards


def check_reply_markup(markup: Any, *, inline_only: bool = False) -> None:
    """Refuse a keyboard that Telegram would refuse."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if inline_only and markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    for name in ("keyboard", "inline_keyboard"):
        rows = markup.get(name, [])
        if not isinstance(rows, list):
            raise bad_request(f'field "{name}" must be of type Array')
        if not all(isinstance(row, list) for row in rows):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
    inline = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(inline) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in inline:
        _check_inline_button(button)
    for button in (button for row in markup.get("keyboard", []) for button in row):
        if not (button if isinstance(button, str) else button.get("text")):
            raise bad_request("can't parse keyboard button: Can't find field \"text\"")


def _check_inline_button(button: Any) -> None:
    prefix = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{prefix}Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request(f"{prefix}Text of the button is empty{_STRICTER}")
    actions = [name for name in BUTTON_ACTIONS if name in button]
    if not actions or button.get("callback_data") == "" or button.get("url") == "":
        raise bad_request(f"{prefix}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # Telegram keeps one of them without a word.
        raise bad_request(f"{prefix}Several actions in one button: {', '.join(actions)}{_STRICTER}")
    _check_action(actions[0], button[actions[0]])


def _check_action(action: str, value: Any) -> None:
    match action:
        case "callback_data" if len(value.encode()) > MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url" if fault := url_fault(value):
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {fault}")
        case "copy_text" if not 1 <= len(value.get("text", "")) <= MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "web_app" if not value.get("url", "").startswith("https://"):
            url = value.get("url", "")
            raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {HTTPS_ONLY}")
        case "callback_game" | "pay":
            raise bad_request("BUTTON_TYPE_INVALID")


# Bot profile


def check_commands(commands: Any) -> None:
    """Refuse a list of commands with a bad name, a bad description, or too long."""
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command["command"], command["description"])


def _check_command(name: str, description: str) -> None:
    if not name:
        raise bad_request("command must be non-empty")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(language_code: str) -> None:
    """Refuse what is neither empty nor a two-letter language code."""
    if language_code and not re.fullmatch(r"[a-z]{2}", language_code):
        raise bad_request("LANG_CODE_INVALID")


# Inline mode


def check_inline_results(results: Any, *, strict: bool) -> None:
    """Refuse the results of an inline query that Telegram would refuse."""
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_INLINE_RESULTS:
        raise bad_request("too many inline query results specified")
    for result in results:
        _check_inline_result(result, strict=strict)
    _check_result_ids(result["id"] for result in results)


def check_start_parameter(button: Json) -> None:
    """Refuse the button above inline results when its start parameter would not travel."""
    start = button.get("start_parameter", "x")
    if not start:
        raise bad_request("can't use empty start_parameter")
    if len(start) > MAX_START_PARAMETER:
        raise bad_request("too long start_parameter specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", start):
        raise bad_request("unallowed characters in start_parameter are used")


def _check_result_ids(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if not identifier:
            raise bad_request("RESULT_ID_EMPTY")
        if len(identifier.encode()) > MAX_RESULT_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if identifier in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identifier)


def _check_inline_result(result: Json, *, strict: bool) -> None:
    prefix = "can't parse inline query result: "
    required = [
        "id",
        "type",
        *(["title", "input_message_content"] if result.get("type") == "article" else []),
    ]
    for name in required:
        if name not in result:
            raise bad_request(f'{prefix}Can\'t find field "{name}"')
    if result["type"] == "article" and not result["title"]:
        raise bad_request("ARTICLE_TITLE_EMPTY")
    try:
        _check_inline_content(result, strict=strict)
    except Refusal as refusal:
        sentence = refusal.description.removeprefix("Bad Request: ")
        raise bad_request(f"{prefix}{sentence[:1].upper()}{sentence[1:]}") from None


def _check_inline_content(result: Json, *, strict: bool) -> None:
    content = result.get("input_message_content") or {}
    if "message_text" in content:
        read_text({**content, "text": content["message_text"]}, strict=strict)
    if "caption" in result:
        read_caption(result, strict=strict)
    if "reply_markup" in result:
        check_reply_markup(result["reply_markup"], inline_only=True)
