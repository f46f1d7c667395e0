"""`python -m tests.benchmarks`: two tables, each measured in this one run.

--growth 1,3,10   sizes of the second table, as multiples of today's base ("" leaves it out)
--no-peers        leaves the first table out
--limit SECONDS   gives up on a size that takes longer to start (default 3600)
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.report import table
from tests.benchmarks.peers import OURS, PEERS
from tests.benchmarks.running import ROOT, Run, RunFailed, run
from tests.questions.halves import SETS, questions

WORKER = ("-m", "tests.benchmarks.worker")
KNOWLEDGE = ROOT / "knowledge"
FIRST_QUESTION = "j'ai pas de garant"
WARM_STARTS = 3
SHARES = ("right", "helped", "wrong", "emergency_recall", "false_alarms")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables asked for."""
    options = _options(arguments)
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        if not options.no_peers:
            print(peers_table(Path(folder)), flush=True)
        if options.growth:
            print("\n" + growth_table(Path(folder), options.growth, options.limit), flush=True)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--growth", type=_sizes, default=(1, 3, 10), metavar="1,3,10")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--limit", type=float, default=3600.0, metavar="SECONDS")
    return parser.parse_args(arguments)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",") if size)


def peers_table(folder: Path) -> str:
    """This matcher and its peers on the same questions, set by set."""
    cache = folder / "cache-1"
    _ask(KNOWLEDGE, cache)  # learnt before it is measured, as in service
    names = (OURS, *PEERS)
    runs = {name: run([*WORKER, "figures", name, str(KNOWLEDGE), str(cache)]) for name in names}
    results = {name: json.loads(found.output) for name, found in runs.items()}
    tables = [_half_table(half, results, runs) for half in SETS]
    limits = [f"  {name}: {results[name]['limits']}" for name in PEERS]
    return "\n\n".join([*tables, "\n".join([*FOOT, "Limits of the peers:", *limits])])


FOOT = (
    "Shares in %. Peers learn the same phrasings, with out of scope, small talk, emergencies and false",
    "alarms as labels; they may clarify and abstain; their four limits are the best of a grid on the dev",
    "half, by right + 2 x helped - 3 x wrong; ours were fitted on both halves: compare on the blind set.",
    "Peers read the last turn of a dialogue. ms: mean time",
    "of one question. MB: peak memory of a process that loads the base, learns (this matcher: reads what it",
    "learnt) and answers every question.",
    "ChatterBot is not measured: it does not install (the build of one of its dependencies fails).",
)


def _half_table(half: str, results: Mapping[str, Any], runs: Mapping[str, Run]) -> str:
    base = results[OURS]["milliseconds"]
    header = (
        f"{half} ({len(questions(half))})",
        *(s.replace("_", " ") for s in SHARES),
        "ms",
        "× ours",
        "MB",
    )
    rows = [
        (
            name,
            *(f"{result['figures'][half][share]:.1f}" for share in SHARES),
            f"{result['milliseconds']:.2f}",
            f"{result['milliseconds'] / base:.1f}",
            f"{runs[name].megabytes:.0f}",
        )
        for name, result in results.items()
    ]
    return table(header, rows)


def growth_table(folder: Path, sizes: Sequence[int], limit: float) -> str:
    """Speed, start and memory of this matcher on today's base and on larger ones."""
    header = (
        "base",
        "entries",
        "phrasings",
        "fit s",
        "first start s",
        "start s",
        "q/s",
        "p50 ms",
        "p95 ms",
        "fit MB",
        "MB",
    )
    return "\n".join([table(header, _growth_rows(folder, sizes, limit)), *GROWTH_FOOT])


GROWTH_FOOT = (
    "start: from the start of `python -m bot ask` to its answer, with what was learnt kept (median of 3),",
    "and without (first start); fit: the difference. q/s, p50, p95: Assistant.reply_to on every turn of our",
    "labelled questions, one at a time. Larger bases are synthetic (tests/benchmarks/growth.py).",
)


def _growth_rows(folder: Path, sizes: Sequence[int], limit: float) -> Iterator[tuple[str, ...]]:
    for size in sizes:
        try:
            yield _growth_row(folder, size, limit)
        except RunFailed as failure:
            yield (f"× {size}", *("–",) * 9, str(failure))


def _growth_row(folder: Path, size: int, limit: float) -> tuple[str, ...]:
    knowledge, cache = KNOWLEDGE, folder / f"start-{size}"
    if size > 1:
        knowledge = folder / f"knowledge-{size}"
        run([*WORKER, "grow", str(KNOWLEDGE), str(size), str(knowledge)])
    first = _ask(knowledge, cache, limit)
    starts = [_ask(knowledge, cache, limit) for _ in range(WARM_STARTS)]
    start = statistics.median(s.seconds for s in starts)
    speed = run([*WORKER, "speed", str(knowledge), str(cache)], limit=limit)
    found = json.loads(speed.output)
    return (
        f"× {size}",
        str(found["entries"]),
        str(found["phrasings"]),
        f"{first.seconds - start:.1f}",
        f"{first.seconds:.1f}",
        f"{start:.2f}",
        f"{found['per_second']:.0f}",
        f"{found['p50']:.2f}",
        f"{found['p95']:.2f}",
        f"{first.megabytes:.0f}",
        f"{speed.megabytes:.0f}",
    )


def _ask(knowledge: Path, cache: Path, limit: float = 3600.0) -> Run:
    """One question asked on the command line, with what was learnt kept in `cache`."""
    asked = ["-m", "bot", "ask", "--json", "--knowledge", str(knowledge), FIRST_QUESTION]
    return run(asked, environment={"MODEL_CACHE_DIR": str(cache)}, limit=limit)


if __name__ == "__main__":
    sys.exit(main())
