"""What each command does. A command takes the parsed options and returns its exit status."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Timer
from time import perf_counter

from bot import app, evaluation, explanation, terminal
from bot.core.assistant import Assistant
from bot.core.reply import Reply
from bot.settings import Settings, load_settings
from bot.wire import Asked, InputError, as_json, last_reply, read_asked, read_objects

STANDARD_INPUT = "entrée standard"
PATIENCE = 2.0  # seconds before a person is told why they wait


def run(options: Namespace) -> int:
    """Serve Telegram; without a token, say so and open the terminal."""
    settings = _settings(options)
    assistant = _assistant(settings)
    if settings.has_token:
        app.run_on_telegram(settings, assistant)
        return 0
    print("TELEGRAM_BOT_TOKEN est vide : la conversation s’ouvre ici, dans le terminal.", flush=True)
    return _converse(assistant)


def chat(options: Namespace) -> int:
    """The conversation in the terminal."""
    return _converse(_assistant(_settings(options)))


def ask(options: Namespace) -> int:
    """One question, or one a line of standard input."""
    if bool(options.question) == options.jsonl:
        missing = "Écrivez la question après « ask », ou utilisez --jsonl."
        raise InputError("Avec --jsonl, les questions viennent de l’entrée." if options.jsonl else missing)
    assistant = _assistant(_settings(options))
    if options.jsonl:
        return _ask_lines(assistant, sys.stdin.buffer if sys.stdin else ())
    reply = last_reply(assistant, Asked((" ".join(options.question),), options.profile))
    print(as_json(reply) if options.json else _drawn(reply, assistant, options))
    return 0


def check(options: Namespace) -> int:
    """Every problem of the base. On standard error, with exit status 2, when one is an error."""
    problems = app.check_base(_settings(options).knowledge_dir)
    errors = sum(problem.severity == "erreur" for problem in problems)
    output = sys.stderr if errors else sys.stdout
    for problem in problems:
        print(f"{problem} ({problem.severity})", file=output)
    print(_summary(errors, len(problems) - errors), file=output)
    return 2 if errors else 0


def _summary(errors: int, to_review: int) -> str:
    if not errors and not to_review:
        return "La base est en ordre."
    counted = [f"{errors} erreur{'s' if errors > 1 else ''}"] if errors else []
    counted += [f"{to_review} point{'s' if to_review > 1 else ''} à revoir"] if to_review else []
    served = "le bot la refuse" if errors else "le bot la sert"
    return f"Base lue : {' et '.join(counted)} ; {served}."


def fit(options: Namespace) -> int:
    """Learn the base and keep what was learnt."""
    started = perf_counter()
    assistant = _assistant(_settings(options))
    count = len(assistant.knowledge.entries)
    print(f"Base prête : {count} entrées, en {perf_counter() - started:.1f} s.")
    return 0


def explain(options: Namespace) -> int:
    """Why a question gets its reply."""
    print(explanation.explain(_assistant(_settings(options)), " ".join(options.question)))
    return 0


def evaluate(options: Namespace) -> int:
    """The figures on labelled questions; exit status 1 when a floor is missed."""
    return evaluation.evaluate(
        _assistant(_settings(options)),
        options.files,
        as_json=options.json,
        show=options.show,
        by=options.by,
        floors=dict(options.floor),
    )


def poster(options: Namespace) -> int:
    """Posters for organisations and themes."""
    # Imported here: only this command pays for what draws.
    from bot.poster import draw_posters

    knowledge = app.load_base(_settings(options).knowledge_dir)
    for path in draw_posters(knowledge, options.ids, bot_username=options.bot_username, out=options.out):
        print(path)
    return 0


def _settings(options: Namespace) -> Settings:
    """The settings, with the base that was asked for. Raises SettingsError, or InputError without a base."""
    settings = load_settings()
    if options.knowledge:
        settings = settings.model_copy(update={"knowledge_dir": options.knowledge})
    if not settings.knowledge_dir.is_dir():
        raise InputError(
            f"Le dossier « {settings.knowledge_dir} » n’existe pas : "
            "indiquez celui de la base de connaissances."
        )
    return settings


def _assistant(settings: Settings) -> Assistant:
    with _asking_for_patience():
        return app.build_assistant(settings.knowledge_dir, settings.model_cache_dir)


@contextmanager
def _asking_for_patience() -> Iterator[None]:
    """Tell a person who waits why; a program that reads us is told nothing."""
    told = "J’apprends la base de connaissances. C’est long la première fois seulement…"
    timer = Timer(PATIENCE, partial(print, told, file=sys.stderr, flush=True))
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _converse(assistant: Assistant) -> int:
    terminal.converse(assistant, terminal.read_lines(sys.stdin), styled=terminal.takes_style(sys.stdout))
    return 0


def _ask_lines(assistant: Assistant, lines: Iterable[bytes]) -> int:
    for number, found in read_objects(lines, STANDARD_INPUT):
        asked = read_asked(found, STANDARD_INPUT, number)
        # Flushed line by line: the other side may wait for each answer.
        print(as_json(last_reply(assistant, asked)), flush=True)
    return 0


def _drawn(reply: Reply, assistant: Assistant, options: Namespace) -> str:
    say = partial(assistant.knowledge.say, profile=options.profile)
    styled = terminal.takes_style(sys.stdout)
    return terminal.render_text(reply, terminal.screen_width(), say, styled=styled)
