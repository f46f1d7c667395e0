"""The command line as its user meets it: French sentences, exit statuses, pipes, interruptions."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import commands
from bot.__main__ import main
from bot.core.assistant import Assistant
from bot.settings import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "bot"]
MISUSED = 2


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defaults, whatever this machine's environment and .env say; above all no token."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "")


@pytest.fixture
def learnt(assistant: Assistant) -> Assistant:
    """The base has been learnt and kept, so that every process starts at once."""
    return assistant


def process(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, input=given, capture_output=True, timeout=60, check=False
    )


def stdin_of(monkeypatch: pytest.MonkeyPatch, lines: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on standard error, no-break spaces as spaces; nothing may be on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.replace("\u00a0", " ").strip()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "il manque : COMMANDE"),
        (["inventer"], "« inventer » n’existe pas"),
        (["ask", "--inconnue", "visale"], "option inconnue ou argument en trop : --inconnue"),
        (["ask", "--jso", "visale"], "option inconnue ou argument en trop : --jso"),
        (["ask", "--json", "--jsonl"], "ne vont pas ensemble"),
        (["ask", "--json=oui", "visale"], "l’option --json ne prend pas de valeur"),
        (["ask", "--profile", "vieux", "visale"], "« vieux » n’existe pas"),
        (["chat", "--knowledge"], "l’option --knowledge attend une valeur"),
        (["run", "deux"], "argument en trop : deux"),
        (["explain"], "il manque : question"),
        (["evaluate", "--floor", "right=beaucoup", "f"], "comme right=84"),
    ],
)
def test_a_misused_command_is_told_in_one_french_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == MISUSED
    said = complaint(capsys)
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert said.endswith("--help")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask"], "Écrivez la question"),
        (["ask", "--jsonl", "visale"], "viennent de l’entrée"),
        (["check", "--knowledge", "/nulle/part"], "« /nulle/part » n’existe pas"),
        (["ask", "visale", "--knowledge", __file__], "n’existe pas"),
        (["evaluate", "/nulle/part.jsonl"], "/nulle/part.jsonl"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_french_sentence(
    arguments: list[str], sentence: str, learnt: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == MISUSED
    said = complaint(capsys)
    assert sentence in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["ask", "check", "run"])
def test_a_broken_base_lists_its_problems(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "messages.yaml").write_text("abstain: [", encoding="utf-8")
    question = ["visale"] if command == "ask" else []
    assert main([command, *question, "--knowledge", str(tmp_path)]) == MISUSED
    assert "messages.yaml:1" in complaint(capsys)


def test_wrong_settings_stop_everything(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "pas-un-jeton")
    monkeypatch.setenv("LOG_LEVEL", "fort")
    assert main(["run"]) == MISUSED
    said = complaint(capsys)
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "LOG_LEVEL" in said
    assert "pas-un-jeton" not in said


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "--aide"], ["evaluate", "-h"], ["poster", "--help"]]
)
def test_help_is_in_french(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("Utilisation\u00a0: python -m bot")
    for english in ("usage", "show this help", "positional", "optional", "arguments:"):
        assert english not in said


def test_the_real_base_passes_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out


def test_ask_prints_the_reply_as_a_person_reads_it(
    learnt: Assistant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["ask", "c'est", "quoi", "visale"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Visale")
    assert "Qui contacter\u00a0: Action Logement" in said


def test_ask_json_is_one_object(learnt: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "c'est quoi visale"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["decision", "entries", "organisation", "scores"]
    assert (answer["decision"], answer["entries"]) == ("answer", ["visale"])
    assert answer["organisation"] == "action-logement"
    assert all(0 <= score <= 1 for score in answer["scores"].values())


QUESTIONS = [
    {"q": "c'est quoi visale", "profile": None, "style": "plain", "ok": ["answer"]},
    {"turns": ["c'est quoi visale", "et la caf ?"], "profile": "professionnel"},
    {"q": ""},
    {"q": "\ud83d\ude00 \u0000 <b>"},
]


def test_ask_jsonl_answers_line_by_line(
    learnt: Assistant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\ufeff" + "\n\n".join(json.dumps(question) for question in QUESTIONS)
    stdin_of(monkeypatch, lines.encode())
    assert main(["ask", "--jsonl"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(answers) == len(QUESTIONS)
    assert answers[0]["entries"] == ["visale"]
    assert answers[1]["organisation"] == "caf-de-l-ain"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{", "ligne 2 : ce n’est pas du JSON"),
        (b'{"q": "\xe9"}', "ligne 2 : ce n’est pas du JSON en UTF-8"),
        (b"[" * 100_000, "ligne 2 : ce n’est pas du JSON"),
        (b"[]", "ligne 2 : un objet JSON est attendu"),
        (b'{"question": "visale"}', "ligne 2 : il manque « q »"),
        (b'{"q": 3}', "ligne 2 : « q » doit être un texte"),
        (b'{"turns": []}', "ligne 2 : « turns » doit être une liste de textes"),
        (b'{"turns": ["a", 1]}', "ligne 2 : « turns » doit être une liste de textes"),
        (b'{"q": "a", "profile": "vieux"}', "ligne 2 : « profile »"),
    ],
)
def test_a_bad_line_is_named_after_the_answers_before_it(
    line: bytes,
    sentence: str,
    learnt: Assistant,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stdin_of(monkeypatch, b'{"q": "visale"}\n' + line + b"\n")
    assert main(["ask", "--jsonl"]) == MISUSED
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert sentence in err.replace("\u00a0", " ")
    assert len(err.splitlines()) == 1


@pytest.fixture
def running(learnt: Assistant) -> Iterator[subprocess.Popen[bytes]]:
    """`ask --jsonl`, that has answered a first line and waits for the next."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "ask", "--jsonl"], cwd=ROOT, **pipes) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(b'{"q": "visale"}\n')
        started.stdin.flush()
        # Without a flush after each line, this would wait for ever.
        assert json.loads(started.stdout.readline())["decision"] == "answer"
        yield started


def test_an_interruption_is_quiet(running: subprocess.Popen[bytes]) -> None:
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (130, b"", b"")


def test_a_reader_that_leaves_is_no_fault(running: subprocess.Popen[bytes]) -> None:
    assert running.stdin is not None
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    running.stdin.write(b'{"q": "visale"}\n' * 3)
    running.stdin.close()
    assert running.wait(timeout=20) == 0
    assert running.stderr.read() == b""


def test_run_without_a_token_says_so_and_talks_here(learnt: Assistant) -> None:
    done = process("run", given=b"c'est quoi visale\n1\n")
    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert out.startswith("TELEGRAM_BOT_TOKEN est vide")
    assert out.count("Qui contacter\u00a0: Action Logement") == 2
    assert "› " not in out


def test_chat_ends_with_its_input_whatever_the_encoding(learnt: Assistant) -> None:
    done = process("chat", given="j’ai été expulsé\n".encode("cp1252") + b"\xff\x00\n/quitter\njamais lu")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Au revoir" in done.stdout.decode().splitlines()[-2]


def test_a_screen_without_our_signs_gets_the_text_all_the_same(learnt: Assistant) -> None:
    poor = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*COMMAND, "ask", "visale"], cwd=ROOT, env=poor, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert done.stdout.decode("ascii").startswith("Visale")


class Screen(io.StringIO):
    """Standard error of a person, not of a program."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("screen", "told"), [(Screen(), True), (io.StringIO(), False)])
def test_only_a_person_is_told_why_the_first_start_is_long(
    screen: io.StringIO, told: bool, learnt: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["fit"]) == 0
    assert ("J’apprends" in screen.getvalue()) is told
