"""Addresses and numbers that people tap: complete, safe, written as they are dialled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.content.draft import Draft
from bot.content.faults import Place
from bot.content.problem import Problem
from bot.core.model import Emergency, Link, Organisation, Sheet

_PHONE = re.compile(r"\d{1,4}( \d{2,4})*")
_EMERGENCY = re.compile(r"\d{2,10}")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def check_links(draft: Draft) -> Iterator[Problem]:
    """Links are complete https addresses; plain http is served but asks to be looked at."""
    for file, place, url in _urls(draft):
        if url and (wrong := wrong_with(url)):
            yield draft.problem(file, wrong, *place)
        elif url.startswith("http:"):
            message = (
                f"« {url} » n'est pas chiffrée (http) : essayez avec https, gardez-la si elle ne marche pas."
            )
            yield draft.problem(file, message, *place, severity="à revoir")


def wrong_with(url: str) -> str:
    """Why an address cannot be served, in French; empty when it can."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"« {url} » n'est pas une adresse : recopiez-la depuis le navigateur."
    if parts.scheme not in ("https", "http"):
        return f"« {url} » doit commencer par https:// : recopiez l'adresse depuis le navigateur."
    if not url.isprintable() or any(c.isspace() for c in url):
        return f"« {url} » contient un espace : recopiez l'adresse depuis le navigateur."
    if not _HOST.fullmatch(parts.netloc):
        return f"« {url} » n'a pas de nom de site correct : recopiez l'adresse depuis le navigateur."
    return ""


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """Emergency numbers are digits only; other phones are digits in groups, as they are read aloud."""
    for emergency in draft.knowledge.emergencies.values():
        for index, number in enumerate(emergency.numbers):
            if not _EMERGENCY.fullmatch(number.number):
                message = (
                    f"« {number.number} » : un numéro d'urgence s'écrit en chiffres seulement, comme 115."
                )
                file = f"emergencies/{emergency.id}.yaml"
                yield draft.problem(file, message, "numbers", index, "number")
    for folder in ("organisations", "sheets"):
        for record in getattr(draft.knowledge, folder).values():
            for index, phone in enumerate(record.phones):
                if not _PHONE.fullmatch(phone.number):
                    message = (
                        f"« {phone.number} » : écrivez des chiffres et des espaces, comme 09 70 80 08 00."
                    )
                    yield draft.problem(f"{folder}/{record.id}.yaml", message, "phones", index, "number")


def _urls(draft: Draft) -> Iterator[tuple[str, Place, str]]:
    """Every address of the base with where it stands."""
    for folder in ("organisations", "sheets", "emergencies"):
        for record in getattr(draft.knowledge, folder).values():
            yield from _of_record(f"{folder}/{record.id}.yaml", record)


def _of_record(file: str, record: Organisation | Sheet | Emergency) -> Iterator[tuple[str, Place, str]]:
    if isinstance(record, Organisation):
        yield file, ("site",), record.site
    links: tuple[Link, ...] = record.links
    for index, link in enumerate(links):
        yield file, ("links", index, "url"), link.url
    for index, source in enumerate(record.sources):
        yield file, ("sources", index, "url"), source.url
