"""Draws exchanges as one HTML page that looks like a chat: it fetches nothing, and is light or dark."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from tests.demo.marked_text import as_html
from tests.demo.play import Exchange, Shown
from tests.support.fake_telegram import Button

_FRAME = Path(__file__).with_name("chat_page.html")
_LEAVING = {"url", "switch_inline_query", "switch_inline_query_current_chat"}  # buttons that leave the chat


def draw_page(exchanges: Iterable[Exchange], name: str) -> str:
    """The page of a conversation with the bot called `name`."""
    drawn = "\n".join(_exchange(number, exchange) for number, exchange in enumerate(exchanges, start=1))
    return Template(_FRAME.read_text("utf-8")).substitute(name=escape(name), exchanges=drawn)


def _exchange(number: int, exchange: Exchange) -> str:
    shown = "\n".join(_shown(one) for one in exchange.shown)
    return f'<section aria-label="Échange {number}">\n{_asked(exchange)}\n{shown}\n</section>'


def _asked(exchange: Exchange) -> str:
    if exchange.tapped:
        return f'<p class="tap">Appui sur «\u00a0{escape(exchange.tapped, quote=False)}\u00a0»</p>'
    return f'<div class="bubble user"><p>{escape(exchange.said, quote=False)}</p></div>'


def _shown(shown: Shown) -> str:
    """A bubble of the bot, with its pictures and the buttons below it."""
    message = shown.message
    pictures = "".join(_picture(content) for content in shown.pictures)
    text = as_html(message.text, message.entities)
    note = '<small class="note">message changé sur place</small>' if shown.edited else ""
    rows = "".join(f'<div class="row">{"".join(map(_button, row))}</div>' for row in message.buttons)
    keyboard = f'<div class="keyboard">{rows}</div>' if rows else ""
    return f'<div class="bubble bot">{pictures}<div class="text">{text}</div>{note}</div>{keyboard}'


def _button(button: Button) -> str:
    sign = ' <span aria-hidden="true">↗</span>' if button.action in _LEAVING else ""
    return f'<span class="button">{escape(button.text, quote=False)}{sign}</span>'


def _picture(content: bytes) -> str:
    return f'<img alt="Image envoyée par le bot" src="data:image/png;base64,{b64encode(content).decode()}">'
