"""What the fake Telegram remembers: chats, updates waiting for the bot, the bot's own profile."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.fake_telegram_rules import BUTTON_ACTIONS, Json, Refusal, words

FIRST_DATE = 1_750_000_000  # 15 June 2025, 15:06:40 UTC
ADMINISTRATOR_RIGHTS = words(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories"
)
KINDS = ("text", "photo", "document", "voice", "sticker", "location")
# Telegram keeps these back unless the bot asks for them by name.
ON_DEMAND_UPDATES = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class TickingClock:
    """Unix time for tests: each reading is one second after the last one."""

    def __init__(self, start: int = FIRST_DATE) -> None:
        self.now = start

    def __call__(self) -> int:
        """One second later than the last time."""
        self.now += 1
        return self.now

    def advance(self, seconds: int) -> None:
        """Let time pass."""
        self.now += seconds


@dataclass(frozen=True)
class Upload:
    """One file, sent by the bot or by a user."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Button:
    """One button under a message; `action` is its field in the Bot API (`callback_data`, `url`)."""

    text: str
    action: str
    value: str


@dataclass
class ShownMessage:
    """One message of a chat; `content` holds the Bot API's fields that depend on its kind."""

    chat_id: int
    message_id: int
    date: int
    sender: Json
    content: Json
    from_bot: bool = False
    html: str = ""  # text or caption as the bot wrote it, before parsing
    reply_markup: Json | None = None  # an inline keyboard
    has_reply_keyboard: bool = False  # sent with any other keyboard: Telegram forbids editing it
    reply_to: int | None = None
    thread_id: int | None = None
    edit_date: int | None = None
    deleted: bool = False

    @property
    def kind(self) -> str:
        """`text`, `photo`, `document`, `voice`, `sticker` or `location`."""
        return next(name for name in KINDS if name in self.content)

    @property
    def text(self) -> str:
        """The plain text or caption; empty when there is none."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or caption."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def edited(self) -> bool:
        """Whether the bot or the user changed it after sending."""
        return self.edit_date is not None

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Button:
    action = next(name for name in BUTTON_ACTIONS if name in button)
    value = button[action]
    if isinstance(value, dict):
        value = value.get("text", value.get("url", value))
    return Button(button["text"], action, str(value))


@dataclass
class Chat:
    """A private chat, group, supergroup or channel, and its messages, the newest last."""

    chat_id: int
    type: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    topics: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    messages: list[ShownMessage] = field(default_factory=list)
    reply_keyboard: Json | None = None
    actions: list[str] = field(default_factory=list)
    refusal: Refusal | None = None  # why the bot may not write here

    def find(self, message_id: int) -> ShownMessage | None:
        """The message with this id, unless it was deleted."""
        return next((one for one in self.messages if one.message_id == message_id and not one.deleted), None)

    def to_json(self) -> Json:
        """The Bot API's Chat."""
        named = {
            "title": self.title,
            "username": self.username,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "is_forum": True if self.topics else None,
        }
        return {"id": self.chat_id, "type": self.type} | {
            name: value for name, value in named.items() if value is not None
        }


def member_json(user: Json, status: str) -> Json:
    """The Bot API's ChatMember, with no right beyond what the status gives."""
    details: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": dict.fromkeys(ADMINISTRATOR_RIGHTS, False),
        "kicked": {"until_date": 0},
    }
    return {"user": user, "status": status} | details.get(status, {})


@dataclass
class Query:
    """A callback query or an inline query: what was asked, and the bot's answer once it came."""

    body: Json
    answer: Json | None = None


class State:
    """Everything behind one bot token. Hold `lock` to read or change it from several threads."""

    def __init__(self, token: str, bot: Json, clock: Callable[[], int], *, strict_html: bool) -> None:
        self.token = token
        self.bot = bot
        self.clock = clock
        self.strict_html = strict_html
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.on_update: Callable[[], None] = lambda: None
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, Json] = {bot["id"]: bot}
        self.updates: list[Json] = []
        self.next_update_id = 1000
        self.allowed_updates: list[str] | None = None
        self.webhook: Json | None = None
        self.callback_queries: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, Json] = {}
        self.files: dict[str, Upload] = {}
        self.logged_out = False

    def add_message(self, chat: Chat, sender: Json, content: Json, **details: Any) -> ShownMessage:
        """Put a new message at the end of a chat; `details` are other fields of ShownMessage."""
        number = chat.messages[-1].message_id + 1 if chat.messages else 1
        message = ShownMessage(chat.chat_id, number, self.clock(), sender, content, **details)
        chat.messages.append(message)
        return message

    def message_json(self, message: ShownMessage, *, with_reply: bool = True) -> Json:
        """The Bot API's Message."""
        chat = self.chats[message.chat_id]
        body: Json = {
            "message_id": message.message_id,
            "date": message.date,
            "chat": chat.to_json(),
        }
        body |= {"sender_chat": chat.to_json()} if chat.type == "channel" else {"from": message.sender}
        if message.thread_id is not None:
            body |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        if with_reply and message.reply_to is not None and (replied := chat.find(message.reply_to)):
            body["reply_to_message"] = self.message_json(replied, with_reply=False)
        if message.edit_date is not None:
            body["edit_date"] = message.edit_date
        if message.reply_markup:
            body["reply_markup"] = message.reply_markup
        return body | {name: value for name, value in message.content.items() if value or name == "text"}

    def store(self, upload: Upload) -> Json:
        """Keep a file; the fields common to the Bot API's file objects."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = upload
        return self.file_json(file_id)

    def file_json(self, file_id: str) -> Json:
        """The fields common to the Bot API's file objects."""
        size = len(self.files[file_id].content)
        return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": size}

    def push(self, kind: str, body: Json) -> Json:
        """Make an update and, if the bot wants this kind, queue it."""
        update = {"update_id": self.next_update_id, kind: body}
        self.next_update_id += 1
        if kind in self.allowed_updates if self.allowed_updates else kind not in ON_DEMAND_UPDATES:
            self.updates.append(update)
            self.on_update()
        self.changed.notify_all()
        return update

    def read_updates(self, parameters: Mapping[str, Any]) -> list[Json]:
        """Forget the confirmed updates, return the next ones, as `offset` and `limit` say."""
        offset = parameters.get("offset") or 0
        if offset > 0:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        elif offset < 0:
            self.updates = self.updates[offset:]
        limit = parameters.get("limit")
        return self.updates[: min(max(100 if limit is None else limit, 1), 100)]
