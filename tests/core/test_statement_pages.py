"""The actors' words by question, by person and by theme: all of them, in the order of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.loader import load
from bot.core.conversation import Conversation
from bot.core.model import Knowledge
from bot.core.pages import REPORT_REASONS, show_page
from bot.core.reply import Quotation, Reply
from bot.core.statement_pages import SURVEYS, in_source_order, surveys, theme_slug

TOY = Path(__file__).resolve().parents[1] / "fixtures" / "knowledge"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(TOY)


def page(knowledge: Knowledge, path: str) -> Reply:
    return show_page(path, knowledge, Conversation())


def quoted(reply: Reply) -> list[str]:
    return [block.entry for block in reply.blocks if isinstance(block, Quotation)]


def test_questions_stand_in_the_order_of_the_document(knowledge: Knowledge) -> None:
    asked = [survey.id for survey in surveys(knowledge)]
    assert asked == [s for s in SURVEYS if s in asked]
    offered = [c.path for c in page(knowledge, "statements").choices]
    assert offered == [*asked, "speakers", "themes"]


def test_every_statement_can_be_reached_by_person_and_by_theme(knowledge: Knowledge) -> None:
    active = {s.id for s in in_source_order(knowledge)}
    for menu in ("speakers", "themes"):
        reached = {e for c in page(knowledge, menu).choices for e in quoted(page(knowledge, c.path))}
        assert reached == active


def test_a_person_is_named_once(knowledge: Knowledge) -> None:
    labels = [c.label for c in page(knowledge, "speakers").choices]
    assert len(labels) == len(set(labels)) == len({s.speaker for s in in_source_order(knowledge)})


def test_a_theme_shows_its_statements_and_leads_back(knowledge: Knowledge) -> None:
    for statement in in_source_order(knowledge):
        for theme in statement.themes:
            shown = page(knowledge, f"theme:{theme_slug(theme)}")
            assert statement.id in shown.entries
            assert [c.path for c in shown.choices] == ["themes"]


def test_a_theme_that_does_not_exist_is_an_old_button(knowledge: Knowledge) -> None:
    assert page(knowledge, "theme:rien").kind == "abstain"


def test_a_page_knows_its_own_path(knowledge: Knowledge) -> None:
    for path in ("home", "start", "targets", "speakers", *knowledge.entries):
        assert page(knowledge, path).path == path


def test_an_error_is_reported_by_reasons_that_lead_back(knowledge: Knowledge) -> None:
    entry = next(iter(knowledge.sheets))
    asked = page(knowledge, f"{entry}/report")
    assert [c.path for c in asked.choices] == [*(f"report:{entry}:{r}" for r in REPORT_REASONS), entry]
    for choice in asked.choices[:-1]:
        assert [c.path for c in page(knowledge, choice.path).choices] == [entry]
    assert page(knowledge, f"report:{entry}:autre").kind == "abstain"
    assert page(knowledge, "report:rien:number").kind == "abstain"
