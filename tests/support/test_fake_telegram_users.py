"""What people do reaches the bot as Telegram tells it; what the bot does shows on their screens."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, Message, Update

from tests.support.fake_telegram import FakeTelegram, NotOnScreen, Refusal, TickingClock
from tests.support.fake_telegram_state import FIRST_DATE

ME, GROUP, FORUM, CHANNEL = 42, -5, -1001, -1002000


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


def read(update: dict[str, Any]) -> Update:
    """The update, as python-telegram-bot reads it."""
    return Update.de_json(update, Bot("1:x"))


def read_message(update: dict[str, Any]) -> Message:
    message = read(update).effective_message
    assert message is not None
    return message


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


def test_a_private_message(fake: FakeTelegram) -> None:
    fake.add_user(ME, "Awa", last_name="Diop", username="awa", language_code="wo")
    message = read_message(fake.user_sends(ME, "/start caf"))
    assert message.from_user is not None
    assert (message.chat.id, message.chat.type, message.chat.full_name) == (
        ME,
        "private",
        "Awa Diop",
    )
    assert (message.from_user.id, message.from_user.language_code) == (ME, "wo")
    assert (message.message_id, int(message.date.timestamp())) == (1, FIRST_DATE + 1)
    assert message.parse_entities(["bot_command"]) == {message.entities[0]: "/start"}


def test_places_and_their_updates(fake: FakeTelegram) -> None:
    in_group = read_message(fake.user_sends(GROUP, "@essai_bot bonjour", sender=7))
    assert in_group.from_user is not None
    assert (in_group.chat.type, in_group.from_user.id) == ("group", 7)
    in_topic = read_message(fake.user_sends(FORUM, "Salut", thread_id=3))
    assert (in_topic.chat.type, in_topic.message_thread_id) == ("supergroup", 3)
    assert (in_topic.chat.is_forum, in_topic.is_topic_message) == (True, True)
    fake.add_chat(CHANNEL, "channel", title="Infos")
    post = read(fake.user_sends(CHANNEL, "Nouvelle")).channel_post
    assert post is not None
    assert post.sender_chat is not None
    assert (post.from_user, post.sender_chat.title) == (None, "Infos")
    assert read(fake.user_edits(CHANNEL, "Ancienne")).edited_channel_post is not None


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "sticker", "location"])
def test_other_kinds_of_messages(fake: FakeTelegram, kind: str) -> None:
    message = read_message(getattr(fake, f"user_sends_{kind}")(ME))
    assert getattr(message, kind)
    assert [one.kind for one in fake.screen(ME)] == [kind]


def test_replies_and_edits(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "Bonjour")
    fake.call("sendMessage", chat_id=ME, text="Oui ?", reply_parameters={"message_id": 1})
    reply = read_message(fake.user_sends(ME, "Le CLLAJ", reply_to=2))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "Oui ?"
    edited = read(fake.user_edits(ME, "la CAF")).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text, edited.edit_date is not None) == (3, "la CAF", True)
    with pytest.raises(NotOnScreen, match="no message 9 to reply to"):
        fake.user_sends(ME, "Non", reply_to=9)
    with pytest.raises(NotOnScreen, match="no text of a user to edit"):
        fake.user_edits(ME, "Non", message_id=2)


def test_the_answer_to_a_topic_stays_in_the_topic(fake: FakeTelegram) -> None:
    fake.user_sends(FORUM, "Question", thread_id=3)
    fake.user_sends(FORUM, "Autre question", thread_id=4)
    fake.call("sendMessage", chat_id=FORUM, text="A", reply_parameters={"message_id": 1})
    fake.call("sendMessage", chat_id=FORUM, text="B", message_thread_id=4)
    assert [one.text for one in fake.screen(FORUM, thread_id=3)] == ["Question", "A"]
    assert fake.last_message(FORUM, thread_id=4).text == "B"
    assert fake.last_message(FORUM).text == "B"


def test_the_screen_shows_what_is_left(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "/start")
    text = "<b>Bonjour</b> & bienvenue"
    one = {"text": "Loyer", "callback_data": "topic:1"}
    two = {"text": "Site", "url": "https://caf.fr"}
    fake.call("sendMessage", chat_id=ME, text=text, parse_mode="HTML", reply_markup=keyboard(one, two))
    fake.call("sendMessage", chat_id=ME, text="Attends")
    fake.call("deleteMessage", chat_id=ME, message_id=3)
    shown = fake.last_message(ME)
    assert (shown.text, shown.html, shown.edited) == ("Bonjour & bienvenue", text, False)
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 7}]
    assert [[button.text for button in row] for row in shown.buttons] == [["Loyer"], ["Site"]]
    fake.call("editMessageText", chat_id=ME, message_id=2, text="Voilà")
    assert (shown.text, shown.edited, shown.buttons) == ("Voilà", True, [])
    assert [one.message_id for one in fake.screen(ME)] == [1, 2]
    with pytest.raises(NotOnScreen, match="shows nothing in chat 7"):
        fake.last_message(7)


def test_an_empty_inline_keyboard_does_not_forbid_editing(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "/start")
    fake.call("sendMessage", chat_id=ME, text="a", reply_markup={"inline_keyboard": []})
    assert fake.call("editMessageText", chat_id=ME, message_id=2, text="b")["text"] == "b"


def test_tapping(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "/start")
    for number in (1, 2):
        markup = keyboard({"text": "Loyer", "callback_data": f"topic:{number}"})
        fake.call("sendMessage", chat_id=ME, text=f"Page {number}", reply_markup=markup)
    query = read(fake.user_taps(ME, "Loyer")).callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert (query.data, query.message.text, query.from_user.id) == ("topic:2", "Page 2", ME)
    assert fake.user_taps(ME, "topic:1")["callback_query"]["message"]["text"] == "Page 1"
    assert fake.user_taps(ME, "Loyer", message_id=2)["callback_query"]["data"] == "topic:1"
    with pytest.raises(NotOnScreen, match=r"no button 'Santé' in chat 42; buttons shown: \['Loyer'"):
        fake.user_taps(ME, "Santé")
    fake.call(
        "sendMessage",
        chat_id=ME,
        text="Site",
        reply_markup=keyboard({"text": "CAF", "url": "https://caf.fr"}),
    )
    with pytest.raises(NotOnScreen, match=r"sends nothing to the bot: url 'https://caf\.fr'"):
        fake.user_taps(ME, "CAF")


def test_a_reply_keyboard_sends_its_text_until_it_goes(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "/start")
    choices = {"keyboard": [[{"text": "Jeune"}, {"text": "Professionnel"}]]}
    fake.call("sendMessage", chat_id=ME, text="Tu es ?", reply_markup=choices)
    assert fake.user_taps(ME, "Jeune")["message"]["text"] == "Jeune"
    fake.call("sendMessage", chat_id=ME, text="D’accord", reply_markup={"remove_keyboard": True})
    with pytest.raises(NotOnScreen, match="buttons shown: none"):
        fake.user_taps(ME, "Jeune")


def test_typing_inline_and_reading_the_answer(fake: FakeTelegram) -> None:
    update = fake.user_types_inline("loyer")
    query = read(update).inline_query
    assert query is not None
    assert query.query == "loyer"
    assert fake.answer_to(update) is None
    content = {"message_text": "Texte"}
    result = {"type": "article", "id": "a", "title": "Loyer", "input_message_content": content}
    fake.call("answerInlineQuery", inline_query_id=query.id, results=[result], cache_time=60)
    assert (fake.answer_to(update) or {})["results"][0]["title"] == "Loyer"


def test_updates_wait_once_and_only_if_wanted(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "un")
    fake.call("getUpdates", allowed_updates=["callback_query"], offset=-1)
    fake.user_sends(ME, "deux")
    assert [update["message"]["text"] for update in fake.take_updates()] == ["un"]
    assert fake.take_updates() == []
    fake.call("getUpdates", allowed_updates=[])
    assert read(fake.user_blocks(ME)).my_chat_member is not None
    assert [list(update)[1] for update in fake.take_updates()] == ["my_chat_member"]


def test_offset_and_limit(fake: FakeTelegram) -> None:
    numbers = [fake.user_sends(ME, text)["update_id"] for text in "abcd"]

    def read_now(**parameters: int) -> list[int]:
        return [one["update_id"] for one in fake.call("getUpdates", **parameters)]

    assert read_now(limit=2) == numbers[:2]
    assert read_now(offset=numbers[1]) == numbers[1:]
    assert read_now(offset=-2) == numbers[2:]
    assert read_now() == numbers[2:]
    assert read_now(offset=numbers[3] + 1) == []


def test_two_runs_are_equal() -> None:
    def run() -> Any:
        fake = FakeTelegram(clock=TickingClock(1_000))
        fake.user_sends(ME, "/start")
        sent = fake.call(
            "sendMessage",
            chat_id=ME,
            text="a",
            reply_markup=keyboard({"text": "b", "callback_data": "c"}),
        )
        return sent, fake.user_taps(ME, "b"), fake.user_sends_photo(ME), fake.calls

    assert run() == run()


def refusal_of(work: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as caught:
        work()
    return str(caught.value)


def test_a_callback_query_is_answered_once(fake: FakeTelegram) -> None:
    fake.user_sends(ME, "/start")
    choice = keyboard({"text": "Oui", "callback_data": "yes"})
    fake.call("sendMessage", chat_id=ME, text="Sûr ?", reply_markup=choice)
    tap = fake.user_taps(ME, "Oui")
    assert [one["data"] for one in fake.unanswered_taps] == ["yes"]
    answer = {"callback_query_id": tap["callback_query"]["id"], "text": "x" * 201}
    too_long = refusal_of(lambda: fake.call("answerCallbackQuery", **answer))
    assert too_long == "400 Bad Request: MESSAGE_TOO_LONG"
    link = answer | {"text": "", "url": "https://caf.fr"}
    foreign = refusal_of(lambda: fake.call("answerCallbackQuery", **link))
    assert foreign == "400 Bad Request: URL_INVALID"
    assert fake.call("answerCallbackQuery", **(answer | {"text": "Noté"}))
    assert (fake.answer_to(tap) or {})["text"] == "Noté"
    again = refusal_of(lambda: fake.call("answerCallbackQuery", **answer))
    assert again == "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert fake.unanswered_taps == []


def test_a_blocked_bot_may_not_write(fake: FakeTelegram) -> None:
    fake.user_blocks(ME)
    refused = refusal_of(lambda: fake.call("sendMessage", chat_id=ME, text="Bonjour"))
    assert refused == "403 Forbidden: bot was blocked by the user"
    fake.user_unblocks(ME)
    fake.call("sendMessage", chat_id=ME, text="Bonjour")
    fake.user_blocks(FORUM)
    refused = refusal_of(lambda: fake.call("sendChatAction", chat_id=FORUM, action="typing"))
    assert refused == "403 Forbidden: bot was kicked from the supergroup chat"


def test_messages_of_others_and_old_messages_stay() -> None:
    clock = TickingClock()
    fake = FakeTelegram(clock=clock)
    fake.user_sends(FORUM, "Bonjour")
    theirs = refusal_of(lambda: fake.call("deleteMessage", chat_id=FORUM, message_id=1))
    assert theirs == "400 Bad Request: message can't be deleted"
    fake.set_member(FORUM, fake.state.bot["id"], "administrator")
    clock.advance(49 * 3600)
    old = refusal_of(lambda: fake.call("deleteMessage", chat_id=FORUM, message_id=1))
    assert old == "400 Bad Request: message can't be deleted for everyone"


def test_logged_out_bots_are_refused(fake: FakeTelegram) -> None:
    assert fake.call("logOut")
    assert refusal_of(lambda: fake.call("getMe")) == "400 Logged out"
