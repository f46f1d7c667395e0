"""The same conversation in a terminal: read a line, hold the conversation, draw the reply.

How a reply is drawn stands in drawing.py.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.reply import Choice, Reply, Voice
from bot.drawing import offered, render_text

__all__ = ["Terminal", "converse", "read_lines", "render_text", "screen_width", "takes_style"]

NARROWEST, WIDEST = 30, 88
PROMPT = "› "
# What a person may type for one choice: longer runs of digits are phone numbers, not choices.
_CHOICE_DIGITS = 2


def screen_width() -> int:
    """Columns to draw in: the terminal's, within what reads well."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def takes_style(stream: TextIO) -> bool:
    """Whether bold and dim may be drawn: on a real terminal, unless NO_COLOR says no."""
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def read_lines(stdin: TextIO | None) -> Iterator[str]:
    """The lines of standard input until its end; a prompt is shown only to a person."""
    if stdin is None:
        return
    if not stdin.isatty():
        yield from map(decode, stdin.buffer)
        return
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 — lets a person edit the line and recall the ones before
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            print()
            return


def decode(line: bytes) -> str:
    """A line as text: UTF-8, else the encoding of older French files; never an error."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def converse(assistant: Assistant, lines: Iterable[str], *, styled: bool = False) -> None:
    """Hold a conversation on standard output until the lines end or the person leaves."""
    terminal = Terminal(assistant, styled=styled)
    try:
        terminal.welcome()
        for line in lines:
            if not terminal.take(line):
                return
    except KeyboardInterrupt:
        print()


# The page that a command shows.
PAGES = {
    "/aide": "home",
    "/confidentialite": "privacy",
    "/organismes": "organisations",
    "/paroles": "statements",
    "/profil": "profile",
    "/quifaitquoi": "acteurs.qui-fait-quoi",
}


class Terminal:
    """One conversation on one screen: its state, and the choices that can be typed as numbers."""

    def __init__(self, assistant: Assistant, *, styled: bool = False) -> None:
        self._assistant = assistant
        self._styled = styled
        self._conversation = Conversation()
        self._choices: tuple[Choice, ...] = ()

    def welcome(self) -> None:
        """What the bot is, how to use it here, and whom it speaks to."""
        asked, self._conversation = self._assistant.show("profile", self._conversation)
        self._draw(replace(asked, blocks=(Voice(self._say("terminal_welcome")), *asked.blocks)))

    def take(self, line: str) -> bool:
        """Read one line and answer it; False when the person leaves."""
        typed = line.strip()
        match typed.lower():
            case "":
                pass
            case "/quitter":
                self._tell("terminal_bye")
                return False
            case "/recommencer" | "/start":
                self._conversation = Conversation()
                self.welcome()
            case command if command in PAGES:
                self._show(PAGES[command])
            case command if command.startswith("/"):
                self._tell("terminal_unknown")
            case _:
                self._answer(typed)
        return True

    def _answer(self, typed: str) -> None:
        """A number that is on the screen taps that choice; any other (115, an age) is a question."""
        if typed.isdecimal() and len(typed) <= _CHOICE_DIGITS and 1 <= int(typed) <= len(self._choices):
            self._show(self._choices[int(typed) - 1].path)
        else:
            self._after(*self._assistant.reply_to(typed, self._conversation))

    def _show(self, path: str) -> None:
        self._after(*self._assistant.show(path, self._conversation))
        if path == "home":
            self._tell("terminal_help")

    def _after(self, reply: Reply, conversation: Conversation) -> None:
        self._conversation = conversation
        self._draw(reply)

    def _draw(self, reply: Reply) -> None:
        self._choices = offered(reply)
        self._print(reply)

    def _tell(self, key: str) -> None:
        """One message; the choices on the screen stay."""
        self._print(Reply("chat", (Voice(self._say(key)),)))

    def _print(self, reply: Reply) -> None:
        drawn = render_text(reply, screen_width(), self._say, styled=self._styled)
        print(f"\n{drawn}\n", flush=True)

    def _say(self, key: str, /, **values: object) -> str:
        return self._assistant.knowledge.say(key, self._conversation.profile, **values)
