"""The Bot API methods that write in chats: send, edit, delete, answer. One function per method."""

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.support.fake_telegram_rules import (
    CHAT_ACTIONS,
    MAX_NOTICE,
    MAX_OFFSET_BYTES,
    NOT_MODIFIED,
    OLD_QUERY,
    Json,
    Refusal,
    bad_request,
    check_inline_results,
    check_reply_markup,
    check_start_parameter,
    read_caption,
    read_text,
)
from tests.support.fake_telegram_state import Chat, Query, ShownMessage, State, Upload

Files = Mapping[str, Upload]

DELETABLE_FOR = 48 * 3600  # seconds
MAX_PHOTO_BYTES = 10 * 2**20
MAX_FILE_BYTES = 50 * 2**20
IMAGE_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
EDIT_SENTENCES = {
    "message is too long": "MESSAGE_TOO_LONG",
    "message caption is too long": "MEDIA_CAPTION_TOO_LONG",
}


# Looking things up


def find_chat(state: State, parameters: Json, *, to_write: bool = False) -> Chat:
    """The chat of `chat_id` (a number or @username)."""
    chat_id = str(parameters.get("chat_id", ""))
    if not chat_id:
        raise bad_request("chat_id is empty")
    for chat in state.chats.values():
        if chat_id in {str(chat.chat_id), f"@{chat.username}"}:
            if to_write and chat.refusal:
                raise chat.refusal
            return chat
    raise bad_request("chat not found")


def _find_replied(chat: Chat, parameters: Json) -> ShownMessage | None:
    reply = parameters.get("reply_parameters") or {}
    if not reply and "reply_to_message_id" in parameters:
        reply = {**parameters, "message_id": parameters["reply_to_message_id"]}
    if not reply:
        return None
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    found = chat.find(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    if found and reply.get("quote") and reply["quote"] not in found.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return found


def _find_thread(chat: Chat, parameters: Json, replied: ShownMessage | None) -> int | None:
    thread_id: int | None = parameters.get("message_thread_id")
    if thread_id is None:
        return replied.thread_id if replied else None
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


def _find_to_edit(state: State, parameters: Json) -> ShownMessage:
    if parameters.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if not parameters.get("chat_id") or not parameters.get("message_id"):
        raise bad_request("message identifier is not specified")
    message = find_chat(state, parameters).find(parameters["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


# Sending


def send_message(state: State, parameters: Json, files: Files) -> Json:
    """sendMessage."""
    text, entities = read_text(parameters, strict=state.strict_html)
    content: Json = {"text": text, "entities": entities}
    content["link_preview_options"] = parameters.get("link_preview_options")
    return _post(state, parameters, content, html=parameters["text"])


def send_photo(state: State, parameters: Json, files: Files) -> Json:
    """sendPhoto, by upload, file_id or address."""
    media = _read_media(state, "photo", parameters.get("photo"), files)
    return _post(state, parameters, media | _caption(state, parameters), html=parameters.get("caption", ""))


def send_document(state: State, parameters: Json, files: Files) -> Json:
    """sendDocument, by upload, file_id or address."""
    media = _read_media(state, "document", parameters.get("document"), files)
    return _post(state, parameters, media | _caption(state, parameters), html=parameters.get("caption", ""))


def _post(state: State, parameters: Json, content: Json, *, html: str) -> Json:
    markup = parameters.get("reply_markup")
    if markup is not None:
        check_reply_markup(markup)
    chat = find_chat(state, parameters, to_write=True)
    replied = _find_replied(chat, parameters)
    thread_id = _find_thread(chat, parameters, replied)
    content["has_protected_content"] = parameters.get("protect_content")
    message = state.add_message(chat, state.bot, content, from_bot=True, html=html, thread_id=thread_id)
    message.reply_to = replied.message_id if replied else None
    message.reply_markup = _inline_part(markup)
    message.has_reply_keyboard = markup is not None and "inline_keyboard" not in markup
    _show_reply_keyboard(chat, markup or {})
    return state.message_json(message)


def _inline_part(markup: Json | None) -> Json | None:
    return markup if markup and markup.get("inline_keyboard") else None


def _show_reply_keyboard(chat: Chat, markup: Json) -> None:
    if markup.get("keyboard"):
        chat.reply_keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.reply_keyboard = None


def _caption(state: State, parameters: Json) -> Json:
    caption, entities = read_caption(parameters, strict=state.strict_html)
    return {"caption": caption, "caption_entities": entities}


def _read_media(state: State, kind: str, value: str | None, files: Files) -> Json:
    """The `photo` or `document` of a message, from an upload, a known file_id or an address."""
    upload = files.get(value.removeprefix("attach://") if value else kind)
    if upload is not None:
        _check_upload(kind, upload)
        fields = state.store(upload)
    elif not value:
        raise bad_request(f"there is no {kind} in the request")
    elif value in state.files:
        fields = state.file_json(value)
    elif value.startswith(("http://", "https://")):
        fields = state.store(Upload(value.rsplit("/", 1)[-1], b""))
    else:
        raise bad_request("wrong file identifier/HTTP URL specified")
    stored = state.files[fields["file_id"]]
    if kind == "photo":
        return {"photo": [fields | _size_of(stored.content)]}
    return {"document": fields | {"file_name": stored.name, "mime_type": stored.mime_type}}


def _check_upload(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_FILE_BYTES):
        raise Refusal(413, "Request Entity Too Large")
    if kind == "photo" and not upload.content.startswith(IMAGE_SIGNATURES):
        raise bad_request("IMAGE_PROCESS_FAILED")


def _size_of(image: bytes) -> Json:
    """Width and height of a PNG; a plausible size for anything else."""
    if image.startswith(IMAGE_SIGNATURES[0]) and len(image) >= 24:
        width, height = struct.unpack(">II", image[16:24])
        return {"width": width, "height": height}
    return {"width": 320, "height": 240}


# Editing and deleting


def edit_message_text(state: State, parameters: Json, files: Files) -> Json:
    """editMessageText."""
    with _edit_sentences():
        text, entities = read_text(parameters, strict=state.strict_html)
    message = _find_to_edit(state, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content: Json = {"text": text, "entities": entities}
    content["link_preview_options"] = parameters.get("link_preview_options")
    return _change(state, message, parameters, content, html=parameters["text"])


def edit_message_caption(state: State, parameters: Json, files: Files) -> Json:
    """editMessageCaption."""
    with _edit_sentences():
        caption, entities = read_caption(parameters, strict=state.strict_html)
    message = _find_to_edit(state, parameters)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    content = message.content | {"caption": caption, "caption_entities": entities}
    return _change(state, message, parameters, content, html=parameters.get("caption", ""))


def edit_message_media(state: State, parameters: Json, files: Files) -> Json:
    """editMessageMedia, for photos and documents."""
    media = parameters.get("media") or {}
    if media.get("type") not in {"photo", "document"}:
        kind = media.get("type")
        raise bad_request(f"the fake edits photos and documents, not {kind} (stricter than Telegram)")
    message = _find_to_edit(state, parameters)
    content = _read_media(state, media["type"], media.get("media"), files)
    with _edit_sentences():
        content |= _caption(state, media)
    return _change(state, message, parameters, content, html=media.get("caption", ""))


def edit_message_reply_markup(state: State, parameters: Json, files: Files) -> Json:
    """editMessageReplyMarkup; without a keyboard it removes the keyboard."""
    message = _find_to_edit(state, parameters)
    return _change(state, message, parameters, message.content, html=message.html)


@contextmanager
def _edit_sentences() -> Iterator[None]:
    """Telegram does not say "too long" in the same words for an edit as for a new message."""
    try:
        yield
    except Refusal as refusal:
        sentence = refusal.description.removeprefix("Bad Request: ")
        raise bad_request(EDIT_SENTENCES.get(sentence, sentence)) from None


def _change(state: State, message: ShownMessage, parameters: Json, content: Json, *, html: str) -> Json:
    markup = parameters.get("reply_markup")
    if markup is not None:
        check_reply_markup(markup, inline_only=True)
    markup = _inline_part(markup)
    content = {**content, "has_protected_content": message.content.get("has_protected_content")}
    if (content, markup) == (message.content, message.reply_markup):
        raise bad_request(NOT_MODIFIED)
    message.content, message.reply_markup, message.html = content, markup, html
    message.edit_date = state.clock()
    return state.message_json(message)


def delete_message(state: State, parameters: Json, files: Files) -> bool:
    """deleteMessage: for 48 hours, the bot's own messages, and anyone's in a private chat."""
    chat = find_chat(state, parameters)
    message = chat.find(parameters.get("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    administrator = chat.members.get(state.bot["id"]) == "administrator"
    if not (message.from_bot or chat.type == "private" or administrator):
        raise bad_request("message can't be deleted")
    if state.clock() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    return True


def send_chat_action(state: State, parameters: Json, files: Files) -> bool:
    """sendChatAction."""
    if parameters.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = find_chat(state, parameters, to_write=True)
    _find_thread(chat, parameters, None)
    chat.actions.append(parameters["action"])
    return True


# Queries


def answer_callback_query(state: State, parameters: Json, files: Files) -> bool:
    """answerCallbackQuery, once per query."""
    query = _find_query(state.callback_queries, parameters.get("callback_query_id"))
    if len(parameters.get("text") or "") > MAX_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    own_link = f"https://t.me/{state.bot['username']}?start="
    if not (parameters.get("url") or own_link).startswith(own_link):
        raise bad_request("URL_INVALID")
    query.answer = parameters
    return True


def answer_inline_query(state: State, parameters: Json, files: Files) -> bool:
    """answerInlineQuery, once per query."""
    check_inline_results(parameters.get("results"), strict=state.strict_html)
    check_start_parameter(parameters.get("button") or {})
    if len((parameters.get("next_offset") or "").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = _find_query(state.inline_queries, parameters.get("inline_query_id"))
    query.answer = parameters
    return True


def _find_query(queries: Mapping[str, Query], query_id: str | None) -> Query:
    query = queries.get(query_id or "")
    if query is None or query.answer is not None:
        raise bad_request(OLD_QUERY)
    return query
