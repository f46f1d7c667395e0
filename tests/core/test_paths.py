"""Deep links carry every path of the bot there and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.paths import MAX_PAYLOAD, decode_start, deep_link, encode_start

NAMES = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
PATHS = st.lists(st.tuples(NAMES, st.sampled_from(".:/")), min_size=1, max_size=2).map(
    lambda parts: "".join(f"{name}{separator}" for name, separator in parts) + "fin"
)


@pytest.mark.parametrize(
    ("path", "payload"),
    [
        ("visale", "visale"),
        ("visale/steps", "visale___steps"),
        ("caf-de-l-ain.definition", "caf-de-l-ain_definition"),
        ("topic:louer-un-logement", "topic__louer-un-logement"),
        ("acteurs.qui-fait-quoi", "acteurs_qui-fait-quoi"),
        ("haut-bugey-agglomeration.aller-plus-loin/near", "haut-bugey-agglomeration_aller-plus-loin___near"),
    ],
)
def test_a_path_is_written_as_telegram_allows(path: str, payload: str) -> None:
    assert encode_start(path) == payload
    assert decode_start(payload) == path


@given(PATHS)
def test_what_is_written_is_read_back(path: str) -> None:
    payload = encode_start(path)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert decode_start(payload) == path


@given(st.text())
def test_any_payload_is_read_without_a_fault(payload: str) -> None:
    assert isinstance(decode_start(payload), str)


@pytest.mark.parametrize("path", ["", "été", "a..b", "a b", "visale/", "x" * (MAX_PAYLOAD + 1), "a_b"])
def test_what_no_link_can_carry_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no deep link"):
        encode_start(path)


@pytest.mark.parametrize("username", ["MonBot", "@MonBot"])
def test_a_deep_link_opens_the_bot_at_the_path(username: str) -> None:
    assert deep_link(username, "topic:louer") == "https://t.me/MonBot?start=topic__louer"


@pytest.mark.parametrize("username", ["", "a b", "https://t.me/MonBot", "évier_bot"])
def test_a_name_that_is_no_bot_is_refused(username: str) -> None:
    with pytest.raises(ValueError, match="name of a bot"):
        deep_link(username, "visale")
