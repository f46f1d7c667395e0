"""The keyboard under a reply. Callback data is a path of core/pages.py, or one of the words below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.model import Profile
from bot.core.pages import DIRECTORY
from bot.core.reply import Choice, Reply
from bot.tg.render import Say

MAX_DATA = 64  # bytes
MAX_COPIED = 256  # characters
BACK = "back"
PICTURE = "picture:"
THEMES = ("light", "dark")
USEFUL, USELESS, WHY = "useful:", "useless:", "why:"
USELESS_REASONS = ("other", "unclear", "wrong", "missing")
# A row holds what a narrow phone still shows whole; all its buttons are as wide as the widest.
ROW_CHARACTERS = 40
ROW_BUTTONS = 3

Rows = list[list[InlineKeyboardButton]]


def keyboard(
    reply: Reply,
    say: Say,
    *,
    profile: Profile | None,
    private: bool,
    back: bool = False,
    pictures: bool = False,
) -> InlineKeyboardMarkup | None:
    """The buttons of a reply, or None when there are none.

    back: whether the message showed something else before. private: in a group there is neither
    profile nor vote. pictures: whether who does what can also be drawn.
    """
    rows = [*_choice_rows(reply.choices), *_copy_rows(reply, say)]
    if pictures and reply.path == DIRECTORY:
        rows.append([_button(say(f"choice_picture_{theme}"), PICTURE + theme) for theme in THEMES])
    if back and not _leads_back(reply):
        rows.append([_button(say("choice_back"), BACK)])
    if private and reply.kind != "emergency":
        rows += _footer(reply, say, profile)
    return InlineKeyboardMarkup(rows) if rows else None


def entry_of(reply: Reply) -> str:
    """The id that a vote on this reply is about; empty when it shows no entry."""
    shown = reply.path.partition("/")[0]
    return shown if shown in reply.entries else next(iter(reply.entries), "")


def _choice_rows(choices: Iterable[Choice]) -> Iterator[list[InlineKeyboardButton]]:
    for _, row in groupby(choices, key=lambda choice: choice.row):
        yield from _fitting(list(row))


def _fitting(choices: list[Choice]) -> Iterator[list[InlineKeyboardButton]]:
    """Choices meant to stand side by side, on as many rows as they need to be read."""
    row: list[Choice] = []
    for choice in choices:
        width = max(len(c.label) for c in (*row, choice)) * (len(row) + 1)
        if row and (width > ROW_CHARACTERS or len(row) == ROW_BUTTONS):
            yield [_button(c.label, c.path) for c in row]
            row = []
        row.append(choice)
    yield [_button(c.label, c.path) for c in row]


def _button(label: str, data: str) -> InlineKeyboardButton:
    """Raises ValueError for data that Telegram would refuse, rather than lose the whole message."""
    if len(data.encode()) > MAX_DATA:
        raise ValueError(f"callback data too long: {data!r}")
    return InlineKeyboardButton(label, callback_data=data)


def _copy_rows(reply: Reply, say: Say) -> Iterator[list[InlineKeyboardButton]]:
    """One tap copies a number or an address, where the contact is what was asked for."""
    if reply.contact is None or not _is_contact(reply):
        return
    for label, value in reply.contact.copyable:
        if len(value) <= MAX_COPIED:
            yield [InlineKeyboardButton(say("copy_label", label=label), copy_text=CopyTextButton(value))]


def _is_contact(reply: Reply) -> bool:
    card_of_organisation = reply.contact is not None and reply.path == reply.contact.organisation
    return card_of_organisation or reply.path.endswith("/contact")


def _leads_back(reply: Reply) -> bool:
    """A view of an entry carries its own way back to the card."""
    card, _, view = reply.path.partition("/")
    return bool(view) and any(choice.path == card for choice in reply.choices)


def _footer(reply: Reply, say: Say, profile: Profile | None) -> Iterator[list[InlineKeyboardButton]]:
    """Votes on an answer, and the other form of address in one tap."""
    entry = entry_of(reply) if reply.kind == "answer" else ""
    if entry:
        yield [_button(say("choice_useful"), USEFUL + entry), _button(say("choice_useless"), USELESS + entry)]
    if any(choice.path.startswith("profile:") for choice in reply.choices):
        return
    if profile == "professionnel":
        yield [_button(say("choice_to_young"), "profile:jeune")]
    else:
        yield [_button(say("choice_to_professional"), "profile:professionnel")]


def reasons(markup: InlineKeyboardMarkup | None, entry: str, say: Say) -> InlineKeyboardMarkup:
    """The keyboard of a message with four reasons in place of the votes."""
    asked = [[_button(say(f"useless_{r}"), f"{WHY}{entry}:{r}")] for r in USELESS_REASONS]
    return InlineKeyboardMarkup([*_without_votes(markup), *asked])


def voted(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup:
    """The keyboard of a message once its reader has voted."""
    return InlineKeyboardMarkup(_without_votes(markup))


def _without_votes(markup: InlineKeyboardMarkup | None) -> Rows:
    votes = (USEFUL, USELESS, WHY)
    rows = markup.inline_keyboard if markup else ()
    kept = ([b for b in row if not str(b.callback_data or "").startswith(votes)] for row in rows)
    return [row for row in kept if row]
