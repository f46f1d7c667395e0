"""The people's side of the fake Telegram: what users send, tap and type, and what they see.

Every action returns the update that Telegram would send to the bot, and queues it for getUpdates.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from tests.support.fake_telegram_rules import Json, Refusal
from tests.support.fake_telegram_state import (
    Button,
    Chat,
    Query,
    ShownMessage,
    State,
    Upload,
    member_json,
)
from tests.support.fake_telegram_text import find_entities

SOMEONE = 4242  # who writes in a group when the test does not say
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
KICKED = {
    "group": Refusal(403, "Forbidden: bot was kicked from the group chat"),
    "supergroup": Refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
    "channel": Refusal(403, "Forbidden: bot was kicked from the channel chat"),
}
ONE_PIXEL = bytes.fromhex(  # a PNG
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


class NotOnScreen(LookupError):
    """A user looks for a message or a button that the chat does not show."""


class Where(TypedDict, total=False):
    """Who writes, in which topic, in answer to which message."""

    sender: int
    thread_id: int
    reply_to: int


class Users:
    """What people do with the bot."""

    def __init__(self, state: State) -> None:
        self.state = state

    # People and places

    def add_user(self, user_id: int, first_name: str = "Camille", **details: Any) -> Json:
        """Make a user known, or rename them; `details`: last_name, username, language_code."""
        user = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": "fr"}
        user |= details
        with self.state.lock:
            self.state.users[user_id] = user
        return user

    def add_chat(
        self,
        chat_id: int,
        chat_type: str,
        *,
        title: str | None = None,
        username: str | None = None,
        topics: Mapping[int, str] | None = None,
    ) -> Chat:
        """Open a private chat, group, supergroup or channel where the bot is a member.

        `topics` (id: name) make it a forum.
        """
        with self.state.lock:
            chat = Chat(chat_id, chat_type, title, username, topics=dict(topics or {}))
            if chat_type == "private":
                user = self._user(chat_id)
                chat.first_name, chat.last_name = user["first_name"], user.get("last_name")
                chat.username = username or user.get("username")
            else:
                chat.title = title or f"Discussion {chat_id}"
            status = "administrator" if chat_type == "channel" else "member"
            chat.members[self.state.bot["id"]] = status
            self.state.chats[chat_id] = chat
            return chat

    def set_member(self, chat_id: int, user_id: int, status: str) -> None:
        """Give a user (or the bot) a status: creator, administrator, member, left, kicked."""
        with self.state.lock:
            self._user(user_id)
            self._chat(chat_id).members[user_id] = status

    def _user(self, user_id: int) -> Json:
        return self.state.users.get(user_id) or self.add_user(user_id)

    def _chat(self, chat_id: int) -> Chat:
        """The chat; opened at the first use, its kind told by its number."""
        if chat_id in self.state.chats:
            return self.state.chats[chat_id]
        if chat_id > 0:
            return self.add_chat(chat_id, "private")
        return self.add_chat(chat_id, "supergroup" if str(chat_id).startswith("-100") else "group")

    # Sending

    def user_sends(
        self, chat_id: int, text: str, *, entities: Iterable[Json] = (), **where: Unpack[Where]
    ) -> Json:
        """A text message; commands, mentions and links get entities, `entities` adds others."""
        return self._deliver(chat_id, _text(text, entities), where)

    def user_sends_photo(
        self, chat_id: int, *, caption: str = "", content: bytes = ONE_PIXEL, **where: Unpack[Where]
    ) -> Json:
        """A photo."""
        photo = self._store("photo.jpg", content, "image/jpeg") | {"width": 320, "height": 240}
        return self._deliver(chat_id, {"photo": [photo]} | _caption(caption), where)

    def user_sends_document(
        self,
        chat_id: int,
        *,
        file_name: str = "document.pdf",
        mime_type: str = "application/pdf",
        content: bytes = b"%PDF-1.4",
        caption: str = "",
        **where: Unpack[Where],
    ) -> Json:
        """A file."""
        names = {"file_name": file_name, "mime_type": mime_type}
        document = self._store(file_name, content, mime_type) | names
        return self._deliver(chat_id, {"document": document} | _caption(caption), where)

    def user_sends_voice(
        self, chat_id: int, *, duration: int = 3, content: bytes = b"OggS", **where: Unpack[Where]
    ) -> Json:
        """A voice message; `duration` in seconds."""
        voice = self._store("voice.ogg", content, "audio/ogg")
        voice |= {"duration": duration, "mime_type": "audio/ogg"}
        return self._deliver(chat_id, {"voice": voice}, where)

    def user_sends_sticker(self, chat_id: int, *, emoji: str = "👍", **where: Unpack[Where]) -> Json:
        """A sticker."""
        sticker = self._store("sticker.webp", b"RIFF", "image/webp")
        sticker |= {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        sticker |= {"is_animated": False, "is_video": False}
        return self._deliver(chat_id, {"sticker": sticker}, where)

    def user_sends_location(
        self,
        chat_id: int,
        *,
        latitude: float = 48.8566,
        longitude: float = 2.3522,
        **where: Unpack[Where],
    ) -> Json:
        """A place."""
        return self._deliver(chat_id, {"location": {"latitude": latitude, "longitude": longitude}}, where)

    def _store(self, name: str, content: bytes, mime_type: str) -> Json:
        with self.state.lock:
            return self.state.store(Upload(name, content, mime_type))

    def _deliver(self, chat_id: int, content: Json, where: Where) -> Json:
        with self.state.lock:
            chat = self._chat(chat_id)
            sender = self._sender(chat, where.get("sender"))
            thread_id, reply_to = where.get("thread_id"), where.get("reply_to")
            if thread_id is not None:
                chat.topics.setdefault(thread_id, f"Sujet {thread_id}")
            if reply_to is not None and chat.find(reply_to) is None:
                raise NotOnScreen(f"no message {reply_to} to reply to in chat {chat_id}")
            where_to = {"thread_id": thread_id, "reply_to": reply_to}
            message = self.state.add_message(chat, sender, content, **where_to)
            kind = "channel_post" if chat.type == "channel" else "message"
            return self.state.push(kind, self.state.message_json(message))

    def _sender(self, chat: Chat, user_id: int | None) -> Json:
        user = self._user(user_id or (chat.chat_id if chat.type == "private" else SOMEONE))
        if chat.type != "channel":
            chat.members.setdefault(user["id"], "member")
        return user

    def user_edits(self, chat_id: int, text: str, *, message_id: int | None = None) -> Json:
        """A user changes a text message of theirs: the last one, unless `message_id` says which."""
        with self.state.lock:
            chat = self._chat(chat_id)
            texts = [one for one in self.screen(chat_id) if one.kind == "text" and not one.from_bot]
            own = [one for one in texts if message_id in {None, one.message_id}]
            if not own:
                raise NotOnScreen(f"no text of a user to edit in chat {chat_id}")
            own[-1].content, own[-1].edit_date = _text(text), self.state.clock()
            kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
            return self.state.push(kind, self.state.message_json(own[-1]))

    # Tapping and typing

    def user_taps(
        self, chat_id: int, button: str, *, sender: int | None = None, message_id: int | None = None
    ) -> Json:
        """Tap a button, named by its text or callback data, on the last message that carries it.

        A button of the reply keyboard sends its text. Raises NotOnScreen when nothing shows it, or
        when it sends nothing to the bot (a link, a text to copy).
        """
        with self.state.lock:
            chat = self._chat(chat_id)
            for message in reversed(self.screen(chat_id)):
                found = _find_button(message, button)
                if found and message_id in {None, message.message_id}:
                    return self._tap(chat, message, found, sender)
            if button in _reply_buttons(chat):
                return self._deliver(chat_id, _text(button), {"sender": sender} if sender else {})
            shown = self._button_texts(chat) or "none"
            raise NotOnScreen(f"no button {button!r} in chat {chat_id}; buttons shown: {shown}")

    def _tap(self, chat: Chat, message: ShownMessage, button: Button, sender: int | None) -> Json:
        if button.action != "callback_data":
            what = f"{button.action} {button.value!r}"
            raise NotOnScreen(f"button {button.text!r} sends nothing to the bot: {what}")
        body: Json = {
            "id": str(7_000_000_000 + len(self.state.callback_queries) + 1),
            "from": self._sender(chat, sender),
            "message": self.state.message_json(message),
            "chat_instance": str(chat.chat_id),
            "data": button.value,
        }
        self.state.callback_queries[body["id"]] = Query(body)
        return self.state.push("callback_query", body)

    def _button_texts(self, chat: Chat) -> list[str]:
        rows = [row for message in self.screen(chat.chat_id) for row in message.buttons]
        return [button.text for row in rows for button in row] + _reply_buttons(chat)

    def user_types_inline(
        self, query: str, *, sender: int = SOMEONE, offset: str = "", chat_type: str = "sender"
    ) -> Json:
        """Type "@bot query" in any chat."""
        with self.state.lock:
            number = str(8_000_000_000 + len(self.state.inline_queries) + 1)
            body: Json = {"id": number, "from": self._user(sender), "query": query}
            body |= {"offset": offset, "chat_type": chat_type}
            self.state.inline_queries[number] = Query(body)
            return self.state.push("inline_query", body)

    # Coming and going

    def user_blocks(self, chat_id: int) -> Json:
        """A user blocks the bot, or a group throws it out: later messages are refused with 403."""
        with self.state.lock:
            chat = self._chat(chat_id)
            chat.refusal = KICKED.get(chat.type, BLOCKED)
            return self._bot_becomes(chat, "kicked")

    def user_unblocks(self, chat_id: int) -> Json:
        """The bot may write again."""
        with self.state.lock:
            chat = self._chat(chat_id)
            chat.refusal = None
            return self._bot_becomes(chat, "member")

    def _bot_becomes(self, chat: Chat, status: str) -> Json:
        bot = self.state.bot
        old, chat.members[bot["id"]] = chat.members[bot["id"]], status
        before, after = member_json(bot, old), member_json(bot, status)
        body = {
            "chat": chat.to_json(),
            "from": self._sender(chat, None),
            "date": self.state.clock(),
        }
        body |= {"old_chat_member": before, "new_chat_member": after}
        return self.state.push("my_chat_member", body)

    # Looking

    def screen(self, chat_id: int, *, thread_id: int | None = None) -> list[ShownMessage]:
        """What a chat shows, the newest message last; `thread_id` keeps one topic."""
        with self.state.lock:
            messages = self.state.chats[chat_id].messages if chat_id in self.state.chats else []
            shown = [one for one in messages if not one.deleted]
            return [one for one in shown if thread_id in {None, one.thread_id}]

    def last_message(self, chat_id: int, *, thread_id: int | None = None) -> ShownMessage:
        """The last message of the bot that a chat shows. Raises NotOnScreen."""
        from_bot = [one for one in self.screen(chat_id, thread_id=thread_id) if one.from_bot]
        if not from_bot:
            raise NotOnScreen(f"the bot shows nothing in chat {chat_id}")
        return from_bot[-1]

    def take_updates(self) -> list[Json]:
        """The updates that wait for the bot, then forgotten: for Application.process_update."""
        with self.state.lock:
            taken, self.state.updates = self.state.updates, []
            return taken


def _find_button(message: ShownMessage, button: str) -> Button | None:
    buttons = (one for row in message.buttons for one in row)
    return next((one for one in buttons if button in {one.text, one.value}), None)


def _text(text: str, entities: Iterable[Json] = ()) -> Json:
    return {"text": text, "entities": find_entities(text, list(entities))}


def _caption(caption: str) -> Json:
    return {"caption": caption, "caption_entities": find_entities(caption)}


def _reply_buttons(chat: Chat) -> list[str]:
    rows = (chat.reply_keyboard or {}).get("keyboard", [])
    return [button if isinstance(button, str) else button["text"] for row in rows for button in row]
