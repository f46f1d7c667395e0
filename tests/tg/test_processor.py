"""Order within a chat, no chat behind another, and emergencies past everybody."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.tg.processor import InOrder
from tests.tg.stage import ME, SOMEBODY

DATE = datetime(2026, 1, 1, tzinfo=UTC)


def update(chat_id: int, text: str = "") -> Update:
    return Update(1, message=Message(1, DATE, Chat(chat_id, "private"), text=text))


def processor(*, slots: int = 2) -> InOrder:
    return InOrder(lambda one: bool(one.message and one.message.text == "urgent"), slots=slots)


async def test_a_chat_is_answered_in_order() -> None:
    order: list[int] = []
    in_order = processor()

    async def work(number: int) -> None:
        await asyncio.sleep(0.02 / number)  # later ones would be faster
        order.append(number)

    await asyncio.gather(*(in_order.process_update(update(ME), work(n)) for n in range(1, 6)))
    assert order == [1, 2, 3, 4, 5]


async def test_the_queue_of_one_chat_holds_nobody_up() -> None:
    in_order, gate = processor(), asyncio.Event()
    waiting = [asyncio.create_task(in_order.process_update(update(ME), gate.wait())) for _ in range(50)]
    await asyncio.sleep(0)
    await asyncio.wait_for(in_order.process_update(update(SOMEBODY), asyncio.sleep(0)), 1)
    gate.set()
    await asyncio.gather(*waiting)


async def test_no_more_chats_at_once_than_slots() -> None:
    in_order, busy, most = processor(slots=3), 0, 0

    async def work() -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.001)
        busy -= 1

    await asyncio.gather(*(in_order.process_update(update(chat), work()) for chat in range(1, 20)))
    assert most == 3


async def test_what_is_urgent_waits_for_nobody() -> None:
    in_order, gate = processor(slots=1), asyncio.Event()
    waiting = [asyncio.create_task(in_order.process_update(update(ME), gate.wait())) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.wait_for(in_order.process_update(update(ME, "urgent"), asyncio.sleep(0)), 1)
    gate.set()
    await asyncio.gather(*waiting)


async def test_nothing_is_kept_of_a_chat_that_is_done() -> None:
    in_order = processor()
    await asyncio.gather(*(in_order.process_update(update(n % 5 + 1), asyncio.sleep(0)) for n in range(50)))
    assert in_order._locks == in_order._users == {}
