"""The style guide as rules: short plain French, well set, the same places to fill in both addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from bot.content.draft import Draft
from bot.content.faults import Place
from bot.content.problem import Problem, Severity
from bot.content.source import Value
from bot.core.model import Message

# Keys whose text is ours and is shown. Statements are verbatim; phrasings and vocabulary are never shown.
_SHOWN = frozenset("title name role fact summary steps label tu vous address hours".split())
# What is said to everyone in the same words, whatever the form of address.
_NEUTRAL = frozenset({"fact", "summary", "role"})
_VERBATIM = ("statements/", "phrasings/", "vocabulary.yaml", "out_of_scope.yaml", "false_alarms.yaml")

_QUOTED = re.compile(r"«[^»]*»")
_LINK = re.compile(r"https?://\S+|\{[^}]*\}")
_SPACES = re.compile(r"[ \u00a0\u202f]{2}")
_ADDRESSED = re.compile(r"\b(?:tu|te|toi|ton|tes|vous|votre|vos)\b|\bt['’](?=\w)", re.IGNORECASE)
_SHOUTED = re.compile(r"(?:\b[A-ZÀ-ÖØ-Þ]{4,}\b\W+){2}\b[A-ZÀ-ÖØ-Þ]{4,}\b|[!?]{2}|!(?:\s*!)+")
_NO_SPACE_BEFORE = re.compile(r"[^\s\u00a0\u202f(«?!:;…\d](?=[?!;]|:(?!\w))|\d(?=[?!;]|:(?!\d))")
_NO_SPACE_INSIDE = re.compile(r"«(?![ \u00a0\u202f])|(?<![ \u00a0\u202f])»")

Rule = Callable[[str], str]  # a displayed text -> what to do about it, or ""


def check_writing(draft: Draft) -> Iterator[Problem]:
    """Every displayed text, against every rule that applies to it."""
    for file, document in draft.documents.items():
        if file.startswith(_VERBATIM):
            continue
        for place, key, text in _texts(document.value, (), ""):
            for message, severity in _faults(key, text):
                yield draft.problem(file, message, *place, severity=severity)


def _texts(value: Value, place: Place, key: str) -> Iterator[tuple[Place, str, str]]:
    """Every displayed text with its place and the key it answers to (that of the list, in a list)."""
    if isinstance(value, str):
        if key in _SHOWN and value:
            yield place, key, value
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*place, index), key)
    else:
        for name, child in value.items():
            yield from _texts(child, (*place, name), name)


def _faults(key: str, text: str) -> Iterator[tuple[str, Severity]]:
    rules: list[tuple[Rule, Severity]] = [(_spacing, "erreur"), (_shouting, "erreur")]
    rules += [(_addressing, "erreur")] if key in _NEUTRAL else []
    rules += [(_full_stop, "erreur")] if key == "summary" else []
    rules += [(_typography, "à revoir"), (_quotation_marks, "à revoir")]
    for rule, severity in rules:
        if message := rule(text):
            yield message, severity


def _spacing(text: str) -> str:
    if text != text.strip():
        return "il y a une espace ou une ligne vide au bord du texte : retirez-la."
    found = _SPACES.search(text)
    return f"il y a deux espaces de suite après « {_before(text, found)} » : gardez-en une." if found else ""


def _shouting(text: str) -> str:
    found = _SHOUTED.search(text)
    return f"« {found.group()} » crie : écrivez en minuscules, avec un seul signe." if found else ""


def _addressing(text: str) -> str:
    found = _ADDRESSED.search(_QUOTED.sub("", text))
    if not found:
        return ""
    return f"« {found.group()} » s'adresse à quelqu'un : un fait se dit sans « tu » ni « vous »."


def _full_stop(text: str) -> str:
    return "" if text.endswith(".") else "le résumé doit finir par un point : ajoutez-le."


def _typography(text: str) -> str:
    plain = _LINK.sub("x", text)
    found = _NO_SPACE_BEFORE.search(plain)
    if found:
        sign = plain[found.end()]
        return f"il manque une espace avant « {sign} », après « {_before(plain, found)}{found.group()} »."
    if _NO_SPACE_INSIDE.search(plain):
        return "il manque une espace à l'intérieur des guillemets « »."
    return ""


def _quotation_marks(text: str) -> str:
    return 'des guillemets droits (") sont affichés : écrivez « … ».' if '"' in text else ""


def _before(text: str, found: re.Match[str]) -> str:
    """The word before a fault, so that the editor finds it."""
    return text[: found.start()].split()[-1] if text[: found.start()].split() else ""


# -- messages ---------------------------------------------------------------------------------------


def check_placeholders(draft: Draft) -> Iterator[Problem]:
    """Places to fill, like {date}, are written soundly and are the same in both forms of address."""
    for key, message in draft.knowledge.messages.items():
        yield from _check_message(draft, "messages.yaml", message, (key,))
    for kind, talk in draft.knowledge.small_talk.items():
        yield from _none_to_fill(draft, "small_talk.yaml", talk.reply, (kind, "reply"))
    for emergency in draft.knowledge.emergencies.values():
        yield from _none_to_fill(draft, f"emergencies/{emergency.id}.yaml", emergency.advice, ("advice",))


def _check_message(draft: Draft, file: str, message: Message, place: Place) -> Iterator[Problem]:
    found: dict[str, frozenset[str]] = {}
    for form, text in _forms(message).items():
        names = placeholders(text)
        if names is None:
            wrong = "une accolade est seule : écrivez {nom}, ou retirez-la."
            yield draft.problem(file, wrong, *place, form)
            return
        found[form] = names
    for form, other in (("tu", "vous"), ("vous", "tu")):
        for name in sorted(found[other] - found[form]):
            wrong = f"il manque {{{name}}}, qui est dans « {other} » : mettez-le aussi dans « {form} »."
            yield draft.problem(file, wrong, *place, form)


def _none_to_fill(draft: Draft, file: str, message: Message, place: Place) -> Iterator[Problem]:
    for form, text in _forms(message).items():
        if placeholders(text) != frozenset():
            wrong = "rien ne remplit les accolades de ce texte : retirez-les."
            yield draft.problem(file, wrong, *place, form)


def _forms(message: Message) -> Mapping[str, str]:
    return {"tu": message.tu, "vous": message.vous}


def placeholders(text: str) -> frozenset[str] | None:
    """The names between braces, as `str.format` reads them; None when it cannot read the text."""
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return frozenset(names) if all(n.isidentifier() for n in names) else None
