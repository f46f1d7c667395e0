"""The memory forgets: with time, beyond its bound, and without names."""

from __future__ import annotations

from bot.core.conversation import Conversation
from bot.core.reply import Reply, Voice
from bot.tg.conversations import Conversations
from bot.tg.memory import Memory
from bot.tg.screens import LONGEST, Trail, follow
from tests.tg.stage import GROUP, ME, Time


def test_it_forgets_with_time() -> None:
    time = Time()
    memory: Memory[str] = Memory(time, lifetime=10, limit=5)
    memory.put(ME, value="a")
    time.now += 9
    memory.put(ME, 2, value="b")
    assert (memory.get(ME), memory.get(ME, 2), len(memory)) == ("a", "b", 2)
    time.now += 2
    assert (memory.get(ME), memory.get(ME, 2), len(memory)) == (None, "b", 1)


def test_what_is_put_again_is_young_again() -> None:
    time = Time()
    memory: Memory[str] = Memory(time, lifetime=10, limit=5)
    for _ in range(5):
        memory.put(ME, value="a")
        time.now += 8
    assert memory.get(ME) == "a"


def test_what_was_put_again_does_not_keep_older_things_alive() -> None:
    time = Time()
    memory: Memory[str] = Memory(time, lifetime=10, limit=5)
    memory.put("again", value="a")
    memory.put("once", value="b")
    time.now += 8
    memory.put("again", value="a")
    time.now += 8
    assert (memory.get("again"), memory.get("once"), len(memory)) == ("a", None, 1)


def test_it_is_bounded() -> None:
    memory: Memory[int] = Memory(Time(), lifetime=10, limit=3)
    for number in range(100):
        memory.put(number, value=number)
    assert len(memory) == 3
    assert [memory.get(n) for n in (96, 97, 98, 99)] == [None, 97, 98, 99]


def test_it_holds_nobodys_number() -> None:
    first: Memory[int] = Memory(Time(), lifetime=10, limit=3)
    second: Memory[int] = Memory(Time(), lifetime=10, limit=3)
    for memory in (first, second):
        memory.put(123456789, value=1)
    assert set(first._kept) != set(second._kept), "the salt changes at each start"
    assert b"123456789" not in b"".join(first._kept)


def test_a_group_keeps_its_subject_and_nobodys_profile() -> None:
    conversations = Conversations(Time())
    conversations.keep(GROUP, Conversation(profile="jeune", entries=("visale",)))
    assert conversations.of(GROUP) == Conversation(profile="professionnel", entries=("visale",))
    assert conversations._memory.get(GROUP) == Conversation(profile=None, entries=("visale",))


def page(path: str) -> Reply:
    return Reply("answer", (Voice(path),), path=path)


def test_a_trail_grows_and_shortens_as_one_goes() -> None:
    trail: Trail = (page("home"),)
    for path in ("topic:a", "visale", "visale/steps", "visale", "visale"):
        trail = follow(trail, page(path))
    assert [reply.path for reply in trail] == ["home", "topic:a", "visale"]


def test_a_trail_is_bounded() -> None:
    trail: Trail = ()
    for number in range(50):
        trail = follow(trail, page(f"p{number}"))
    assert len(trail) == LONGEST
