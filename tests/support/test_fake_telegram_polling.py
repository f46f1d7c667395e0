"""The bot fetches its updates as from Telegram; the HTTP server starts, reads and stops cleanly."""

import asyncio
import re
import socket
import time
from typing import Any

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict
from telegram.ext import Application, ApplicationBuilder, CallbackContext, CommandHandler

from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_transports import FakeRequest, FakeTelegramServer

ME = 42


@pytest.fixture
def fake() -> FakeTelegram:
    fake = FakeTelegram(longest_poll=5)
    fake.user_sends(ME, "/start")
    return fake


async def test_long_polling_wakes_up(bot: Bot, fake: FakeTelegram) -> None:
    fake.take_updates()
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    fake.user_sends(ME, "Bonjour")
    [update] = await asyncio.wait_for(waiting, 2)
    assert update.message is not None
    assert update.message.text == "Bonjour"
    assert await bot.get_updates(offset=update.update_id + 1, timeout=0) == ()


async def test_long_polling_is_bounded(bot: Bot, fake: FakeTelegram) -> None:
    fake.take_updates()
    fake.longest_poll = 0.05
    assert await asyncio.wait_for(bot.get_updates(timeout=50), 2) == ()


async def test_only_one_may_poll(bot: Bot, fake: FakeTelegram) -> None:
    fake.take_updates()
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    # another process with the same token
    await fake.answer(fake.token, "getUpdates", {}, {})
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await asyncio.wait_for(waiting, 2)


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, fake: FakeTelegram) -> None:
    fake.take_updates()
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    await bot.set_webhook("https://bot.fr/telegram", allowed_updates=["message"])
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await asyncio.wait_for(waiting, 2)
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates(timeout=0)
    fake.user_sends(ME, "Bonjour")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://bot.fr/telegram", 1)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates(timeout=0) == ()


async def greet(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
    assert update.message is not None
    await update.message.reply_text("Bonjour")


def application(builder: Any) -> Application[Any, Any, Any, Any, Any, Any]:
    built: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    built.add_handler(CommandHandler("start", greet))
    return built


async def test_an_application_fed_by_hand(fake: FakeTelegram) -> None:
    requests = FakeRequest(fake), FakeRequest(fake)
    builder = ApplicationBuilder().token(fake.token)
    async with application(builder.request(requests[0]).get_updates_request(requests[1])) as app:
        for update in fake.take_updates():
            await app.process_update(Update.de_json(update, app.bot))
    assert fake.last_message(ME).text == "Bonjour"


@pytest.mark.parametrize("transport", ["memory", "http"])
async def test_an_application_that_polls(fake: FakeTelegram, transport: str) -> None:
    async with FakeTelegramServer(fake) as server:
        builder = ApplicationBuilder().token(fake.token)
        if transport == "http":
            builder.base_url(server.base_url).base_file_url(server.base_file_url)
        else:
            builder.request(FakeRequest(fake)).get_updates_request(FakeRequest(fake))
        async with application(builder) as app:
            assert app.updater is not None
            await app.updater.start_polling(timeout=5)
            await app.start()
            fake.user_sends(43, "/start")
            await asyncio.to_thread(fake.wait_for, lambda: len(fake.calls_to("sendMessage")) == 2)
            await app.updater.stop()
            await app.stop()
    assert (fake.last_message(ME).text, fake.last_message(43).text) == ("Bonjour", "Bonjour")
    assert fake.refusals == []


async def test_the_server_reads_json_and_query_strings(fake: FakeTelegram) -> None:
    async with FakeTelegramServer(fake) as server, httpx.AsyncClient() as client:
        url = f"{server.base_url}{fake.token}/sendMessage"
        markup = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
        body = {"chat_id": ME, "text": "a", "reply_markup": markup}
        assert (await client.post(url, json=body)).json()["result"]["reply_markup"] == markup
        answer = await client.get(url, params={"chat_id": ME, "text": ""})
        expected = {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: message text is empty",
        }
        assert (answer.status_code, answer.json()) == (400, expected)
        assert (await client.get(f"{server.base_file_url}{fake.token}/files/x")).status_code == 404


def test_the_server_stops_while_bots_wait(fake: FakeTelegram) -> None:
    fake.take_updates()
    fake.time_out_next("getMe")
    with FakeTelegramServer(fake) as server:
        address = (server.base_url.split(":")[1].strip("/"), server.port)
        with socket.create_connection(address) as poll, socket.create_connection(address) as silent:
            poll.sendall(f"GET /bot{fake.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            silent.sendall(f"GET /bot{fake.token}/getMe HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            fake.wait_for(lambda: fake.calls_to("getMe"))
            begin = time.monotonic()
            server.stop()
            assert time.monotonic() - begin < 2
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_a_taken_port_is_said(fake: FakeTelegram) -> None:
    with FakeTelegramServer(fake) as server, pytest.raises(OSError, match="in use"):
        FakeTelegramServer(fake, port=server.port).start()


def test_waiting_has_an_end(fake: FakeTelegram) -> None:
    with pytest.raises(TimeoutError, match=re.escape("still not ready after 0.01 s")):
        fake.wait_for(lambda: False, timeout=0.01)
