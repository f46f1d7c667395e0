"""The Bot API methods about the bot itself, and about what it may know of chats and files."""

from urllib.parse import urlsplit

from tests.support.fake_telegram_messages import Files, find_chat
from tests.support.fake_telegram_rules import (
    HTTPS_ONLY,
    Json,
    bad_request,
    check_commands,
    check_language,
    words,
)
from tests.support.fake_telegram_state import State, member_json

WEBHOOK_PORTS = {443, 80, 88, 8443}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
SCOPES = CHAT_SCOPES | {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}
# profile text: (longest, code of the refusal)
PROFILE_LIMITS = {
    "name": (64, "BOT_TITLE_INVALID"),
    "description": (512, "BOT_DESC_INVALID"),
    "short_description": (120, "BOT_SHARETEXT_INVALID"),
}
GIFTS = words("unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels")


def get_me(state: State, parameters: Json, files: Files) -> Json:
    """getMe."""
    return state.bot


def log_out(state: State, parameters: Json, files: Files) -> bool:
    """logOut: every later call is refused."""
    state.logged_out = True
    return True


def close(state: State, parameters: Json, files: Files) -> bool:
    """close."""
    return True


# Webhook


def set_webhook(state: State, parameters: Json, files: Files) -> bool:
    """setWebhook. The fake keeps the address; it delivers nothing there."""
    url = parameters.get("url") or ""
    if not url:
        return delete_webhook(state, parameters, files)
    address = urlsplit(url)
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    _drop_pending(state, parameters)
    state.webhook = parameters
    if "allowed_updates" in parameters:
        state.allowed_updates = parameters["allowed_updates"]
    return True


def delete_webhook(state: State, parameters: Json, files: Files) -> bool:
    """deleteWebhook."""
    _drop_pending(state, parameters)
    state.webhook = None
    return True


def _drop_pending(state: State, parameters: Json) -> None:
    if parameters.get("drop_pending_updates"):
        state.updates.clear()


def get_webhook_info(state: State, parameters: Json, files: Files) -> Json:
    """getWebhookInfo."""
    url = state.webhook["url"] if state.webhook else ""
    info = {"url": url, "has_custom_certificate": False, "pending_update_count": len(state.updates)}
    return info | ({"allowed_updates": state.allowed_updates} if state.allowed_updates else {})


# Commands


def set_my_commands(state: State, parameters: Json, files: Files) -> bool:
    """setMyCommands, by scope and language."""
    check_commands(parameters.get("commands"))
    state.commands[_commands_key(state, parameters)] = parameters["commands"]
    return True


def get_my_commands(state: State, parameters: Json, files: Files) -> list[Json]:
    """getMyCommands: exactly this scope and language, no fallback."""
    return state.commands.get(_commands_key(state, parameters), [])


def delete_my_commands(state: State, parameters: Json, files: Files) -> bool:
    """deleteMyCommands."""
    state.commands.pop(_commands_key(state, parameters), None)
    return True


def _commands_key(state: State, parameters: Json) -> tuple[str, str]:
    scope = parameters.get("scope") or {"type": "default"}
    language_code = parameters.get("language_code") or ""
    check_language(language_code)
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] not in CHAT_SCOPES:
        return scope["type"], language_code
    chat = find_chat(state, scope)
    return f"{scope['type']}:{chat.chat_id}:{scope.get('user_id', '')}", language_code


# Name and descriptions


def set_my_name(state: State, parameters: Json, files: Files) -> bool:
    """setMyName; only a name for one language may be emptied."""
    if not parameters.get("name") and not parameters.get("language_code"):
        raise bad_request("BOT_TITLE_INVALID")
    return _set_profile(state, "name", parameters)


def set_my_description(state: State, parameters: Json, files: Files) -> bool:
    """setMyDescription."""
    return _set_profile(state, "description", parameters)


def set_my_short_description(state: State, parameters: Json, files: Files) -> bool:
    """setMyShortDescription."""
    return _set_profile(state, "short_description", parameters)


def get_my_name(state: State, parameters: Json, files: Files) -> Json:
    """getMyName."""
    return _get_profile(state, "name", parameters, otherwise=state.bot["first_name"])


def get_my_description(state: State, parameters: Json, files: Files) -> Json:
    """getMyDescription."""
    return _get_profile(state, "description", parameters)


def get_my_short_description(state: State, parameters: Json, files: Files) -> Json:
    """getMyShortDescription."""
    return _get_profile(state, "short_description", parameters)


def _set_profile(state: State, field: str, parameters: Json) -> bool:
    value, language_code = parameters.get(field) or "", parameters.get("language_code") or ""
    longest, code = PROFILE_LIMITS[field]
    check_language(language_code)
    if len(value) > longest:
        raise bad_request(code)
    state.profile[field, language_code] = value
    return True


def _get_profile(state: State, field: str, parameters: Json, *, otherwise: str = "") -> Json:
    language_code = parameters.get("language_code") or ""
    check_language(language_code)
    return {field: state.profile.get((field, language_code)) or state.profile.get((field, "")) or otherwise}


def set_chat_menu_button(state: State, parameters: Json, files: Files) -> bool:
    """setChatMenuButton, for one private chat or for all."""
    button = parameters.get("menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "default", "web_app"}:
        raise bad_request("can't parse menu button: Unsupported type specified")
    if button["type"] == "web_app" and not button["web_app"]["url"].startswith("https://"):
        url = button["web_app"]["url"]
        raise bad_request(f"menu button Web App URL '{url}' is invalid: {HTTPS_ONLY}")
    state.menu_buttons[_menu_chat(state, parameters)] = button
    return True


def get_chat_menu_button(state: State, parameters: Json, files: Files) -> Json:
    """getChatMenuButton."""
    chat_id = _menu_chat(state, parameters)
    return state.menu_buttons.get(chat_id) or state.menu_buttons.get(None) or {"type": "default"}


def _menu_chat(state: State, parameters: Json) -> int | None:
    return find_chat(state, parameters).chat_id if parameters.get("chat_id") else None


# Chats and files


def get_chat(state: State, parameters: Json, files: Files) -> Json:
    """getChat."""
    gifts = dict.fromkeys(GIFTS, False)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return find_chat(state, parameters).to_json() | full


def get_chat_member(state: State, parameters: Json, files: Files) -> Json:
    """getChatMember; a known user who never came is `left`."""
    chat = find_chat(state, parameters)
    user = state.users.get(parameters.get("user_id") or 0)
    if user is None:
        raise bad_request("user not found")
    return member_json(user, chat.members.get(user["id"], "left"))


def get_file(state: State, parameters: Json, files: Files) -> Json:
    """getFile: the address of a file is its file_id."""
    file_id = parameters.get("file_id") or ""
    if file_id not in state.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return state.file_json(file_id) | {"file_path": f"files/{file_id}"}
