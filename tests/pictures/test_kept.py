"""Kept pictures: used while they are true, drawn again otherwise, never trusted when spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.model import Knowledge
from bot.pictures import kept
from bot.pictures.kept import cached

PICTURE = b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Counts what is drawn, instead of drawing it."""
    times: list[bool] = []

    def draw(_knowledge: Knowledge, *, dark: bool) -> bytes:
        times.append(dark)
        return PICTURE

    monkeypatch.setattr(kept, "who_does_what", draw)
    return times


def test_a_picture_is_drawn_once_for_each_theme(
    knowledge: Knowledge, tmp_path: Path, drawn: list[bool]
) -> None:
    for dark in (False, True, False, True):
        assert cached(knowledge, tmp_path / "new" / "folder", dark=dark) == PICTURE
    assert drawn == [False, True]


def test_a_new_base_has_a_new_picture_and_the_old_one_goes(
    knowledge: Knowledge, tmp_path: Path, drawn: list[bool]
) -> None:
    cached(knowledge, tmp_path, dark=False)
    cached(knowledge.model_copy(update={"fingerprint": "another"}), tmp_path, dark=False)
    assert len(drawn) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_a_new_way_of_drawing_has_a_new_picture(
    knowledge: Knowledge, tmp_path: Path, drawn: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(knowledge, tmp_path, dark=False)
    monkeypatch.setattr(kept, "_drawing", lambda: b"another")
    cached(knowledge, tmp_path, dark=False)
    assert len(drawn) == 2


@pytest.mark.parametrize("spoilt", [b"", b"nothing", PICTURE[:-4]])
def test_a_spoilt_picture_is_drawn_again(
    knowledge: Knowledge, tmp_path: Path, drawn: list[bool], spoilt: bytes
) -> None:
    cached(knowledge, tmp_path, dark=False)
    (file,) = tmp_path.iterdir()
    file.write_bytes(spoilt)
    assert cached(knowledge, tmp_path, dark=False) == PICTURE
    assert file.read_bytes() == PICTURE
    assert len(drawn) == 2


def test_a_folder_that_cannot_be_made_only_costs_time(
    knowledge: Knowledge, tmp_path: Path, drawn: list[bool]
) -> None:
    (tmp_path / "file").write_text("no folder")
    for _ in range(2):
        assert cached(knowledge, tmp_path / "file" / "folder", dark=False) == PICTURE
    assert len(drawn) == 2
