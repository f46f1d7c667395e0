"""The fake refuses what Telegram refuses, and shows on the screen what the bot sent."""

from typing import Any

import pytest

from tests.support.fake_telegram import FakeTelegram, Refusal
from tests.support.fake_telegram_users import ONE_PIXEL

ME, OTHER, FORUM, CHANNEL = 42, 43, -1001, -1002
TEXT, PHOTO, KEYBOARD = 2, 3, 4  # messages of the bot in the chat with ME; number 1 is the user's
GONE = 5
OK_BUTTON = {"text": "Oui", "callback_data": "yes"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
SEVERAL_ACTIONS = (
    "can't parse inline keyboard button: Several actions in one button: url, callback_data "
    "(stricter than Telegram)"
)
RESULT = "can't parse inline query result: "


@pytest.fixture
def fake() -> FakeTelegram:
    fake = FakeTelegram()
    fake.add_user(OTHER)
    fake.add_chat(FORUM, "supergroup", topics={7: "Logement"})
    fake.user_sends(ME, "/start")
    fake.call("sendMessage", chat_id=ME, text="Bonjour", reply_markup=keyboard(OK_BUTTON))
    fake.call("sendPhoto", chat_id=ME, photo=ONE_PIXEL, caption="Plan")
    choices = {"keyboard": [["Jeune", "Professionnel"]]}
    fake.call("sendMessage", chat_id=ME, text="Qui es-tu ?", reply_markup=choices)
    fake.call("sendMessage", chat_id=ME, text="Bientôt effacé")
    fake.call("deleteMessage", chat_id=ME, message_id=GONE)
    return fake


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def article(identifier: str = "1", **changes: Any) -> dict[str, Any]:
    content = {"message_text": "Le CLLAJ", "parse_mode": "HTML"}
    result = {"type": "article", "id": identifier, "title": "CLLAJ"}
    return result | {"input_message_content": content} | changes


def results(*found: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    return {"results": list(found)} | parameters


def send(**parameters: Any) -> tuple[str, dict[str, Any]]:
    return "sendMessage", {"chat_id": ME, "text": "Bonjour"} | parameters


def button(**action: Any) -> tuple[str, dict[str, Any]]:
    return send(reply_markup=keyboard({"text": "Oui"} | action))


def edit(message_id: int | str = TEXT, **parameters: Any) -> tuple[str, dict[str, Any]]:
    return "editMessageText", {"chat_id": ME, "message_id": message_id, "text": "Non"} | parameters


def commands(name: str = "start", description: str = "Commencer", times: int = 1) -> Any:
    command = {"command": name, "description": description}
    return "setMyCommands", {"commands": [command] * times}


def bold(**changes: Any) -> dict[str, Any]:
    return {"type": "bold", "offset": 0, "length": 1} | changes


def html(text: str) -> tuple[str, dict[str, Any]]:
    return send(text=text, parse_mode="HTML")


# call: what follows "Bad Request: "
REFUSED: list[tuple[tuple[str, dict[str, Any]], str]] = [
    # text
    (send(text=""), "message text is empty"),
    (send(text=" \n "), "text must be non-empty"),
    (html("<b> </b>"), "text must be non-empty"),
    (send(text="x" * 4097), "message is too long"),
    (html(f"<b>{'x' * 4097}</b>"), "message is too long"),
    (send(text="é" * 16385), "text is too long"),
    (send(parse_mode="BBCode"), "unsupported parse_mode"),
    (send(parse_mode="MarkdownV2"), "the fake reads only HTML, not markdownv2 (stricter than Telegram)"),
    (html("<p>a</p>"), 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    (html("<b>a"), "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (
        html("<b><i>a</b></i>"),
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    (
        html("<a href='tel:0612345678'>appeler</a>"),
        "link 'tel:0612345678' would be dropped: Unsupported URL protocol (stricter than Telegram)",
    ),
    (
        send(entities=[bold(offset=9)]),
        "entity begins after the end of the text at UTF-16 offset 9",
    ),
    (
        send(entities=[bold(type="gras")]),
        "can't parse MessageEntity: Unsupported type specified",
    ),
    (send(entities=[bold(offset=-1)]), "receive an entity with incorrect offset -1"),
    (
        send(entities=[bold(length=9)]),
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
    ),
    (
        send(entities=[bold(type="text_link", url="ici")]),
        "entity URL 'ici' is invalid: Wrong HTTP URL",
    ),
    # where
    (send(chat_id=""), "chat_id is empty"),
    (send(chat_id=999), "chat not found"),
    (send(chat_id="@nobody"), "chat not found"),
    (send(reply_parameters={"message_id": 99}), "message to be replied not found"),
    (send(reply_parameters={"message_id": GONE}), "message to be replied not found"),
    (send(reply_parameters={"quote": "a"}), 'can\'t find field "message_id"'),
    (send(reply_parameters={"message_id": TEXT, "quote": "Salut"}), "QUOTE_TEXT_INVALID"),
    (send(message_thread_id=7), "message thread not found"),
    (send(chat_id=FORUM, message_thread_id=8), "message thread not found"),
    (("sendChatAction", {"chat_id": ME, "action": "t"}), "wrong parameter action in request"),
    # buttons
    (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
    (button(callback_data=""), TEXT_BUTTON),
    (button(), TEXT_BUTTON),
    (
        button(callback_data="a", url="https://caf.fr"),
        SEVERAL_ACTIONS,
    ),
    (
        send(reply_markup=keyboard({"callback_data": "a"})),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (button(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (button(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    (
        button(url="ftp://caf.fr"),
        "inline keyboard button URL 'ftp://caf.fr' is invalid: Unsupported URL protocol",
    ),
    (
        button(url="tel:+33612345678"),
        "inline keyboard button URL 'tel:+33612345678' is invalid: Unsupported URL protocol",
    ),
    (button(url="ici"), "inline keyboard button URL 'ici' is invalid: Wrong HTTP URL"),
    (
        button(url="http://localhost/a"),
        "inline keyboard button URL 'http://localhost/a' is invalid: Wrong HTTP URL",
    ),
    (
        button(web_app={"url": "http://caf.fr"}),
        "inline keyboard button Web App URL 'http://caf.fr' is invalid: Only HTTPS links are allowed",
    ),
    (button(pay=True), "BUTTON_TYPE_INVALID"),
    (send(reply_markup=keyboard(*[OK_BUTTON] * 101)), "reply markup is too long"),
    (
        send(reply_markup={"inline_keyboard": "Oui"}),
        'field "inline_keyboard" must be of type Array',
    ),
    (send(reply_markup="{"), "can't parse reply keyboard markup JSON object"),
    (send(reply_markup=[]), "object expected as reply markup"),
    (send(reply_markup={"keyboard": ["Oui"]}), 'field "keyboard" must be an Array of Arrays'),
    (
        send(reply_markup={"keyboard": [[{"text": ""}]]}),
        "can't parse keyboard button: Can't find field \"text\"",
    ),
    (
        send(reply_markup={"inline_keyboard": [["Oui"]]}),
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    (
        button(text=" ", callback_data="a"),
        "can't parse inline keyboard button: Text of the button is empty (stricter than Telegram)",
    ),
    # photos and documents
    (("sendPhoto", {"chat_id": ME}), "there is no photo in the request"),
    (("sendPhoto", {"chat_id": ME, "photo": b""}), "file must be non-empty"),
    (("sendPhoto", {"chat_id": ME, "photo": b"%PDF"}), "IMAGE_PROCESS_FAILED"),
    (
        ("sendPhoto", {"chat_id": ME, "photo": "file-99"}),
        "wrong file identifier/HTTP URL specified",
    ),
    (
        ("sendPhoto", {"chat_id": ME, "photo": "file-1", "caption": "x" * 1025}),
        "message caption is too long",
    ),
    (("getFile", {"file_id": "x"}), "wrong file_id or the file is temporarily unavailable"),
    # editing and deleting
    (edit(text="Bonjour", reply_markup=keyboard(OK_BUTTON)), NOT_MODIFIED),
    (
        edit(text=" <b></b>Bonjour", parse_mode="HTML", reply_markup=keyboard(OK_BUTTON)),
        NOT_MODIFIED,
    ),
    (edit(99), "message to edit not found"),
    (edit(GONE), "message to edit not found"),
    (edit(1), "message can't be edited"),
    (edit(KEYBOARD), "message can't be edited"),
    (edit(PHOTO), "there is no text in the message to edit"),
    (edit(text="x" * 4097), "MESSAGE_TOO_LONG"),
    (("editMessageText", {"text": "Non"}), "message identifier is not specified"),
    (edit("two"), 'field "message_id" must be a valid Number'),
    (edit(inline_message_id="1"), "MESSAGE_ID_INVALID"),
    (
        ("editMessageMedia", {"chat_id": ME, "message_id": PHOTO, "media": {"type": "video"}}),
        "the fake edits photos and documents, not video (stricter than Telegram)",
    ),
    (edit(reply_markup={"keyboard": [["Oui"]]}), "inline keyboard expected"),
    (
        ("editMessageCaption", {"chat_id": ME, "message_id": TEXT, "caption": "a"}),
        "there is no caption in the message to edit",
    ),
    (("editMessageCaption", {"chat_id": ME, "message_id": PHOTO, "caption": "Plan"}), NOT_MODIFIED),
    (
        ("editMessageCaption", {"chat_id": ME, "message_id": PHOTO, "caption": "x" * 1025}),
        "MEDIA_CAPTION_TOO_LONG",
    ),
    (("editMessageReplyMarkup", {"chat_id": ME, "message_id": PHOTO}), NOT_MODIFIED),
    (("deleteMessage", {"chat_id": ME, "message_id": 99}), "message to delete not found"),
    (("deleteMessage", {"chat_id": ME, "message_id": GONE}), "message to delete not found"),
    # queries
    (("answerCallbackQuery", {"callback_query_id": "1"}), OLD_QUERY),
    (("answerInlineQuery", {"inline_query_id": "1", "results": []}), OLD_QUERY),
    # the bot's profile
    (("setMyCommands", {"commands": {}}), "expected an Array of BotCommand"),
    (
        ("setMyCommands", {"commands": [{"command": "a"}]}),
        "parameters of setMyCommands not understood: KeyError('description')",
    ),
    (
        ("getMyCommands", {"scope": {"type": "all"}}),
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    (
        ("setChatMenuButton", {"menu_button": {"type": "a"}}),
        "can't parse menu button: Unsupported type specified",
    ),
    (
        ("setChatMenuButton", {"menu_button": {"type": "web_app", "web_app": {"url": "http://a.fr"}}}),
        "menu button Web App URL 'http://a.fr' is invalid: Only HTTPS links are allowed",
    ),
    (commands("Start"), "BOT_COMMAND_INVALID"),
    (commands("mes-aides"), "BOT_COMMAND_INVALID"),
    (commands("x" * 33), "BOT_COMMAND_INVALID"),
    (commands(""), "command must be non-empty"),
    (commands(description=""), "command description must be non-empty"),
    (commands(description="x" * 257), "BOT_COMMAND_DESCRIPTION_INVALID"),
    (commands(times=101), "BOT_COMMANDS_TOO_MUCH"),
    (("getMyCommands", {"language_code": "french"}), "LANG_CODE_INVALID"),
    (("getMyCommands", {"scope": {"type": "chat", "chat_id": 999}}), "chat not found"),
    (("setMyName", {"name": "x" * 65}), "BOT_TITLE_INVALID"),
    (("setMyName", {"name": ""}), "BOT_TITLE_INVALID"),
    (("setMyDescription", {"description": "x" * 513}), "BOT_DESC_INVALID"),
    (("setMyShortDescription", {"short_description": "x" * 121}), "BOT_SHARETEXT_INVALID"),
    (("getChatMember", {"chat_id": FORUM, "user_id": 1}), "user not found"),
    (
        ("setWebhook", {"url": "http://bot.fr"}),
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        ("setWebhook", {"url": "https://bot.fr:8080"}),
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
]

REFUSED_INLINE: list[tuple[dict[str, Any], str]] = [
    (results(*[article(str(number)) for number in range(51)]), "too many inline query results specified"),
    ({"results": {}}, "expected an Array of inline query results"),
    (results(article("x" * 65)), "RESULT_ID_INVALID"),
    (results(article("")), "RESULT_ID_EMPTY"),
    (results(article(), article()), "RESULT_ID_DUPLICATE"),
    (results(article(title="")), "ARTICLE_TITLE_EMPTY"),
    (results({"type": "article", "id": "1"}), RESULT + 'Can\'t find field "title"'),
    (results(article(reply_markup=keyboard({"text": "Oui"}))), RESULT + "C" + TEXT_BUTTON[1:]),
    (
        results(article(input_message_content={"message_text": "<br>", "parse_mode": "HTML"})),
        RESULT + 'Can\'t parse entities: Unsupported start tag "br" at byte offset 0',
    ),
    (
        results(article(type="photo", caption="x" * 1025)),
        RESULT + "Message caption is too long",
    ),
    (results(next_offset="x" * 65), "NEXT_OFFSET_INVALID"),
    (results(button={"start_parameter": ""}), "can't use empty start_parameter"),
    (results(button={"start_parameter": "x" * 65}), "too long start_parameter specified"),
    (results(button={"start_parameter": "é"}), "unallowed characters in start_parameter are used"),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSED)
def test_refuses(fake: FakeTelegram, call: tuple[str, dict[str, Any]], sentence: str) -> None:
    method, parameters = call
    before = [(one.text, one.buttons, one.edited) for one in fake.screen(ME)]
    with pytest.raises(Refusal) as caught:
        fake.call(method, **parameters)
    assert (caught.value.code, caught.value.description) == (400, f"Bad Request: {sentence}")
    assert [(one.text, one.buttons, one.edited) for one in fake.screen(ME)] == before
    assert [call.method for call in fake.refusals] == [method]


@pytest.mark.parametrize(("answer", "sentence"), REFUSED_INLINE)
def test_refuses_inline_answers(fake: FakeTelegram, answer: dict[str, Any], sentence: str) -> None:
    query = fake.user_types_inline("logement")["inline_query"]["id"]
    with pytest.raises(Refusal) as caught:
        fake.call("answerInlineQuery", inline_query_id=query, **answer)
    assert caught.value.description == f"Bad Request: {sentence}"
    fake.call("answerInlineQuery", inline_query_id=query, **results(article("x" * 64)))


@pytest.mark.parametrize(
    ("method", "parameters", "code", "description"),
    [
        ("sendMesage", {}, 404, "Not Found: method not found"),
        ("sendDice", {"chat_id": ME}, 501, "Not Implemented: the fake does not know sendDice yet"),
        (
            "sendDocument",
            {"chat_id": ME, "document": b"x" * (50 * 2**20 + 1)},
            413,
            "Request Entity Too Large",
        ),
    ],
)
def test_refuses_with_another_code(
    fake: FakeTelegram, method: str, parameters: dict[str, Any], code: int, description: str
) -> None:
    with pytest.raises(Refusal) as caught:
        fake.call(method, **parameters)
    assert (caught.value.code, caught.value.description) == (code, description)


def test_limits_themselves_are_accepted(fake: FakeTelegram) -> None:
    fake.call("sendMessage", chat_id=ME, text=f"<b>{'x' * 4096}</b>", parse_mode="html")
    fake.call("sendPhoto", chat_id=ME, photo="file-1", caption="x" * 1024)
    fake.call("sendMessage", **button(callback_data="é" * 32)[1])
    fake.call("sendMessage", **button(copy_text={"text": "x" * 256})[1])
    fake.call("setMyCommands", **commands("x" * 32, "x" * 256, times=100)[1])
    fake.call("setMyName", name="x" * 64)
    fake.call("setMyDescription", description="x" * 512)
    fake.call("setMyShortDescription", short_description="x" * 120)
