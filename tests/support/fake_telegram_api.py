"""The Bot API as a table: method names, how their parameters travel, and what carries them out."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Bot

from tests.support import fake_telegram_messages as messages
from tests.support import fake_telegram_profile as profile
from tests.support.fake_telegram_rules import Json, Refusal, bad_request, words
from tests.support.fake_telegram_state import State, Upload

Method = Callable[[State, Json, Mapping[str, Upload]], Any]

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)

INTEGERS = words(
    "cache_time limit max_connections message_id message_thread_id offset reply_to_message_id timeout user_id"
)
BOOLEANS = words(
    "allow_sending_without_reply disable_notification disable_web_page_preview has_spoiler "
    "drop_pending_updates is_personal protect_content show_alert show_caption_above_media"
)
OBJECTS = words(
    "allowed_updates button caption_entities commands entities link_preview_options media "
    "menu_button reply_markup reply_parameters results scope"
)


def as_strings(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a call as they travel: all but strings in JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
    }


def decode(raw: Mapping[str, str]) -> Json:
    """The parameters of a call, from the strings that travel to what they stand for."""
    return {name: _decode_one(name, value) for name, value in raw.items()}


def _decode_one(name: str, value: str) -> Any:
    if name in OBJECTS:
        return _decode_object(name, value)
    if name in INTEGERS:
        try:
            return int(value)
        except ValueError:
            raise bad_request(f'field "{name}" must be a valid Number') from None
    return value.strip().lower() in {"true", "yes", "1"} if name in BOOLEANS else value


def _decode_object(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise bad_request(f"can't parse {what} JSON object") from None


def get_updates(state: State, parameters: Json, files: Mapping[str, Upload]) -> list[Json]:
    """getUpdates, without waiting."""
    if state.webhook:
        raise Refusal(409, WEBHOOK_ACTIVE)
    if "allowed_updates" in parameters:
        state.allowed_updates = parameters["allowed_updates"]
    return state.read_updates(parameters)


METHODS: dict[str, Method] = {
    "answerCallbackQuery": messages.answer_callback_query,
    "answerInlineQuery": messages.answer_inline_query,
    "close": profile.close,
    "deleteMessage": messages.delete_message,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": profile.delete_webhook,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageMedia": messages.edit_message_media,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": profile.get_file,
    "getMe": profile.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getUpdates": get_updates,
    "getWebhookInfo": profile.get_webhook_info,
    "logOut": profile.log_out,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": messages.send_document,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "setChatMenuButton": profile.set_chat_menu_button,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": profile.set_webhook,
}
_NAMES = {name.lower(): name for name in METHODS}


def name_of(method: str) -> str:
    """The method's name as documented: Telegram does not mind the case."""
    return _NAMES.get(method.lower(), method)


def carry_out(state: State, name: str, parameters: Json, files: Mapping[str, Upload]) -> Any:
    """Do what one call asks. Raises Refusal."""
    if state.logged_out:
        raise Refusal(400, "Logged out")
    if name not in METHODS:
        if hasattr(Bot, name):  # which also has every method under Telegram's name for it
            raise Refusal(501, f"Not Implemented: the fake does not know {name} yet")
        raise Refusal(404, "Not Found: method not found")
    try:
        return METHODS[name](state, parameters, files)
    except (AttributeError, KeyError, TypeError) as error:
        raise bad_request(f"parameters of {name} not understood: {error!r}") from error
