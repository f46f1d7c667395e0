"""Measures one thing in this process and prints it as one JSON object; running.py starts it.

python -m tests.benchmarks.worker figures NAME KNOWLEDGE CACHE
python -m tests.benchmarks.worker speed KNOWLEDGE CACHE
python -m tests.benchmarks.worker grow KNOWLEDGE FACTOR TARGET
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bot import cache
from bot.content.loader import load
from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.model import Knowledge
from bot.evaluation.figures import Graded, figures
from bot.evaluation.labelled import Labelled
from bot.evaluation.measuring import measure
from tests.benchmarks.deciding import Limits, Shelf, best_limits, grade_all
from tests.benchmarks.peers import OURS, PEERS
from tests.questions.halves import SETS, questions

Result = Mapping[str, Any]


def measure_figures(name: str, knowledge_dir: str, cache_dir: str) -> Result:
    """The figures of ours or of a peer on each set of questions, and its mean time a question."""
    knowledge = load(Path(knowledge_dir))
    if name == OURS:
        return _ours(cache.build_assistant(knowledge, Path(cache_dir)))
    return _peer(name, knowledge)


def _ours(assistant: Assistant) -> Result:
    started = time.perf_counter()
    replies = {half: measure(assistant, questions(half)) for half in SETS}
    seconds = time.perf_counter() - started
    turns = sum(len(g.label.asked.turns) for found in replies.values() for g in found)
    return _result(replies, seconds / turns, "")


def _peer(name: str, knowledge: Knowledge) -> Result:
    shelf = Shelf(knowledge)
    scorer = PEERS[name](shelf.texts)
    started = time.perf_counter()
    rankings = {half: [shelf.rank(scorer, q.asked.turns[-1]) for q in questions(half)] for half in SETS}
    seconds = (time.perf_counter() - started) / sum(map(len, rankings.values()))
    limits = best_limits(shelf, questions("dev"), rankings["dev"])
    replies = {half: grade_all(shelf, questions(half), rankings[half], limits) for half in SETS}
    return _result(replies, seconds, _written(limits))


def _written(limits: Limits) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in asdict(limits).items())


def _result(replies: Mapping[str, Sequence[Graded]], seconds: float, limits: str) -> Result:
    shares = {half: asdict(figures(found)) for half, found in replies.items()}
    return {"figures": shares, "milliseconds": 1000 * seconds, "limits": limits}


def measure_speed(knowledge_dir: str, cache_dir: str) -> Result:
    """How long `Assistant.reply_to` takes on every turn of our labelled questions, one at a time."""
    assistant = cache.build_assistant(load(Path(knowledge_dir)), Path(cache_dir))
    assistant.reply_to("bonjour", Conversation())
    times = np.array([t for q in questions() for t in _timed_turns(assistant, q)]) * 1000
    return {
        "entries": len(assistant.knowledge.entries),
        "phrasings": _count(assistant.knowledge),
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
        "per_second": float(1000 / times.mean()),
    }


def _timed_turns(assistant: Assistant, question: Labelled) -> list[float]:
    conversation = Conversation(profile=question.asked.profile)
    times = []
    for turn in question.asked.turns:
        started = time.perf_counter()
        _, conversation = assistant.reply_to(turn, conversation)
        times.append(time.perf_counter() - started)
    return times


def _count(knowledge: Knowledge) -> int:
    """Every sentence that something is learnt from."""
    talk = sum(len(t.phrasings) for t in knowledge.small_talk.values())
    entries = sum(len(p) for p in knowledge.phrasings.values())
    return entries + talk + len(knowledge.out_of_scope.phrasings) + len(knowledge.false_alarms.phrasings)


def make_larger(knowledge_dir: str, factor: str, target: str) -> Result:
    """Write a base `factor` times as large."""
    from tests.benchmarks.growth import grow

    grow(load(Path(knowledge_dir)), Path(knowledge_dir), Path(target), int(factor))
    return {}


COMMANDS: Mapping[str, Callable[..., Result]] = {
    "figures": measure_figures,
    "speed": measure_speed,
    "grow": make_larger,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
