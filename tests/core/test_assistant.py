"""The shape of done, as tables and dialogues on the base that is served."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.model import Knowledge
from bot.core.reply import Quotation, Reply

GO_FURTHER = tuple(
    f"{o}.aller-plus-loin"
    for o in ("form-toit", "action-logement", "haut-bugey-agglomeration", "caf-de-l-ain")
)


def last(assistant: Assistant, *turns: str, conversation: Conversation | None = None) -> Reply:
    """The reply to the last of some turns."""
    state = conversation or Conversation()
    for turn in turns:
        reply, state = assistant.reply_to(turn, state)
    return reply


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("j'ai pas de garant", "visale"),
        ("g pa de garan", "visale"),
        ("jsuis apprenti c koi laide pr le loyer", "mobili-jeune"),
        ("cb d'apl", "aides-au-logement"),
        ("que dit la caf du partenariat", "caf-de-l-ain.definition"),
        ("qui parle d'interlocuteur unique", "action-logement.aller-plus-loin"),
    ],
)
def test_questions_find_their_entry(assistant: Assistant, question: str, entry: str) -> None:
    reply = last(assistant, question)
    assert (reply.kind, reply.entries[:1]) == ("answer", (entry,))


def test_a_survey_question_shows_the_four_actors_in_the_order_of_the_document(assistant: Assistant) -> None:
    assert last(assistant, "les 4 acteurs, comment aller plus loin ?").entries == GO_FURTHER


def test_who_does_what_shows_the_directory(assistant: Assistant) -> None:
    reply = last(assistant, "qui fait quoi")
    assert reply.kind == "answer"
    assert {"action-logement", "caf-de-l-ain", "form-toit", "haut-bugey-agglomeration"} <= set(reply.entries)


def test_advance_of_the_deposit_or_a_choice_with_the_guarantor(assistant: Assistant) -> None:
    reply = last(assistant, "ki peut mavancer la caution")
    assert reply.entries[0] == "loca-pass" or set(reply.entries) == {"loca-pass", "visale"}


def test_caution_alone_is_a_choice_between_its_two_meanings(assistant: Assistant) -> None:
    reply = last(assistant, "caution")
    assert (reply.kind, set(reply.entries)) == ("clarify", {"loca-pass", "visale"})


def test_out_of_scope_is_declined(assistant: Assistant) -> None:
    assert last(assistant, "recette de la tarte aux pommes").kind == "abstain"


def test_thanks_are_chat(assistant: Assistant) -> None:
    assert last(assistant, "merci !").kind == "chat"


@pytest.mark.parametrize(
    ("turns", "entry"),
    [
        (("c'est quoi visale", "et pour la caution ?"), "loca-pass"),
        (("comment Form'Toit définit le partenariat", "et la CAF ?"), "caf-de-l-ain.definition"),
        (("visale c koi", "comment on fait ?"), "visale"),
        (("mobili-jeune", "et leur numéro ?"), "mobili-jeune"),
        (("visale c koi", "cb d'apl"), "aides-au-logement"),
    ],
)
def test_follow_ups(assistant: Assistant, turns: tuple[str, ...], entry: str) -> None:
    assert last(assistant, *turns).entries[0] == entry


def test_the_others_are_the_three_other_actors(assistant: Assistant) -> None:
    reply = last(assistant, "la définition du partenariat de Jérémy Gourdon", "et les autres ?")
    assert set(reply.entries) == {
        "action-logement.definition",
        "haut-bugey-agglomeration.definition",
        "caf-de-l-ain.definition",
    }


def test_a_new_subject_forgets_the_last_one(assistant: Assistant) -> None:
    assert last(assistant, "c quoi locapass", "une bonne pizzeria a oyonnax ?").kind == "abstain"


def test_an_emergency_is_seen_in_a_follow_up(assistant: Assistant) -> None:
    assert last(assistant, "c'est quoi visale", "en fait je dors dehors ce soir").kind == "emergency"


def test_after_two_refusals_people_are_offered_instead_of_questions(assistant: Assistant) -> None:
    reply = last(assistant, "recette de crêpes", "le score du match d'hier", "quel film ce soir au ciné")
    assert reply.kind == "abstain"
    assert {c.path for c in reply.choices} <= set(assistant.knowledge.organisations)


def test_a_refused_scheme_is_not_answered_first(assistant: Assistant) -> None:
    assert last(assistant, "visale jen veu PAS, c koi les autres solutions").entries[:1] != ("visale",)


@pytest.mark.parametrize(
    ("turns", "shown"),
    [
        # What is refused of a statement leaves what is wanted of it.
        (
            ("que dit la CAF du partenariat ?", "non pas sa définition, les apports"),
            ("caf-de-l-ain.apports",),
        ),
        # A condition is one on the last entry when it has no subject of its own.
        (("c'est quoi loca-pass", "et si je suis fonctionnaire ?"), ("loca-pass",)),
        (("mobili-jeune c'est quoi", "et si mon patron il a une ferme ?"), ("mobili-jeune",)),
    ],
)
def test_follow_ups_that_refuse_or_suppose(
    assistant: Assistant, turns: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    reply = last(assistant, *turns)
    assert (reply.kind, reply.entries) == ("answer", shown)


def test_a_refused_entry_gives_its_place_to_its_relatives(assistant: Assistant) -> None:
    reply = last(assistant, "comment avancer mon dépôt de garantie ?", "pas loca-pass, ils ont dit non")
    related = assistant.knowledge.sheets["loca-pass"].related
    assert reply.kind in ("answer", "clarify")
    assert "loca-pass" not in reply.entries
    assert set(reply.entries) & set(related)


def test_the_other_meaning_is_never_the_refused_one(assistant: Assistant) -> None:
    reply = last(assistant, "c'est quoi visale", "et la caution c'est quoi, visale j'en veux pas")
    assert "visale" not in reply.entries


@pytest.mark.parametrize("profile", ["jeune", "professionnel", None])
def test_both_profiles_read_the_same_entry(assistant: Assistant, profile: str | None) -> None:
    conversation = Conversation(profile=profile)  # type: ignore[arg-type]
    assert last(assistant, "c'est quoi visale", conversation=conversation).entries == ("visale",)


def test_an_unknown_path_is_answered_kindly(assistant: Assistant) -> None:
    reply, _ = assistant.show("une-fiche-disparue/steps", Conversation())
    assert reply.kind == "abstain"
    assert reply.blocks


def test_every_entry_can_be_shown_and_ends_on_a_contact(assistant: Assistant, knowledge: Knowledge) -> None:
    for entry in knowledge.entries:
        for profile in ("jeune", "professionnel"):
            reply, _ = assistant.show(entry, Conversation(profile=profile))
            assert reply.blocks, entry
            assert reply.contact or entry in knowledge.emergencies, entry


def test_nothing_but_statements_is_ever_quoted(assistant: Assistant, knowledge: Knowledge) -> None:
    quotes = {s.quote for s in knowledge.statements.values()}
    for entry in knowledge.entries:
        for view in ("", "/details", "/steps", "/contact", "/words", "/near", "/report"):
            reply, _ = assistant.show(entry + view, Conversation())
            assert {b.text for b in reply.blocks if isinstance(b, Quotation)} <= quotes


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
@example("")
@example("🙏")
@example("a" * 4000)
@example("<b>")
@example("\x00\x1f\u202e")
@example("мне нужна квартира")
def test_any_text_gets_exactly_one_reply(assistant: Assistant, text: str) -> None:
    reply, conversation = assistant.reply_to(text, Conversation())
    assert reply.blocks
    assert len(reply.entries) <= 9
    assert all(len(c.path.encode()) <= 60 for c in reply.choices)
    again, _ = assistant.reply_to(text, conversation)
    assert again.blocks
