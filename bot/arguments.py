"""The command line: its commands, their options and, in French, what is wrong with them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from bot import commands

# What argparse says, and how it is said here; {0} is the part in parentheses of the pattern.
_SENTENCES = (
    (r"unrecognized arguments: (.*)", "option inconnue ou argument en trop : {0}"),
    (r"the following arguments are required: (.*)", "il manque : {0}"),
    (r"argument (.*): expected one argument", "l’option {0} attend une valeur"),
    (r"argument (.*): expected at least one argument", "l’option {0} attend au moins une valeur"),
    (r"argument .*?: invalid choice: '(.*?)' \(choose from", "« {0} » n’existe pas"),
    (r"argument (.*): not allowed with argument (.*)", "{0} et {1} ne vont pas ensemble"),
    (r"argument (.*): ignored explicit argument (.*)", "l’option {0} ne prend pas de valeur"),
    (r"argument (.*?): (.*)", "{0} : {1}"),
)


class _FrenchFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """An argument parser that helps and complains in French, without abbreviations."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, formatter_class=_FrenchFormatter, add_help=False, allow_abbrev=False)
        self.words = self.add_argument_group("À écrire ")
        self.options = self.add_argument_group("Options ")
        self.options.add_argument("-h", "--help", "--aide", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """One sentence and where to find help, on standard error; exit status 2."""
        self.exit(2, f"{_in_french(message)}. Voir l’aide : {self.prog} --help\n")


def _in_french(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if found := re.match(pattern, message):
            return "Commande incomprise : " + sentence.format(*found.groups())
    return "Commande incomprise"


def build_parser() -> FrenchParser:
    """The whole command line. Each command sets `run`, a function of the parsed options."""
    parser = FrenchParser(
        prog="python -m bot", description="Le logement des jeunes dans le Haut-Bugey : questions et réponses."
    )
    choices = parser.add_subparsers(title="Commandes ", metavar="COMMANDE", required=True, dest="command")

    def add(name: str, run: Callable[[argparse.Namespace], int], purpose: str) -> FrenchParser:
        command: FrenchParser = choices.add_parser(name, help=purpose, description=purpose)
        command.options.add_argument(
            "--knowledge", type=Path, metavar="DOSSIER", help="sert une autre base de connaissances"
        )
        command.set_defaults(run=run)
        return command

    add("run", commands.run, "lance le bot : sur Telegram avec un jeton, sinon dans le terminal")
    add("chat", commands.chat, "ouvre la conversation dans le terminal")
    _ask(add("ask", commands.ask, "pose une question et affiche la réponse"))
    _explain(add("explain", commands.explain, "dit pourquoi une question reçoit cette réponse"))
    add("check", commands.check, "vérifie la base de connaissances et liste tous les problèmes")
    _evaluate(add("evaluate", commands.evaluate, "mesure les réponses sur des questions étiquetées"))
    add("fit", commands.fit, "apprend la base maintenant, pour que le bot démarre plus vite")
    _poster(add("poster", commands.poster, "dessine des affiches à imprimer, avec un QR code"))
    return parser


def _ask(ask: FrenchParser) -> None:
    ask.words.add_argument("question", nargs="*", help="la question, entre guillemets ou non")
    ask.options.add_argument(
        "--profile", choices=("jeune", "professionnel"), metavar="PROFIL", help="jeune ou professionnel"
    )
    shape = ask.options.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="écrit un objet JSON")
    shape.add_argument(
        "--jsonl", action="store_true", help="lit un objet JSON par ligne sur l’entrée, en écrit un par ligne"
    )


def _explain(explain: FrenchParser) -> None:
    explain.words.add_argument("question", nargs="+", help="la question à expliquer")


def _evaluate(evaluate: FrenchParser) -> None:
    evaluate.words.add_argument(
        "files", nargs="+", type=Path, metavar="FICHIER", help="questions, un objet JSON par ligne"
    )
    evaluate.options.add_argument("--json", action="store_true", help="écrit les chiffres en JSON")
    evaluate.options.add_argument(
        "--show", metavar="CLASSE", help="liste les questions d’une classe : wrong, miss…"
    )
    evaluate.options.add_argument(
        "--by", choices=("style", "entry"), metavar="PARTAGE", help="détaille par style ou par entrée (entry)"
    )
    evaluate.options.add_argument(
        "--floor",
        action="append",
        default=[],
        type=_floor,
        metavar="CHIFFRE=VALEUR",
        help="échoue si ce chiffre est moins bon, comme right=84 ou wrong=4",
    )


def _poster(poster: FrenchParser) -> None:
    poster.words.add_argument("ids", nargs="*", metavar="ID", help="organismes ou thèmes ; tous par défaut")
    poster.options.add_argument(
        "--bot-username", required=True, metavar="NOM", help="le nom du bot sur Telegram"
    )
    poster.options.add_argument(
        "--out", required=True, type=Path, metavar="DOSSIER", help="où écrire les affiches"
    )


def _floor(text: str) -> tuple[str, float]:
    """`right=84` as ("right", 84.0)."""
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError("un nom et un nombre sont attendus, comme right=84") from None
