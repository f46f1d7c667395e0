"""One strict, stateful stand-in for the Telegram Bot API, for tests and demonstrations.

    fake = FakeTelegram()
    builder = ApplicationBuilder().token(fake.token)
    builder.request(FakeRequest(fake)).get_updates_request(FakeRequest(fake))
    application = builder.build()
    update = fake.user_sends(42, "/start")
    await application.process_update(Update.de_json(update, application.bot))
    assert "Bonjour" in fake.last_message(42).text

It keeps chats with their messages, refuses what Telegram refuses (fake_telegram_rules) and records
every call. The users' side is in fake_telegram_users; FakeRequest (in memory) and
FakeTelegramServer (HTTP) are in fake_telegram_transports.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from tests.support.fake_telegram_api import as_strings, carry_out, decode, get_updates, name_of
from tests.support.fake_telegram_rules import Json, Refusal
from tests.support.fake_telegram_state import (
    Button,
    Chat,
    ShownMessage,
    State,
    TickingClock,
    Upload,
)
from tests.support.fake_telegram_users import NotOnScreen, Users

__all__ = [
    "Answer",
    "Button",
    "Call",
    "Chat",
    "FakeTelegram",
    "NotOnScreen",
    "Refusal",
    "ShownMessage",
    "TickingClock",
    "Upload",
]

T = TypeVar("T")

TOKEN = "123456:fake-token"
NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORISED = Refusal(401, "Unauthorized: invalid token specified")
OTHER_POLL = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
OTHER_WEBHOOK = Refusal(409, "Conflict: terminated by setWebhook request")


@dataclass(frozen=True)
class Call:
    """One call of the bot.

    `status` is the HTTP code, 0 when nothing was answered; `result` what was answered: the result,
    the description of a refusal, or the payload of a planned failure.
    """

    method: str
    parameters: Json
    files: Mapping[str, Upload]
    status: int
    result: Any
    planned: bool = False  # the test asked for this failure


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; without payload the bot waits in vain."""

    status: int
    payload: bytes | None


@dataclass
class _Failure:
    method: str | None
    times: int
    answer: Answer
    carried_out: bool


@dataclass
class _Poll:
    """One getUpdates that waits."""

    loop: asyncio.AbstractEventLoop
    over: asyncio.Event = field(default_factory=asyncio.Event)
    refusal: Refusal | None = None

    def end(self, refusal: Refusal | None = None) -> None:
        self.refusal = self.refusal or refusal
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.over.set)


class FakeTelegram(Users):
    """The Bot API of one bot, and the people around it.

    `clock` gives the dates. `strict_html` also refuses HTML that Telegram would silently show
    otherwise than written. `longest_poll` bounds, in seconds, how long getUpdates waits.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "essai_bot",
        name: str = "Bot d’essai",
        clock: Callable[[], int] | None = None,
        strict_html: bool = True,
        longest_poll: float = 50.0,
    ) -> None:
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        bot |= dict.fromkeys(["can_join_groups", "supports_inline_queries"], True)
        bot |= dict.fromkeys(
            ["can_read_all_group_messages", "can_connect_to_business", "has_main_web_app"], False
        )
        super().__init__(State(token, bot, clock or TickingClock(), strict_html=strict_html))
        self.state.on_update = self._end_poll
        self.calls: list[Call] = []
        self.longest_poll = longest_poll
        self._failures: list[_Failure] = []
        self._poll: _Poll | None = None

    @property
    def token(self) -> str:
        """The only token that this Telegram knows."""
        return self.state.token

    # Reading what the bot did

    def calls_to(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    @property
    def refusals(self) -> list[Call]:
        """The calls refused without the test having planned it; a fixture can assert none."""
        return [call for call in self.calls if call.status >= 400 and not call.planned]

    @property
    def unanswered_taps(self) -> list[Json]:
        """The callback queries still without answer: their button keeps turning on the screen."""
        return [query.body for query in self.state.callback_queries.values() if query.answer is None]

    def answer_to(self, update: Json) -> Json | None:
        """The parameters of the bot's answer to a callback or inline query; None if nothing yet."""
        queries = self.state.callback_queries | self.state.inline_queries
        return queries[(update.get("callback_query") or update["inline_query"])["id"]].answer

    def wait_for(self, ready: Callable[[], T], *, timeout: float = 5.0) -> T:
        """Block until `ready()` is true and return it, for a bot in another thread or process.

        Raises TimeoutError after `timeout` seconds.
        """
        with self.state.changed:
            self.state.changed.wait_for(ready, timeout)
            if not (value := ready()):
                last = [call.method for call in self.calls[-5:]]
                raise TimeoutError(f"still not ready after {timeout} s; last calls: {last}")
            return value

    # Planned failures

    def fail_next(
        self,
        method: str | None = None,
        *,
        status: int = 500,
        times: int = 1,
        retry_after: int = 0,
        description: str = "",
        carried_out: bool = False,
    ) -> None:
        """Answer an error to the next `times` calls of a method, or of any method but getUpdates.

        `retry_after`, in seconds, makes it a 429. With `carried_out` the call is done all the same,
        and only its answer is lost.
        """
        failure = Refusal(status, description or HTTPStatus(status).phrase)
        if retry_after:
            sentence = f"Too Many Requests: retry after {retry_after}"
            failure = Refusal(429, sentence, {"retry_after": retry_after})
        self._plan(method, times, _refusal_answer(failure), carried_out)

    def time_out_next(self, method: str | None = None, *, times: int = 1, carried_out: bool = False) -> None:
        """Answer nothing to the next calls."""
        self._plan(method, times, Answer(0, None), carried_out)

    def garble_next(self, method: str | None = None, *, times: int = 1, carried_out: bool = False) -> None:
        """Answer malformed JSON to the next calls."""
        self._plan(method, times, Answer(200, b'{"ok": true, "result": '), carried_out)

    def _plan(self, method: str | None, times: int, answer: Answer, carried_out: bool) -> None:
        with self.state.lock:
            self._failures.append(_Failure(method, times, answer, carried_out))

    def _take_failure(self, name: str) -> _Failure | None:
        for failure in self._failures:
            concerned = failure.method == name or (failure.method is None and name != "getUpdates")
            if failure.times > 0 and concerned:
                failure.times -= 1
                return failure
        return None

    # Answering the bot

    def call(self, method: str, /, **parameters: Any) -> Any:
        """Carry out one call as the bot would make it, without transport; `bytes` are uploads.

        Raises Refusal.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        files = {name: Upload(name, value) for name, value in given.items() if isinstance(value, bytes)}
        rest = {name: value for name, value in given.items() if name not in files}
        return self._carry_out(name_of(method), as_strings(rest), files)

    async def answer(
        self, token: str, method: str, raw: Mapping[str, str], files: Mapping[str, Upload]
    ) -> Answer:
        """Answer one HTTP request of the bot; `raw` holds the parameters as they travel."""
        name = name_of(method)
        with self.state.lock:
            failure = self._take_failure(name)
        if failure and not failure.carried_out:
            status, payload = failure.answer.status, failure.answer.payload
            self._record(Call(name, dict(raw), files, status, payload, planned=True))
            return failure.answer
        answer = await self._answer(token, name, raw, files)
        return failure.answer if failure else answer

    async def _answer(
        self, token: str, name: str, raw: Mapping[str, str], files: Mapping[str, Upload]
    ) -> Answer:
        refused = self._token_fault(token)
        if refused is None and name == "getUpdates":
            refused = await self._wait_for_updates(raw)
        try:
            result = self._carry_out(name, raw, files, refused)
        except Refusal as refusal:
            return _refusal_answer(refusal)
        return Answer(200, json.dumps({"ok": True, "result": result}).encode())

    def _token_fault(self, token: str) -> Refusal | None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            return NOT_FOUND
        return None if token == self.token else UNAUTHORISED

    def _carry_out(
        self,
        name: str,
        raw: Mapping[str, str],
        files: Mapping[str, Upload],
        refused: Refusal | None = None,
    ) -> Any:
        parameters: Json = dict(raw)
        with self.state.lock:
            try:
                if refused:
                    raise refused
                parameters = decode(raw)
                result = carry_out(self.state, name, parameters, files)
            except Refusal as refusal:
                self._record(Call(name, parameters, files, refusal.code, refusal.description))
                raise
            if name == "setWebhook" and self.state.webhook:
                self._end_poll(OTHER_WEBHOOK)
            self._record(Call(name, parameters, files, 200, result))
            return result

    def _record(self, call: Call) -> None:
        with self.state.changed:
            self.calls.append(call)
            self.state.changed.notify_all()

    def file(self, token: str, path: str) -> Answer:
        """Answer the download of a file: `path` is the `file_path` of getFile."""
        upload = self.state.files.get(path.removeprefix("files/"))
        if token != self.token or upload is None:
            return _refusal_answer(NOT_FOUND)
        return Answer(200, upload.content)

    # Long polling

    async def _wait_for_updates(self, raw: Mapping[str, str]) -> Refusal | None:
        """Wait until getUpdates has something to return; the refusal when another call ended it."""
        with self.state.lock:
            self._end_poll(OTHER_POLL)
            try:
                parameters = decode(raw)
                if get_updates(self.state, parameters, {}) or parameters.get("timeout", 0) <= 0:
                    return None
            except Refusal as refusal:
                return refusal
            poll = self._poll = _Poll(asyncio.get_running_loop())
        try:
            await asyncio.wait_for(poll.over.wait(), min(parameters["timeout"], self.longest_poll))
        except TimeoutError:
            pass
        finally:
            with self.state.lock:
                self._poll = None if self._poll is poll else self._poll
        return poll.refusal

    def _end_poll(self, refusal: Refusal | None = None) -> None:
        if self._poll:
            self._poll.end(refusal)


def _refusal_answer(refusal: Refusal) -> Answer:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return Answer(refusal.code, json.dumps(body).encode())
