"""Two ways to the fake Telegram: in memory (FakeRequest) and over HTTP (FakeTelegramServer)."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Self
from urllib.parse import unquote

from telegram import Bot
from telegram.error import TimedOut
from telegram.request import BaseRequest, RequestData
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPFile, HTTPServerRequest
from tornado.web import Application, RequestHandler

from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_telegram_api import as_strings
from tests.support.fake_telegram_state import Upload

HOST = "127.0.0.1"
MAX_BODY_BYTES = 64 * 2**20
_ADDRESS = re.compile(r".*?/(?P<file>file/)?bot(?P<token>[^/]*)/(?P<rest>.*)")


class FakeRequest(BaseRequest):
    """python-telegram-bot's network layer, answered in memory: no socket is opened.

    Give one to `ApplicationBuilder.request` and another to `get_updates_request`.
    """

    __slots__ = ("_fake", "_read_timeout")

    def __init__(self, fake: FakeTelegram, *, read_timeout: float = 5.0) -> None:
        self._fake = fake
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float:
        """Seconds; nothing waits for them."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Answer one request; raises TimedOut where Telegram would not answer."""
        address = _ADDRESS.fullmatch(unquote(url))
        if address is None:
            raise ValueError(f"not an address of the Bot API: {url}")
        if address["file"]:
            answer = self._fake.file(address["token"], address["rest"])
        else:
            raw = request_data.json_parameters if request_data else {}
            answer = await self._fake.answer(
                address["token"], address["rest"], raw, _uploads_of(request_data)
            )
        if answer.payload is None:
            raise TimedOut
        return answer.status, answer.payload


def bot_in_memory(fake: FakeTelegram, *, token: str = "") -> Bot:
    """A Bot on the fake, without network; `token` other than the fake's is refused as by Telegram."""
    requests = FakeRequest(fake), FakeRequest(fake)
    return Bot(token or fake.token, request=requests[0], get_updates_request=requests[1])


def _uploads_of(request_data: RequestData | None) -> dict[str, Upload]:
    parts: Mapping[str, Any] = request_data.multipart_data if request_data else {}
    return {
        field: Upload(name, content if isinstance(content, bytes) else content.read(), mime_type)
        for field, (name, content, mime_type) in parts.items()
    }


class FakeTelegramServer:
    """The fake over HTTP, in a thread of its own, for a bot in this process or another one.

        with FakeTelegramServer(fake) as server:   # or: async with
            Bot(fake.token, base_url=server.base_url, base_file_url=server.base_file_url)

    `port` 0 takes a free one.
    """

    def __init__(self, fake: FakeTelegram, *, port: int = 0) -> None:
        self.fake = fake
        self.port = port
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """What the bot must be configured with, instead of Telegram's own address."""
        return f"http://{HOST}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """The same, for downloads."""
        return f"http://{HOST}:{self.port}/file/bot"

    def start(self) -> None:
        """Listen; returns once the port is open. Raises OSError when it is taken."""
        started: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), name="fake-telegram", daemon=True)
        self._thread.start()
        self.port = started.result(timeout=10)

    def stop(self) -> None:
        """Close every connection, waiting ones too, and end the thread; again does nothing."""
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(timeout=10)
            self._thread = None

    def _run(self, started: Future[int]) -> None:
        try:
            asyncio.run(self._serve(started))
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    async def _serve(self, started: Future[int]) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        listening = socket.create_server((HOST, self.port))
        listening.setblocking(False)
        sizes = {"max_body_size": MAX_BODY_BYTES, "max_buffer_size": MAX_BODY_BYTES}
        server = HTTPServer(_application(self.fake), **sizes)
        server.add_socket(listening)
        started.set_result(listening.getsockname()[1])
        await self._stopping.wait()
        server.stop()
        await server.close_all_connections()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await asyncio.to_thread(self.stop)


def _application(fake: FakeTelegram) -> Application:
    file, method = r"/file/bot([^/]*)/(.*)", r"/bot([^/]*)/(.*)"
    routes = [(file, _FileHandler, {"fake": fake}), (method, _MethodHandler, {"fake": fake})]
    return Application(routes, log_function=lambda handler: None)


class _FakeHandler(RequestHandler):
    def initialize(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self.task: asyncio.Task[Any] | None = None

    def on_connection_close(self) -> None:
        """The bot hung up: whatever was waiting for it stops waiting."""
        if self.task:
            self.task.cancel()


class _FileHandler(_FakeHandler):
    async def get(self, token: str, path: str) -> None:
        answer = self.fake.file(token, path)
        self.set_status(answer.status)
        await self.finish(answer.payload)


class _MethodHandler(_FakeHandler):
    async def post(self, token: str, method: str) -> None:
        self.task = asyncio.current_task()
        raw, files = _read_body(self.request)
        try:
            answer = await self.fake.answer(token, method, raw, files)
            if answer.payload is None:
                await asyncio.Event().wait()  # until the bot hangs up or the server stops
        except asyncio.CancelledError:
            return
        self.set_status(answer.status)
        self.set_header("Content-Type", "application/json")
        await self.finish(answer.payload)

    get = post


def _read_body(request: HTTPServerRequest) -> tuple[dict[str, str], dict[str, Upload]]:
    """The parameters and files of a request: query string, form, multipart form or JSON object."""
    if request.headers.get("Content-Type", "").startswith("application/json"):
        return as_strings(json.loads(request.body or b"{}")), {}
    raw = {name: values[-1].decode() for name, values in request.arguments.items()}
    return raw, {name: _upload(parts[-1]) for name, parts in request.files.items()}


def _upload(part: HTTPFile) -> Upload:
    return Upload(part["filename"], part["body"], part["content_type"])
