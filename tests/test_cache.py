"""What was learnt is kept; a spoilt, stale or missing cache only costs time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cache
from bot.content.loader import load
from bot.core.conversation import Conversation
from bot.core.model import Knowledge

TOY = Path(__file__).parent / "fixtures" / "knowledge"


@pytest.fixture
def toy() -> Knowledge:
    return load(TOY)


def question_of(toy: Knowledge) -> str:
    return toy.phrasings[next(iter(toy.sheets))][0]


def test_a_kept_model_gives_the_same_scores(toy: Knowledge, tmp_path: Path) -> None:
    fitted, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    kept, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    assert kept == fitted
    assert len(list(tmp_path.glob("*.npz"))) == 1


@pytest.mark.parametrize("spoil", [b"", b"PK\x03\x04 half a file", b"\x00" * 4000])
def test_a_spoilt_file_is_learnt_again(toy: Knowledge, tmp_path: Path, spoil: bytes) -> None:
    expected, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    kept = next(tmp_path.glob("*.npz"))
    kept.write_bytes(spoil)
    again, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    assert again == expected
    assert kept.stat().st_size > len(spoil)


def test_another_base_gets_another_file(toy: Knowledge, tmp_path: Path) -> None:
    cache.build_assistant(toy, tmp_path)
    cache.build_assistant(toy.model_copy(update={"fingerprint": "other"}), tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_a_folder_that_cannot_be_written_only_costs_time(toy: Knowledge, tmp_path: Path) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    reply, _ = cache.build_assistant(toy, not_a_folder).reply_to(question_of(toy), Conversation())
    assert reply.blocks


def test_without_a_folder_nothing_is_kept(toy: Knowledge) -> None:
    assert cache.build_assistant(toy, None).knowledge is toy
