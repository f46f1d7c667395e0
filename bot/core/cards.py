"""The pieces that replies are made of: cards of entries, contacts, sources, in both addresses.

Young people read the first step first; professionals read the mechanism, the conditions, the
source and its date at once. Nothing is said that the base does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.model import (
    Collection,
    Emergency,
    Entry,
    Fact,
    Knowledge,
    Organisation,
    Phone,
    Profile,
    Sheet,
    Source,
    Statement,
)
from bot.core.reply import (
    Block,
    Choice,
    Contact,
    FactLine,
    Heading,
    LinkLine,
    Number,
    Quotation,
    SourceLine,
    Steps,
    Voice,
)

NEAREST_CONTACT = "haut-bugey-agglomeration"  # the local information point (sheet information-haut-bugey)
HUMAN_CONTACTS = (NEAREST_CONTACT, "mission-locale", "adil-ain")
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def spoken_date(date: str) -> str:
    """An ISO date, whole or partial, as it is said: 2022-04-05 → « 5 avril 2022 »."""
    parts = date.split("-")
    if len(parts) == 1:
        return date
    month = _MONTHS[int(parts[1]) - 1]
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    day = "1er" if parts[2] == "01" else str(int(parts[2]))
    return f"{day} {month} {parts[0]}"


def title_of(entry: Entry, knowledge: Knowledge) -> str:
    """How an entry is named on a button or in a list."""
    match entry:
        case Statement(organisation="", speaker=speaker):
            return speaker
        case Statement():
            question = knowledge.collections[entry.survey_question].title
            return f"{knowledge.organisations[entry.organisation].name} : {question}"
        case Organisation(name=name):
            return name
        case Sheet(title=title) | Emergency(title=title) | Collection(title=title):
            return title


@dataclass(frozen=True, slots=True)
class Cards:
    """Builds blocks for one base and one form of address."""

    knowledge: Knowledge
    profile: Profile | None

    def say(self, key: str, **values: object) -> str:
        """A message of the bot in the right form of address."""
        return self.knowledge.say(key, self.profile, **values)

    # -- statements -----------------------------------------------------------------------------

    def quotation(self, statement: Statement) -> Quotation:
        """The only way a quotation is made: the statement's own bytes."""
        organisation = self.knowledge.organisations.get(statement.organisation)
        return Quotation(
            entry=statement.id,
            text=statement.quote,
            speaker=statement.speaker,
            organisation=organisation.name if organisation else "",
            question=self.knowledge.collections[statement.survey_question].question,
            work=statement.work,
        )

    def statement(self, statement: Statement) -> tuple[Block, ...]:
        """One statement, with the document it comes from."""
        return (self.quotation(statement), SourceLine(self.say("source_document"), "", ""))

    # -- sheets ---------------------------------------------------------------------------------

    def sheet(self, sheet: Sheet) -> tuple[Block, ...]:
        """The card of a sheet, as its profile reads it first."""
        head: tuple[Block, ...] = (
            Heading(sheet.title),
            FactLine(sheet.summary, self._doubt(sheet), lead=True),
        )
        if self.profile == "professionnel":
            facts = sheet.mechanism + sheet.details
            return head + self.facts(facts, sheet.sources) + self.sources(sheet.sources)
        return (*head, Voice(self.say("first_step", step=sheet.steps[0])), *self.sources(sheet.sources[:1]))

    def details(self, sheet: Sheet) -> tuple[Block, ...]:
        """Every fact with its source and date."""
        title = Heading(f"{sheet.title} — {self.say('details_title').lower()}")
        facts = self.facts(sheet.details + sheet.mechanism, sheet.sources)
        return (title, *facts, Voice(self.say("no_verdict")), *self.sources(sheet.sources))

    def steps(self, sheet: Sheet) -> tuple[Block, ...]:
        """What to do, in order, and where."""
        title = Heading(f"{sheet.title} — {self.say('steps_title').lower()}")
        return (title, Steps(sheet.steps), *(LinkLine(link.label, link.url) for link in sheet.links))

    def facts(self, facts: Sequence[Fact], sources: Sequence[Source]) -> tuple[Block, ...]:
        """Fact lines; those of a secondary source are marked « à vérifier »."""
        weak = {s.id for s in sources if s.confidence == "secondaire"}
        return tuple(FactLine(f.fact, self.say("to_verify") if f.source in weak else "") for f in facts)

    def sources(self, sources: Sequence[Source]) -> tuple[Block, ...]:
        """One line a source: title, address, its date and the day it was read."""
        return tuple(SourceLine(s.title, s.url, self._dated(s)) for s in sources)

    def _dated(self, source: Source) -> str:
        date = source.source_date
        own = self.say("source_dated", date=spoken_date(date)) if date else self.say("undated")
        read = self.say("source_consulted", date=spoken_date(source.consulted_on.isoformat()))
        return f"{own}, {read}"

    def _doubt(self, sheet: Sheet) -> str:
        """« à vérifier » beside a summary when every source of the sheet is secondary."""
        weak = all(s.confidence == "secondaire" for s in sheet.sources)
        return self.say("to_verify") if weak else ""

    # -- organisations and contacts ---------------------------------------------------------------

    def organisation(self, organisation: Organisation) -> tuple[Block, ...]:
        """The card of an organisation: what it does, what is known of it."""
        facts = self.facts(organisation.details, organisation.sources)
        role = FactLine(organisation.role, self._doubt_of(organisation), lead=True)
        return (Heading(organisation.name), role, *facts, *self.sources(organisation.sources))

    def _doubt_of(self, organisation: Organisation) -> str:
        weak = all(s.confidence == "secondaire" for s in organisation.sources)
        return self.say("to_verify") if weak else ""

    def contact(self, organisation_id: str, sheet: Sheet | None = None) -> Contact:
        """Whom to contact: known fields only; what nobody confirmed is listed as such.

        The number of a sheet's own scheme stands before the organisation's.
        """
        organisation = self.knowledge.organisations[organisation_id]
        fields = {
            "label_email": organisation.email,
            "label_address": organisation.address,
            "label_hours": organisation.hours,
        }
        own = sheet.phones if sheet else ()
        lines = [self._phone_line(p, sheet.sources) for p in own] if sheet else []
        lines += [self._phone_line(p, organisation.sources) for p in organisation.phones]
        lines += [(self.say("label_site"), organisation.site)] if organisation.site else []
        lines += [(link.label, link.url) for link in organisation.links]
        lines += [(self.say(k), v) for k, v in fields.items() if v]
        missing = [] if organisation.phones or own else ["label_phone"]
        missing += [] if organisation.site or organisation.links else ["label_site"]
        missing += [k for k, v in fields.items() if not v]
        return Contact(
            organisation=organisation_id,
            name=organisation.name,
            lines=tuple(lines),
            unverified=tuple(self.say(k).lower() for k in missing),
            copyable=self._copyable(own + organisation.phones, organisation.site),
        )

    def _phone_line(self, phone: Phone, sources: Sequence[Source]) -> tuple[str, str]:
        weak = any(s.id == phone.source and s.confidence == "secondaire" for s in sources)
        notes = [n for n in (phone.label, self.say("to_verify_short") if weak else "") if n]
        return self.say("label_phone"), phone.number + (f" ({', '.join(notes)})" if notes else "")

    def _copyable(self, phones: Sequence[Phone], site: str) -> tuple[tuple[str, str], ...]:
        numbers = tuple((p.number, p.number.replace(" ", "")) for p in phones)
        return numbers + (((self.say("label_site"), site),) if site else ())

    # -- emergencies --------------------------------------------------------------------------------

    def emergency(self, emergency: Emergency) -> Iterator[Block]:
        """Numbers first, then one short sentence."""
        for number in emergency.numbers:
            yield Number(number.number, number.label)
        yield Voice(emergency.advice.to(self.profile))

    def emergency_sheet(self, emergency: Emergency) -> tuple[Block, ...]:
        """The same as information: numbers, what is known, sources."""
        numbers = tuple(Number(n.number, n.label) for n in emergency.numbers)
        facts = self.facts(emergency.details, emergency.sources)
        links = tuple(LinkLine(link.label, link.url) for link in emergency.links)
        return (Heading(emergency.title), *numbers, *facts, *links, *self.sources(emergency.sources))

    # -- choices ------------------------------------------------------------------------------------

    def choice(self, entry_id: str) -> Choice:
        """A button for an entry; a sheet says whom it sends to."""
        entry = self.knowledge.entries[entry_id]
        label = title_of(entry, self.knowledge)
        if isinstance(entry, Sheet):
            label = f"{label} · {self.knowledge.organisations[entry.organisation].name}"
        return Choice(label, entry_id)
