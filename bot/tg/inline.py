"""Inline mode: `@bot garant` in any chat offers cards, each with a button that opens the bot there."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)

from bot.core.assistant import Assistant
from bot.core.cards import title_of
from bot.core.conversation import Conversation
from bot.core.model import Emergency, Entry, Organisation, Sheet, Statement
from bot.core.paths import deep_link, encode_start
from bot.core.text import normalise
from bot.tg.context import BotData, Context
from bot.tg.render import render

CACHED_FOR = 300  # seconds; the same cards for everybody
MOST = 10  # cards
FLOOR = 0.05  # score under which a card is no more than noise
DESCRIPTION = 120  # characters under a title
NOBODY = Conversation()  # a card is read by a whole chat: no profile, no subject


async def offer_cards(update: Update, context: Context) -> None:
    """Answer an inline query."""
    query = update.inline_query
    if query is None:
        raise ValueError("an update without an inline query")
    data, username = context.bot_data, context.bot.username
    entries = found_entries(query.query, data.assistant)
    first = encode_start(entries[0]) if query.query.strip() and entries else "start"
    button = InlineQueryResultsButton(data.say(NOBODY)("inline_button"), start_parameter=first)
    cards = [_card(entry, data, username) for entry in entries]
    await query.answer(cards, cache_time=CACHED_FOR, is_personal=False, button=button)


def found_entries(question: str, assistant: Assistant) -> list[str]:
    """Ids of the entries to offer, best first: what would be answered, names as typed, the ranking."""
    typed = normalise(question)
    if not typed:
        return list(assistant.knowledge.organisations)[:MOST]
    reply, _ = assistant.reply_to(question, NOBODY)
    ranked = [entry for entry, score in reply.scores.items() if score >= FLOOR]
    found = dict.fromkeys((*reply.entries, *_named(typed, assistant), *ranked))
    shown = (Sheet, Organisation, Statement, Emergency)
    return [e for e in found if isinstance(assistant.knowledge.entries.get(e), shown)][:MOST]


def _named(typed: str, assistant: Assistant) -> Iterator[str]:
    """Organisations and sheets one of whose names begins as typed: « visa » finds Visale."""
    for entry in assistant.knowledge.entries.values():
        if len(typed) > 1 and isinstance(entry, Sheet | Organisation):
            names = (*entry.names, title_of(entry, assistant.knowledge))
            if any(normalise(name).startswith(typed) for name in names):
                yield entry.id


def _card(entry_id: str, data: BotData, username: str) -> InlineQueryResultArticle:
    """The card of an entry as it will be posted in the chat."""
    knowledge = data.assistant.knowledge
    entry = knowledge.entries[entry_id]
    reply, _ = data.assistant.show(entry_id, NOBODY)
    say = data.say(NOBODY)
    text = render(reply, say)[0]
    button = InlineKeyboardButton(say("inline_open"), url=deep_link(username, entry_id))
    return InlineQueryResultArticle(
        id=entry_id,
        title=title_of(entry, knowledge),
        description=_shortened(_described(entry)),
        input_message_content=InputTextMessageContent(
            text, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup([[button]]),
    )


def _described(entry: Entry) -> str:
    match entry:
        case Sheet(summary=text) | Organisation(role=text) | Statement(quote=text):
            return text
        case Emergency(numbers=numbers):
            return ", ".join(f"{n.number} ({n.label})" for n in numbers)
    return ""


def _shortened(text: str) -> str:
    """At most `DESCRIPTION` characters, cut between two words."""
    if len(text) <= DESCRIPTION:
        return text
    return text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"
