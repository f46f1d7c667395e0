"""What the bot knows: frozen records, one class per folder of `knowledge/`.

Every class forbids unknown keys and describes its fields in French, because these
descriptions are what editors read: the loader, the JSON Schemas and the editor's
completion all come from here. The `id` of an entry is its file name and never stands
inside the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EntryId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$")]
Text = Annotated[str, Field(min_length=1)]
PartialDate = Annotated[str, Field(pattern=r"^$|^\d{4}(-\d{2}(-\d{2})?)?$")]
Profile = Literal["jeune", "professionnel"]
Confidence = Literal["officielle", "copie", "secondaire"]
Status = Literal["active", "retirée"]


class Record(BaseModel):
    """Base of every record: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Record):
    """A sentence in the bot's own voice, in both forms of address."""

    tu: Text = Field(description="Ce que lit un jeune (tutoiement).")
    vous: Text = Field(description="Ce que lit un professionnel (vouvoiement).")

    def to(self, profile: Profile | None) -> str:
        """The form of address of `profile`; people of unknown profile are addressed as young."""
        return self.vous if profile == "professionnel" else self.tu


class Source(Record):
    """Where a fact was read, when, and how far it can be trusted."""

    id: EntryId = Field(description="Un nom court, pour que chaque fait puisse dire d'où il vient.")
    title: Text = Field(description="Le nom de la page ou du document, tel qu'on le montre.")
    url: str = Field("", description="L'adresse complète, en https. Vide si elle n'est pas connue.")
    source_date: PartialDate = Field(
        "", description="La date de la source : 2024, 2024-04 ou 2024-04-17. Vide si non datée."
    )
    consulted_on: date = Field(description="Le jour où la source a été lue, comme 2026-11-22.")
    confidence: Confidence = Field(
        description="officielle : page de l'organisme ou de l'État ; copie : copie d'une page "
        "officielle ; secondaire : presse, association ou guide (affiché « à vérifier »)."
    )


class Fact(Record):
    """One fact, one source."""

    fact: Text = Field(description="Un seul fait, en une phrase simple, sans « tu » ni « vous ».")
    source: EntryId = Field(description="Le nom court (id) d'une source de cette fiche.")


class Link(Record):
    label: Text = Field(description="Ce qui est écrit sur le lien.")
    url: Text = Field(description="L'adresse complète, en https.")


class Phone(Record):
    number: Text = Field(description="Le numéro, écrit comme on le lit : 09 70 80 08 00.")
    label: str = Field("", description="Une précision courte : « appel non surtaxé ».")
    source: EntryId = Field(description="Le nom court (id) d'une source de cette fiche.")


class Organisation(Record):
    """An actor of the partnership, or a relay outside the four."""

    id: EntryId
    name: Text = Field(description="Le nom complet, tel qu'on le montre.")
    kind: Literal["acteur", "relais"] = Field(
        description="acteur : un des quatre du document ; relais : les autres organismes."
    )
    names: tuple[Text, ...] = Field(
        (), description="Comment on le nomme aussi : « agglo », « hba ». Sert à reconnaître l'organisme."
    )
    role: Text = Field(description="Ce que fait l'organisme, en une phrase simple.")
    details: tuple[Fact, ...] = Field((), description="Les faits connus, un par ligne.")
    phones: tuple[Phone, ...] = Field((), description="Les téléphones vérifiables seulement.")
    site: str = Field("", description="Le site officiel, en https. Vide : « non vérifié ».")
    links: tuple[Link, ...] = Field((), description="Les autres pages utiles.")
    email: str = Field("", description="Vide tant que personne ne l'a vérifié.")
    address: str = Field("", description="Vide tant que personne ne l'a vérifiée.")
    hours: str = Field("", description="Vide tant que personne ne les a vérifiés.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Les sources des faits.")
    verified_on: date | None = Field(
        None, description="Le jour où l'organisme a confirmé la fiche. Vide tant que ce n'est pas fait."
    )


class Statement(Record):
    """A quotation of the source document, byte for byte (*parole*)."""

    id: EntryId
    quote: Text = Field(description="La citation exacte, sans guillemets autour, jamais retouchée.")
    speaker: Text = Field(description="La personne citée, écrite comme dans le document.")
    organisation: str = Field("", description="L'organisme de la personne. Vide pour un auteur.")
    survey_question: EntryId = Field(description="La question posée : survey.definition, …")
    work: str = Field("", description="L'ouvrage cité, pour un auteur.")
    themes: tuple[Text, ...] = Field((), description="Les thèmes de la parole, en un ou deux mots.")
    status: Status = Field("active", description="retirée : n'est plus jamais montrée.")


Area = Literal["national", "auvergne-rhone-alpes", "ain", "haut-bugey"]


class Sheet(Record):
    """A sourced fact sheet on one scheme or service (*fiche*)."""

    id: EntryId
    title: Text = Field(max_length=60, description="Un titre qu'un jeune comprend.")
    names: tuple[Text, ...] = Field(
        (), description="Les noms du dispositif : « visale », « garantie visale ». Pas les questions."
    )
    organisation: EntryId = Field(description="L'organisme à contacter en premier.")
    topic: EntryId = Field(description="Le thème principal, un code de topics.yaml.")
    other_topics: tuple[EntryId, ...] = Field((), description="Les autres thèmes, s'il y en a.")
    audience: Literal["tous", "professionnel"] = Field(
        "tous", description="professionnel : fiche utile surtout aux professionnels."
    )
    targets: tuple[str, ...] = Field((), description="Pour qui : des codes de topics.yaml (targets).")
    area: Area = Field("national", description="Là où la fiche est vraie.")
    summary: Text = Field(
        max_length=300, description="L'essentiel en phrases courtes et simples, 300 caractères au plus."
    )
    mechanism: tuple[Fact, ...] = Field(
        (), description="Pour les professionnels : comment ça marche, qui paie, qui décide."
    )
    details: tuple[Fact, ...] = Field(min_length=1, description="Un fait par ligne, avec sa source.")
    steps: tuple[Text, ...] = Field(
        min_length=1, description="Quoi faire, dans l'ordre ; la première chose à faire d'abord."
    )
    phones: tuple[Phone, ...] = Field((), description="Le numéro du dispositif, s'il en a un à lui.")
    links: tuple[Link, ...] = Field((), description="Les pages où aller.")
    related: tuple[EntryId, ...] = Field((), description="Les fiches proches, à proposer ensuite.")
    sources: tuple[Source, ...] = Field(min_length=1, description="D'où viennent les faits.")
    verified_on: date | None = Field(
        None, description="Le jour où l'organisme a confirmé la fiche. Vide tant que ce n'est pas fait."
    )
    status: Status = Field("active", description="retirée : n'est plus jamais montrée.")


class EmergencyNumber(Record):
    number: Text = Field(description="Le numéro à appeler, affiché en premier.")
    label: Text = Field(description="Quand l'appeler, en quelques mots.")
    source: EntryId = Field(description="Le nom court (id) d'une source de cette fiche.")


class Emergency(Record):
    """What must be shown before anything else."""

    id: EntryId
    title: Text = Field(description="Le nom court de l'urgence.")
    rank: int = Field(ge=1, description="L'ordre quand il y en a plusieurs : 1 passe devant.")
    numbers: tuple[EmergencyNumber, ...] = Field(min_length=1, description="Les numéros, dans l'ordre.")
    advice: Message = Field(description="Une phrase courte, juste sous le numéro.")
    details: tuple[Fact, ...] = Field((), description="Ce qu'il est utile de savoir ensuite.")
    links: tuple[Link, ...] = Field((), description="Les pages où aller.")
    signs: tuple[Text, ...] = Field(
        (),
        description="Des suites de mots qui suffisent à reconnaître l'urgence, même en panne : "
        "« dors dehors ». Une étoile remplace la fin d'un mot ; « … » saute quelques mots.",
    )
    sources: tuple[Source, ...] = Field(min_length=1, description="D'où viennent les numéros.")
    verified_on: date | None = Field(None, description="Vide tant que personne n'a confirmé.")


class Need(Record):
    """One line of *qui fait quoi*: a need and the sheets that answer it."""

    id: EntryId
    title: Text = Field(description="Le besoin, dit comme on le dit.")
    entries: tuple[EntryId, ...] = Field(min_length=1, description="Les fiches qui y répondent.")


class Collection(Record):
    """Several entries shown together."""

    id: EntryId
    kind: Literal["enquête", "choix", "annuaire"] = Field(
        description="enquête : toutes les réponses à une question ; choix : un mot qui a plusieurs "
        "sens ; annuaire : qui fait quoi."
    )
    title: Text = Field(description="Le titre affiché.")
    question: str = Field("", description="La question exacte de l'enquête, comme dans le document.")
    intro: Message | None = Field(None, description="Une phrase du bot avant la liste.")
    entries: tuple[EntryId, ...] = Field((), description="Ce qui est montré, dans l'ordre.")
    needs: tuple[Need, ...] = Field((), description="Les besoins (annuaire seulement).")


class Topic(Record):
    id: EntryId
    title: Text = Field(description="Le thème, tel qu'on le montre.")


class Target(Record):
    id: EntryId
    title: Text = Field(description="Pour qui : « Apprenti·e ou alternant·e ».")


class Topics(Record):
    """`topics.yaml`: the closed lists that sheets refer to."""

    topics: tuple[Topic, ...] = Field(min_length=1, description="Les thèmes.")
    targets: tuple[Target, ...] = Field(min_length=1, description="Les publics.")


class SmallTalk(Record):
    """One kind of small talk, how people say it and the one line answered."""

    id: EntryId
    reply: Message = Field(description="Une ligne, aimable.")
    phrasings: tuple[Text, ...] = Field(min_length=1, description="Les façons de le dire.")


class OutOfScope(Record):
    """`out_of_scope.yaml`: what the bot must decline."""

    phrasings: tuple[Text, ...] = Field(min_length=1, description="Des questions à décliner.")


class FalseAlarms(Record):
    """`false_alarms.yaml`: emergency words without an emergency; negatives of the detector."""

    phrasings: tuple[Text, ...] = Field(min_length=1, description="Des phrases sans urgence.")


class Phrasings(Record):
    """`phrasings/<id>.yaml`: the ways of asking for one entry (`a+b.yaml`: for several emergencies)."""

    phrasings: tuple[Text, ...] = Field(
        min_length=1, description="Les façons de demander, une par ligne, telles que les gens les écrivent."
    )


class Vocabulary(Record):
    """`vocabulary.yaml`: how words are written in texts, and what they mean."""

    words: Mapping[str, Text] = Field(description="mot écrit: mot compris (SMS, argot, autre langue).")
    places_elsewhere: tuple[Text, ...] = Field(
        (), description="Des lieux hors du territoire, pour ne pas promettre une aide locale."
    )
    places_here: tuple[Text, ...] = Field((), description="Les communes et lieux du Haut-Bugey.")


Entry = Statement | Sheet | Organisation | Emergency | Collection


class Knowledge(Record):
    """The whole base, read-only. Mappings keep the order of the ids."""

    organisations: Mapping[str, Organisation]
    statements: Mapping[str, Statement]
    sheets: Mapping[str, Sheet]
    emergencies: Mapping[str, Emergency]
    collections: Mapping[str, Collection]
    topics: Topics
    messages: Mapping[str, Message]
    vocabulary: Vocabulary
    small_talk: Mapping[str, SmallTalk]
    out_of_scope: OutOfScope
    false_alarms: FalseAlarms
    phrasings: Mapping[str, tuple[str, ...]]
    fingerprint: str = Field("", description="Digest of every file read: names this version of the base.")

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry that can be shown, by id; withdrawn ones are absent."""
        shown: dict[str, Entry] = {**self.organisations}
        shown |= {i: s for i, s in self.statements.items() if s.status == "active"}
        shown |= {i: s for i, s in self.sheets.items() if s.status == "active"}
        return {**shown, **self.emergencies, **self.collections}

    def say(self, key: str, profile: Profile | None = None, **values: object) -> str:
        """The message `key` of messages.yaml, in the form of address of `profile`.

        `values` fill the `{name}` places of the text. Raises KeyError for an unknown key.
        """
        return self.messages[key].to(profile).format(**values)
