"""python-telegram-bot itself, talking to the fake in memory and over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_transports import FakeRequest, bot_in_memory
from tests.support.fake_telegram_users import ONE_PIXEL

ME, FORUM = 42, -1001
Work = Callable[[Bot], Awaitable[Any]]


@pytest.fixture
def fake() -> FakeTelegram:
    fake = FakeTelegram(longest_poll=5)
    fake.add_chat(FORUM, "supergroup", topics={7: "Logement"})
    fake.user_sends(ME, "/start")
    return fake


REFUSED: list[tuple[Work, type[TelegramError], str]] = [
    (lambda bot: bot.send_message(ME, ""), BadRequest, "Message text is empty"),
    (lambda bot: bot.send_message(ME, "é" * 4097), BadRequest, "Message is too long"),
    (
        lambda bot: bot.send_message(ME, "<b>é", parse_mode="HTML"),
        BadRequest,
        "Can't parse entities: can't find end tag corresponding to start tag \"b\"",
    ),
    (lambda bot: bot.send_message(9, "Bonjour"), BadRequest, "Chat not found"),
    (
        lambda bot: bot.send_message(ME, "a", reply_parameters=ReplyParameters(99)),
        BadRequest,
        "Message to be replied not found",
    ),
    (
        lambda bot: bot.send_message(
            ME,
            "a",
            reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("a", url="ici")),
        ),
        BadRequest,
        "Inline keyboard button url 'ici' is invalid: wrong http url",
    ),
    (lambda bot: bot.send_photo(ME, b"%PDF"), BadRequest, "Image_process_failed"),
    (lambda bot: bot.edit_message_text("a", ME, 99), BadRequest, "Message to edit not found"),
    (
        lambda bot: bot.answer_callback_query("1"),
        BadRequest,
        "Query is too old and response timeout expired or query id is invalid",
    ),
    (
        lambda bot: bot.set_my_commands([BotCommand("é", "a")]),
        BadRequest,
        "Bot_command_invalid",
    ),
    (
        lambda bot: bot.do_api_request("unknown_method"),
        EndPointNotFound,
        "Endpoint 'unknownMethod' not found in Bot API",
    ),
]


@pytest.mark.parametrize(("work", "error", "message"), REFUSED)
async def test_refusals_reach_the_bot(bot: Bot, work: Work, error: type[TelegramError], message: str) -> None:
    with pytest.raises(error) as caught:
        await work(bot)
    assert type(caught.value) is error
    assert str(caught.value).lower() == message.lower()


async def test_wrong_and_malformed_tokens(fake: FakeTelegram) -> None:
    for token in ("1:wrong", "wrong"):
        with pytest.raises(InvalidToken):
            await bot_in_memory(fake, token=token).initialize()
    assert [(call.method, call.status) for call in fake.calls] == [("getMe", 401), ("getMe", 404)]


async def test_planned_failures(bot: Bot, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else RetryAfter warns
    fake.fail_next("sendMessage", retry_after=3, times=2)
    for _ in range(2):
        await bot.send_chat_action(ME, "typing")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(ME, "a")
        assert caught.value.retry_after == timedelta(seconds=3)
    await bot.send_message(ME, "a")
    fake.fail_next(status=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ME, "b")
    fake.fail_next(status=403, description="Forbidden: bot was blocked by the user")
    with pytest.raises(Forbidden):
        await bot.send_message(ME, "b")
    fake.garble_next()
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(ME, "b")
    fake.time_out_next("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(ME, "b")
    assert [message.text for message in fake.screen(ME)] == ["/start", "a"]
    assert fake.refusals == []
    assert [call.status for call in fake.calls_to("sendMessage")] == [
        429,
        429,
        200,
        502,
        403,
        200,
        0,
    ]


async def test_a_lost_answer_leaves_the_message(bot: Bot, fake: FakeTelegram) -> None:
    fake.time_out_next("sendMessage", carried_out=True)
    with pytest.raises(TimedOut):
        await bot.send_message(ME, "a")
    assert fake.last_message(ME).text == "a"


async def test_messages_come_back_as_sent(bot: Bot, fake: FakeTelegram) -> None:
    markup = InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton("Oui", callback_data="yes"),
            InlineKeyboardButton("CAF", "https://caf.fr"),
        ]
    )
    sent = await bot.send_message(
        FORUM,
        "<b>Été</b> 😀 /aide",
        "HTML",
        reply_markup=markup,
        message_thread_id=7,
        protect_content=True,
    )
    assert (sent.text, sent.text_html) == ("Été 😀 /aide", "<b>Été</b> 😀 /aide")
    assert (sent.reply_markup, sent.message_thread_id, sent.has_protected_content) == (
        markup,
        7,
        True,
    )
    edited = await bot.edit_message_text("Non", FORUM, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("Non")
    assert await sent.delete()
    [first] = fake.calls_to("sendMessage")
    assert first.parameters["reply_markup"] == markup.to_dict()
    assert first.parameters["message_thread_id"] == 7


async def test_files_travel_both_ways(bot: Bot, fake: FakeTelegram) -> None:
    sent = await bot.send_photo(ME, ONE_PIXEL, caption="<i>Plan</i>", parse_mode="HTML", filename="plan.png")
    assert (sent.caption, sent.photo[0].width) == ("Plan", 1)
    again = await bot.send_photo(ME, sent.photo[0].file_id)
    assert again.photo == sent.photo
    downloaded = await (await bot.get_file(sent.photo[0])).download_as_bytearray()
    assert bytes(downloaded) == ONE_PIXEL
    document = await bot.send_document(ME, b"%PDF-1.4", filename="fiche.pdf")
    assert document.document is not None
    assert document.document.file_name == "fiche.pdf"
    media = InputMediaPhoto(ONE_PIXEL, caption="Autre", filename="b.png")
    changed = await bot.edit_message_media(media, ME, sent.message_id)
    assert isinstance(changed, Message)
    assert changed.caption == "Autre"
    assert fake.calls_to("sendPhoto")[0].files["photo"].content == ONE_PIXEL


async def test_queries(bot: Bot, fake: FakeTelegram) -> None:
    button = InlineKeyboardButton("Oui", callback_data="yes")
    await bot.send_message(ME, "a", reply_markup=InlineKeyboardMarkup.from_button(button))
    tap = fake.user_taps(ME, "Oui")
    assert await bot.answer_callback_query(tap["callback_query"]["id"], "Noté", show_alert=True)
    assert (fake.answer_to(tap) or {})["show_alert"] is True
    typed = fake.user_types_inline("loyer")
    article = InlineQueryResultArticle("1", "Loyer", InputTextMessageContent("<b>a</b>", "HTML"))
    assert await bot.answer_inline_query(typed["inline_query"]["id"], [article])
    assert (fake.answer_to(typed) or {})["results"][0]["id"] == "1"


async def test_profile(bot: Bot, fake: FakeTelegram) -> None:
    command, scope = BotCommand("aide", "Aide"), BotCommandScopeChat(ME)
    await bot.set_my_commands([command], scope=scope, language_code="fr")
    assert await bot.get_my_commands(scope=scope, language_code="fr") == (command,)
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(scope=scope, language_code="fr")
    assert await bot.get_my_commands(scope=scope, language_code="fr") == ()
    await bot.set_my_name("Logement", language_code="fr")
    assert (await bot.get_my_name("fr")).name == "Logement"
    assert (await bot.get_my_name()).name == "Bot d’essai"
    await bot.set_my_description("Longue")
    assert (await bot.get_my_description("fr")).description == "Longue"
    await bot.set_my_short_description("Courte")
    assert (await bot.get_my_short_description()).short_description == "Courte"
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_chats_and_members(bot: Bot, fake: FakeTelegram) -> None:
    assert (await bot.get_chat(FORUM)).is_forum
    for status in ("creator", "administrator", "member", "left", "kicked"):
        fake.set_member(FORUM, 7, status)
        assert (await bot.get_chat_member(FORUM, 7)).status == status
    fake.add_chat(-1002, "channel")
    change = Update.de_json(fake.user_blocks(-1002), bot).my_chat_member
    assert change is not None
    assert change.new_chat_member.status == "kicked"


async def test_other_addresses_are_no_bot_api(fake: FakeTelegram) -> None:
    with pytest.raises(ValueError, match="not an address of the Bot API"):
        await FakeRequest(fake).do_request("https://caf.fr/", "GET")
