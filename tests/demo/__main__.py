"""Plays the script, writes the page and, where Chromium is installed, its pictures, light and dark.

The picture of the README: --only 3 4 6 7 9 --width 860.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
from pathlib import Path

from bot import cache
from bot.content.loader import load
from bot.core.assistant import Assistant
from tests.demo.chat_page import draw_page
from tests.demo.photograph import WIDTH, find_chromium, photograph
from tests.demo.play import play
from tests.demo.script import SCRIPT

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> None:
    """Write the page and its pictures, and say where they are."""
    options = _parser().parse_args(arguments)
    assistant = build(options.knowledge)
    exchanges = asyncio.run(play(assistant, SCRIPT))
    drawn = [exchanges[number - 1] for number in options.only] or exchanges
    page = draw_page(drawn, assistant.knowledge.say("profile_name"))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page, "utf-8")
    print(options.out)
    for dark in (False, True):
        picture = options.out.with_suffix(".dark.png" if dark else ".png")
        _photograph(options.out, picture, width=options.width, dark=dark)


def build(knowledge: Path) -> Assistant:
    """The assistant of a base; what it learns is kept where the bot keeps it."""
    return cache.build_assistant(load(knowledge), ROOT / ".cache")


def _photograph(page: Path, picture: Path, *, width: int, dark: bool) -> None:
    chromium = find_chromium()
    if chromium is None:
        print("Chromium n’est pas installé : pas d’image, la page suffit.")
        return
    try:
        photograph(page, picture, chromium, width=width, dark=dark)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"Chromium n’a pas fait l’image ({type(error).__name__}) : la page suffit.")
    else:
        print(picture)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "demo.html", help="the page to write")
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge", help="the base to serve")
    numbers = range(1, len(SCRIPT) + 1)
    parser.add_argument(
        "--only", type=int, nargs="+", default=[], choices=numbers, metavar="N", help="the exchanges to draw"
    )
    parser.add_argument("--width", type=int, default=WIDTH, help="of the pictures, in pixels")
    return parser


if __name__ == "__main__":
    main()
