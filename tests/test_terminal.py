"""The terminal: what is drawn, how a conversation is held, what a pipe or a strange encoding does to it."""

import io
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation import Conversation
from bot.core.reply import (
    Choice,
    Contact,
    FactLine,
    Heading,
    LinkLine,
    Number,
    Quotation,
    Reply,
    SourceLine,
    Steps,
    Voice,
)
from bot.drawing import BAR, columns, render_text, wrap
from bot.terminal import converse, decode, read_lines

NBSP = "\u00a0"


def say(key: str, /, **values: object) -> str:
    """A message that shows its key and what fills it."""
    return " ".join([key, *map(str, values.values())])


CARD = Reply(
    "answer",
    (
        Heading("Visale"),
        FactLine("Garantie gratuite d’Action Logement pour louer.", lead=True),
        FactLine("Le bailleur peut refuser.", "à vérifier"),
        FactLine("À demander avant de signer."),
        Steps(("Faire le test sur le site.", "Envoyer le visa au bailleur.")),
        LinkLine("Le test", "https://www.visale.fr/une-adresse-bien-trop-longue-pour-tenir"),
        SourceLine("Visale", "https://www.visale.fr", "non datée"),
        SourceLine("Le document.", "", ""),
    ),
    (
        Choice("Détails", "visale/details", 1),
        Choice("Étapes", "visale/steps", 1),
        Choice("Accueil", "home", 2),
    ),
    Contact("action-logement", "Action Logement", (("Site", "https://www.actionlogement.fr"),), ("adresse",)),
)

DRAWN_CARD = """\
Visale
──────

Garantie gratuite d’Action Logement
pour louer.

• Le bailleur peut refuser. (à
  vérifier)
• À demander avant de signer.

1. Faire le test sur le site.
2. Envoyer le visa au bailleur.

→ Le test~:
  https://www.visale.fr/une-adresse-bien-trop-longue-pour-tenir

source_label~: Visale (non datée)
  https://www.visale.fr
Le document.

[1] Détails   [2] Étapes
[3] Accueil

contact_label~: Action Logement
  Site~:
    https://www.actionlogement.fr
  unverified_label~: adresse""".replace("~", NBSP)


def test_draws_a_card() -> None:
    assert render_text(CARD, 36, say) == DRAWN_CARD


def test_an_emergency_shows_its_numbers_first() -> None:
    reply = Reply("emergency", (Number("115", "Sans abri, gratuit."), Voice("Rappelle si c’est occupé.")))
    first, second, *_ = render_text(reply, 30, say).splitlines()
    assert "115" in first
    assert second == "Sans abri, gratuit."


QUOTED = Quotation(
    entry="caf-de-l-ain.definition",
    text="Le partenariat, c’est travailler ensemble et *in fine* mieux répondre aux jeunes.",
    speaker="Angélique JACQUET",
    organisation="CAF de l’Ain",
    question="Comment définiriez-vous le partenariat ?",
    work="",
)


def test_a_quotation_is_set_off_and_signed() -> None:
    lines = render_text(Reply("answer", (QUOTED,)), 40, say).splitlines()
    words = " ".join(line.removeprefix(BAR) for line in lines if line.startswith(BAR))
    assert words == f"«{NBSP}{QUOTED.text}{NBSP}»"
    assert lines[0].startswith("quote_survey")
    assert lines[-1] == "— Angélique JACQUET, CAF de l’Ain"


def test_an_author_is_signed_with_the_work() -> None:
    author = replace(QUOTED, organisation="", work="Un ouvrage")
    lines = render_text(Reply("answer", (author,)), 60, say).splitlines()
    assert lines[0].startswith("quote_heading")
    assert lines[-1] == "— Angélique JACQUET, Un ouvrage"


def test_styles_are_added_around_the_same_words() -> None:
    reply = replace(CARD, blocks=(*CARD.blocks, replace(QUOTED, text="Et *in fine* voilà.")))
    styled = render_text(reply, 60, say, styled=True)
    assert "\x1b[1mVisale\x1b[0m" in styled
    assert "\x1b[3min fine\x1b[0m" in styled
    bare = styled.replace("\x1b[3min fine\x1b[0m", "*in fine*")
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m"):
        bare = bare.replace(code, "")
    assert bare == render_text(reply, 60, say)


texts = st.text(max_size=200).filter(lambda text: "://" not in text)
any_block = st.one_of(
    st.builds(Heading, texts),
    st.builds(Voice, texts),
    st.builds(FactLine, texts, texts, st.booleans()),
    st.builds(SourceLine, texts, texts, texts),
    st.builds(Steps, st.lists(texts, max_size=12).map(tuple)),
    st.builds(Number, st.sampled_from(["115", "3919", "0 805 160 075"]), texts),
    st.builds(LinkLine, texts, texts),
    st.builds(Quotation, texts, texts, texts, texts, texts, texts),
)
any_reply = st.builds(
    Reply,
    st.just("answer"),
    st.lists(any_block, max_size=5).map(tuple),
    st.lists(st.builds(Choice, texts, st.just("home"), st.integers(0, 2)), max_size=12).map(tuple),
    st.none() | st.builds(Contact, texts, texts, st.lists(st.tuples(texts, texts), max_size=3).map(tuple)),
)


@given(any_reply, st.integers(30, 88))
def test_every_line_fits_and_nothing_drives_the_terminal(reply: Reply, width: int) -> None:
    drawn = render_text(reply, width, say)
    assert all(columns(line) <= width for line in drawn.split("\n"))
    assert not any(ord(character) < 32 for character in drawn if character != "\n")
    drawn.encode("utf-8")


@given(texts)
def test_wrapping_loses_no_visible_character(text: str) -> None:
    kept = "".join(wrap(text.replace("\n", " "), 30)).replace(" ", "")
    assert kept.isprintable() or kept
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_wide_character_counts_twice_and_an_accent_not_at_all() -> None:
    assert columns("日本") == 4
    assert columns("e\u0301té") == 3


class StandInKnowledge:
    def say(self, key: str, profile: str | None = None, **values: object) -> str:
        return f"{key} ({profile})"


@dataclass
class StandIn:
    """Answers with an echo and two choices; remembers what was tapped and asked."""

    knowledge: StandInKnowledge = field(default_factory=StandInKnowledge)
    asked: list[tuple[str, int]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def reply_to(self, question: str, conversation: Conversation) -> tuple[Reply, Conversation]:
        self.asked.append((question, conversation.abstentions))
        choices = (Choice("Détails", "visale/details"), Choice("Étapes", "visale/steps"))
        heard = replace(conversation, abstentions=conversation.abstentions + 1)
        return Reply("answer", (Voice(f"écho : {question}"),), choices), heard

    def show(self, path: str, conversation: Conversation) -> tuple[Reply, Conversation]:
        self.shown.append(path)
        profile: Any = path.partition(":")[2] or conversation.profile
        choices = (Choice("Jeune", "profile:jeune"), Choice("Pro", "profile:professionnel"))
        reply = Reply("answer", (Voice(f"page : {path}"),), choices if path == "profile" else ())
        return reply, replace(conversation, profile=profile)


def hold(*lines: str) -> StandIn:
    assistant = StandIn()
    converse(assistant, lines)  # type: ignore[arg-type]
    return assistant


def test_a_conversation_goes_on_until_the_lines_end(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = hold("c'est quoi visale", "", "  et la caf ?  ")
    assert assistant.asked == [("c'est quoi visale", 0), ("et la caf ?", 1)]
    said = capsys.readouterr().out
    assert said.index("terminal_welcome") < said.index("écho : c'est quoi visale") < said.index("et la caf ?")


def test_a_number_on_the_screen_taps_its_choice() -> None:
    assert hold("visale", "2").shown[1:] == ["visale/steps"]


@pytest.mark.parametrize("typed", ["3", "0", "115", "17", "²", "9" * 5000])
def test_any_other_number_is_a_question(typed: str) -> None:
    assistant = hold("visale", typed)
    assert [question for question, _ in assistant.asked] == ["visale", typed]


def test_the_welcome_offers_both_profiles() -> None:
    assert hold("1").shown == ["profile", "profile:jeune"]
    assert hold("2").shown == ["profile", "profile:professionnel"]


def test_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = hold("/aide", "/ORGANISMES", "/profil", "2", "/inconnue", "/quitter", "jamais lu")
    assert assistant.shown[1:] == ["home", "organisations", "profile", "profile:professionnel"]
    assert assistant.asked == []
    said = capsys.readouterr().out
    assert "terminal_help (None)" in said
    assert "terminal_unknown (professionnel)" in said
    assert said.rstrip().endswith("terminal_bye (professionnel)")


def test_an_unknown_command_leaves_the_choices_on_the_screen() -> None:
    assert hold("visale", "/inconnue", "1").shown[1:] == ["visale/details"]


def test_nothing_is_reported_where_nobody_counts() -> None:
    choices = (Choice("Signaler", "visale/report"), Choice("Accueil", "home"))
    assert "[1] Accueil" in render_text(Reply("answer", (Voice("…"),), choices), 40, say)
    assert "Signaler" not in render_text(Reply("answer", (Voice("…"),), choices), 40, say)


def test_starting_again_forgets_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = hold("2", "visale", "/recommencer", "visale")
    assert assistant.asked == [("visale", 0), ("visale", 0)]
    assert capsys.readouterr().out.count("terminal_welcome (None)") == 2


def test_an_interruption_ends_the_conversation_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> Any:
        yield "visale"
        raise KeyboardInterrupt

    converse(StandIn(), interrupted())  # type: ignore[arg-type]
    assert capsys.readouterr().out.endswith("\n")


def test_a_pipe_is_read_to_its_end_without_a_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    piped = io.TextIOWrapper(io.BytesIO("\ufeffdéposer\nau dernier mot".encode()))
    assert list(read_lines(piped)) == ["déposer\n", "au dernier mot"]
    assert capsys.readouterr().out == ""


def test_a_closed_standard_input_is_the_end() -> None:
    assert list(read_lines(None)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_older_encodings_are_read(encoding: str) -> None:
    assert decode("j’ai été expulsé".encode(encoding)) == "j’ai été expulsé"


@given(st.binary(max_size=50))
def test_no_line_is_unreadable(line: bytes) -> None:
    assert isinstance(decode(line), str)
