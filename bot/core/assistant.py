"""Start reading here. A question becomes a `Reply`:

    read it ─► look for emergencies ─► rank the entries ─► decide ─► compose

The assistant keeps no state: the conversation goes in and comes out.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.core import decision as decided
from bot.core.compose import compose
from bot.core.context import ENOUGH, Places, negated, without_refusals
from bot.core.conversation import Conversation
from bot.core.decision import Evidence, Ruling, decide, is_entry
from bot.core.followup import LEANING, LONGEST, SHORT, SUPPOSING, Names, context_bonus, read_followup
from bot.core.matching import CALM, OUT_OF_SCOPE, SMALL_TALK, Calm, Matcher, blend
from bot.core.model import Knowledge
from bot.core.pages import show_page
from bot.core.reply import Reply
from bot.core.safety import (
    Detector,
    SafetyNet,
    Sighting,
    asked_about,
    asks_what_it_is,
    becomes_personal,
    without_denials,
)
from bot.core.text import Query, Reader, normalise

logger = logging.getLogger(__name__)
SHOWN_SCORES = 5
BARE = 6  # words: a question this short that asks an aspect is about what was just shown
UNCLEAR = 0.5
WANTED_SHARE = 0.8  # of what is left of a question once its refusals are taken out
CLEARLY = 0.75  # a score from which a question has a subject of its own, whatever came before


class Assistant:
    """Answers questions about one knowledge base."""

    def __init__(self, knowledge: Knowledge, reader: Reader, matcher: Matcher, detector: Detector) -> None:
        self.knowledge = knowledge
        self.reader = reader
        self.matcher = matcher
        self.detector = detector
        self.names = Names(knowledge)
        self.places = Places(knowledge.vocabulary)
        self._net = SafetyNet(knowledge.emergencies)

    def reply_to(self, question: str, conversation: Conversation) -> tuple[Reply, Conversation]:
        """One reply, never none, and the conversation after it.

        Emergencies are looked for first. A fault further down is logged (without the question) and
        answered by declining: it never hides an emergency and never reaches the person.
        """
        sightings = self.look_for_emergencies(question, conversation)
        try:
            ruling, scores = self.decide(question, conversation, sightings)
            reply = compose(ruling.decision, self.knowledge, conversation, scores)
        except Exception:
            logger.exception("a question could not be answered")
            last_resort = _raised(sightings) if sightings else decided.Abstain()
            reply = compose(last_resort, self.knowledge, conversation)
        return reply, after(reply, conversation)

    def show(self, path: str, conversation: Conversation) -> tuple[Reply, Conversation]:
        """What a button or a deep link asks for (paths: core/pages.py). Never raises for a bad path."""
        if path.startswith("profile:"):
            conversation = conversation.addressed_as(
                "professionnel" if path == "profile:professionnel" else "jeune"
            )
            path = conversation.entries[0] if conversation.entries else "home"
        reply = show_page(path, self.knowledge, conversation)
        return reply, after(reply, conversation)

    def look_for_emergencies(self, question: str, conversation: Conversation) -> tuple[Sighting, ...]:
        """Emergencies in a question; if what was learnt fails, the signs alone still work."""
        try:
            query = self.reader.read(without_denials(question))
            seen = self.detector.look(query, self._calm(query))
            return seen or becomes_personal(query, conversation, self.knowledge)
        except Exception:
            logger.exception("the emergency detector failed; signs only")
            return self._net.look((normalise(question),))

    def _calm(self, query: Query) -> Calm:
        """What the ranking believes; a question about nothing when the ranking fails."""
        try:
            return self.matcher.calm(query)
        except Exception:
            logger.exception("the ranking failed; the emergency detector decides alone")
            return CALM

    def decide(
        self, question: str, conversation: Conversation, sightings: tuple[Sighting, ...] = ()
    ) -> tuple[Ruling, dict[str, float]]:
        """The decision about a question with the rule that made it, and the best scores by id."""
        if sightings:
            return Ruling("emergency", _raised(sightings)), {s.emergency: 1.0 for s in sightings}
        query = self.reader.read(question)
        if not query.words:
            return Ruling("empty", decided.Abstain()), {}
        evidence = self.evidence(query, conversation)
        scores = {m.entry: round(m.score, 4) for m in evidence.matches[:SHOWN_SCORES]}
        if about := self._number_asked_about(query, evidence):
            return Ruling("number", decided.Answer((about,))), scores
        followup = read_followup(self._wanted(query, least=1), conversation, self.knowledge, self.names)
        if followup and (not followup.view or self._leads_on(query, conversation)):
            return Ruling("follow-up", decided.Answer(followup.entries, followup.view)), scores
        return self._resolve(decide(evidence, self.knowledge), query, conversation, evidence), scores

    def _number_asked_about(self, query: Query, evidence: Evidence) -> str:
        """The emergency whose number is asked about as information, unless the question is clearly about
        another entry; "" when there is none."""
        about, sure = asked_about(query, self.knowledge)
        best = evidence.matches[0]
        unclear = best.score < (CLEARLY if sure else UNCLEAR)
        return about if unclear or asks_what_it_is(query) else ""

    def evidence(self, query: Query, conversation: Conversation) -> Evidence:
        """All that the decision rests on."""
        rejected = negated(query, self.names)
        bonus = context_bonus(query, conversation, self.knowledge)
        matches = self.matcher.match(query, bonus={e: b for e, b in bonus.items() if e not in rejected})
        wanted = self._wanted(query)
        if wanted is not query:
            matches = blend(matches, self.matcher.match(wanted), share=WANTED_SHARE)
        return Evidence(
            sightings=(), matches=matches, rejected=rejected, elsewhere=self.places.elsewhere(query)
        )

    def _wanted(self, query: Query, *, least: int = ENOUGH) -> Query:
        """The question without what it refuses; the same when it refuses nothing or when fewer than
        `least` words would be left."""
        wanted = without_refusals(query.question, least=least)
        return self.reader.read(wanted) if wanted else query

    def _resolve(
        self, ruling: Ruling, query: Query, conversation: Conversation, evidence: Evidence
    ) -> Ruling:
        """What a decision becomes when a subject is open: the last entry stays within reach.

        After one meaning of a word, « et pour la caution ? » asks for the other one. A choice offers the
        last entry first when the question leans on it, and is offered instead of declining unless the
        question is clearly about something else; a condition (« et si… ») may be one on the last entry.
        An entry that is refused gives its place to those it is related to.
        """
        last = self._within_reach(conversation, evidence)
        if not last or len(query.words) > LONGEST:
            return ruling
        refused = last != conversation.entries[:1]
        leaning = refused or bool(LEANING.search(query.text)) or len(query.words) <= SHORT
        match ruling.decision:
            case decided.Clarify(collection=collection) if collection:
                aside = evidence.rejected.union(conversation.entries[:1])
                others = tuple(m for m in self.knowledge.collections[collection].entries if m not in aside)
                if len(others) == 1 and query.text.startswith(("et ", "ok et ", "mais ", "alors ")):
                    return Ruling("follow-up", decided.Answer(others))
            case decided.Answer(entries=(other,)) if SUPPOSING.search(query.text) and other not in last:
                return replace(ruling, decision=decided.Clarify((*last, other)))
            case decided.Clarify(choices=choices, collection="") if leaning:
                return replace(
                    ruling, decision=decided.Clarify((*last, *(c for c in choices if c not in last))[:4])
                )
            case decided.Abstain(reason="unknown") if leaning and not is_elsewhere(evidence):
                near = tuple(m.entry for m in evidence.matches if is_entry(m.entry) and m.entry not in last)
                return Ruling("follow-up", decided.Clarify((*last, *near)[:3]))
        return ruling

    def _within_reach(self, conversation: Conversation, evidence: Evidence) -> tuple[str, ...]:
        """The last entry shown, or what it is related to when the question refuses it."""
        last = conversation.entries[:1]
        if not evidence.rejected.intersection(last):
            return last
        sheet = self.knowledge.sheets.get(last[0])
        return tuple(e for e in sheet.related if e not in evidence.rejected)[:2] if sheet else ()

    def _leads_on(self, query: Query, conversation: Conversation) -> bool:
        """Whether the question, read alone, is about nothing else: neither another entry nor small talk."""
        alone = self.matcher.match(query)[0]
        if alone.entry.startswith(SMALL_TALK):
            return alone.score < 0.4
        if alone.entry == OUT_OF_SCOPE and (len(query.words) <= BARE or SUPPOSING.search(query.text)):
            return True  # « ça coûte ? », « et si j'ai 31 ans ? » have no subject of their own
        return alone.score < CLEARLY or alone.entry in conversation.entries


def is_elsewhere(evidence: Evidence) -> bool:
    """Whether the ranking is sure that the question is out of scope."""
    return any(m.entry == OUT_OF_SCOPE and m.score > CLEARLY for m in evidence.matches)


def _raised(sightings: tuple[Sighting, ...]) -> decided.Emergency:
    return decided.Emergency(tuple(s.emergency for s in sightings))


def after(reply: Reply, conversation: Conversation) -> Conversation:
    """The conversation once `reply` has been given."""
    if reply.kind == "abstain":
        # One question aside does not lose the subject; two in a row do.
        kept = conversation if conversation.abstentions == 0 else conversation.forget()
        return replace(kept, offered=(), abstentions=conversation.abstentions + 1)
    if reply.kind == "chat" or not reply.entries:
        return replace(conversation, abstentions=0)
    offered = reply.entries if reply.kind == "clarify" else ()
    return Conversation(conversation.profile, reply.entries, reply.organisation, offered)
