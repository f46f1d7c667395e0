"""What a button or a deep link shows: a path names a page, `show_page` composes it.

A path is an entry id ("visale"), an entry and a view ("visale/steps"), or a page:
"topic:<id>", "need:<id>", "target:<id>", "targets", "organisations", "home", "start", "profile",
"privacy", "restarted", "only-text", "slow-down", "report:<id>:<reason>", and those of
core/statement_pages.py. Unknown paths (an old button, a sheet that was retired) get a kind line and
the themes, never an error.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import NEAREST_CONTACT, Cards, title_of
from bot.core.compose import VIEWS, covered_by_actor, entry_reply, theme_choices
from bot.core.conversation import Conversation
from bot.core.model import Collection, Knowledge, Need
from bot.core.reply import Choice, Heading, Reply, Voice
from bot.core.statement_pages import statement_page

DIRECTORY = "acteurs.qui-fait-quoi"
REPORT_REASONS = ("number", "closed", "outdated", "unclear")
TOLD = {"privacy": "privacy", "restarted": "restarted", "only-text": "only_text", "slow-down": "slow_down"}


def show_page(path: str, knowledge: Knowledge, conversation: Conversation) -> Reply:
    """The page that `path` names; for an unknown path, a line that says so and the themes."""
    cards = Cards(knowledge, conversation.profile)
    reply = _page(path, cards)
    return replace(reply, path=path) if reply else _unknown(cards)


def _page(path: str, cards: Cards) -> Reply | None:
    entry, _, view = path.partition("/")
    if entry in cards.knowledge.entries and view in ("", *VIEWS):
        return _report(cards, entry) if view == "report" else entry_reply(cards, entry, view)
    if path in TOLD:
        return Reply("chat", (Voice(cards.say(TOLD[path])),), (_home(cards),))
    kind, _, name = path.partition(":")
    match kind:
        case "home":
            return _menu(cards, cards.say("help"), _home_choices(cards))
        case "start" | "profile":
            return _asked_profile(cards, kind)
        case "report":
            return _reported(cards, *name.partition(":")[::2])
        case "organisations":
            return _organisations(cards)
        case "topic":
            return _topic(cards, name)
        case "need":
            return _need(cards, name)
        case "target":
            return _target(cards, name)
        case "targets":
            return _targets(cards)
    return statement_page(path, cards)


def _home(cards: Cards) -> Choice:
    return Choice(cards.say("choice_home"), "home")


def _home_choices(cards: Cards) -> tuple[Choice, ...]:
    themes = theme_choices(cards)
    beside = (
        Choice(cards.say("choice_statements"), "statements"),
        Choice(cards.say("organisations_title"), "organisations"),
    )
    return themes + tuple(replace(c, row=len(themes)) for c in beside)


def _asked_profile(cards: Cards, page: str) -> Reply:
    """What the bot is (at the start only), and whom it speaks to."""
    blocks = (
        Voice(cards.say("welcome")),
        Voice(cards.say("welcome_question" if page == "start" else "profile_question")),
    )
    choices = (
        Choice(cards.say("profile_young"), "profile:jeune", row=0),
        Choice(cards.say("profile_professional"), "profile:professionnel", row=1),
    )
    return Reply("chat", blocks if page == "start" else blocks[1:], choices)


def _report(cards: Cards, entry: str) -> Reply:
    """What may be wrong with an entry: four reasons to tap, nothing to write."""
    blocks = (
        Heading(title_of(cards.knowledge.entries[entry], cards.knowledge)),
        Voice(cards.say("report_ask")),
    )
    reasons = tuple(
        Choice(cards.say(f"report_{r}"), f"report:{entry}:{r}", row=i) for i, r in enumerate(REPORT_REASONS)
    )
    return Reply("chat", blocks, (*reasons, Choice(cards.say("choice_back"), entry, row=9)))


def _reported(cards: Cards, entry: str, reason: str) -> Reply | None:
    if entry not in cards.knowledge.entries or reason not in REPORT_REASONS:
        return None
    return Reply(
        "chat", (Voice(cards.say("report_thanks")),), (Choice(cards.say("choice_back"), entry, row=9),)
    )


def _targets(cards: Cards) -> Reply:
    used = {t for s in cards.knowledge.sheets.values() if s.status == "active" for t in s.targets}
    known = [t for t in cards.knowledge.topics.targets if t.id in used]
    choices = tuple(Choice(t.title, f"target:{t.id}", row=i // 2) for i, t in enumerate(known))
    return _menu(cards, cards.say("targets_intro"), choices, cards.say("targets_title"))


def _menu(cards: Cards, text: str, choices: tuple[Choice, ...], heading: str = "") -> Reply:
    head = (Heading(heading),) if heading else ()
    contact = cards.contact(NEAREST_CONTACT)
    return Reply("answer", (*head, Voice(text)), choices, contact, (), contact.organisation)


def _unknown(cards: Cards) -> Reply:
    return replace(_menu(cards, cards.say("old_button"), theme_choices(cards)), kind="abstain")


def _organisations(cards: Cards) -> Reply:
    choices = tuple(cards.choice(o) for o in cards.knowledge.organisations)
    ordered = sorted(choices, key=lambda c: cards.knowledge.organisations[c.path].kind)
    rows = tuple(replace(c, row=i // 2) for i, c in enumerate(ordered))
    return _menu(cards, cards.say("organisations_intro"), rows, cards.say("organisations_title"))


def _sheet_list(cards: Cards, title: str, sheets: list[str]) -> Reply:
    choices = tuple(replace(cards.choice(s), row=i) for i, s in enumerate(sheets))
    reply = _menu(cards, cards.say("choose_sheet"), choices, title)
    return replace(reply, entries=tuple(sheets))


def _topic(cards: Cards, topic_id: str) -> Reply | None:
    topic = next((t for t in cards.knowledge.topics.topics if t.id == topic_id), None)
    sheets = [
        s.id
        for s in cards.knowledge.sheets.values()
        if s.status == "active" and topic_id in (s.topic, *s.other_topics)
    ]
    return _sheet_list(cards, topic.title, sheets) if topic else None


def _target(cards: Cards, target_id: str) -> Reply | None:
    target = next((t for t in cards.knowledge.topics.targets if t.id == target_id), None)
    sheets = [
        s.id for s in cards.knowledge.sheets.values() if s.status == "active" and target_id in s.targets
    ]
    return _sheet_list(cards, target.title, sheets) if target else None


def _need(cards: Cards, need_id: str) -> Reply | None:
    directory = cards.knowledge.collections.get(DIRECTORY)
    needs: tuple[Need, ...] = directory.needs if isinstance(directory, Collection) else ()
    need = next((n for n in needs if n.id == need_id), None)
    if need is None:
        return None
    reply = _sheet_list(cards, need.title, [e for e in need.entries if e in cards.knowledge.entries])
    if covered_by_actor(need, cards.knowledge):
        return reply
    return replace(reply, blocks=(*reply.blocks, Voice(cards.say("need_nobody"))))
