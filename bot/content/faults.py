"""What pydantic says about a record, in a French sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic.fields import FieldInfo

from bot.core.model import (
    Collection,
    Emergency,
    Organisation,
    Record,
    Sheet,
    SmallTalk,
    Statement,
)

Place = tuple[str | int, ...]

# Their `id` is the name of the file (of the key, for small talk) and never stands inside.
NAMED_BY_FILE: tuple[type[Record], ...] = (
    Collection,
    Emergency,
    Organisation,
    Sheet,
    SmallTalk,
    Statement,
)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTED = 20  # a longer list helps nobody
DATE_WANTED = "écrivez une date, comme 2026-11-22."
BAD_DATE = "n'est pas une date : écrivez année-mois-jour, comme 2026-11-22."
BAD_ID = "n'est pas un identifiant : minuscules sans accents, chiffres et traits d'union, comme loca-pass."


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of `ValidationError.errors()`, about a record of `model`."""

    kind: str
    place: Place
    written: Any
    limit: int
    model: type[Record]

    @classmethod
    def of(cls, error: Mapping[str, Any], model: type[Record]) -> Fault:
        limit = (error.get("ctx") or {}).get("max_length", 0)
        return cls(error["type"], error["loc"], error["input"], limit, model)

    @property
    def name(self) -> str:
        """The nearest key that an editor wrote."""
        return next((str(k) for k in reversed(self.place) if isinstance(k, str)), "ce fichier")

    @property
    def owner(self) -> type[Record] | None:
        """The class of the record that holds the guilty key."""
        return _model_at(self.model, self.place[:-1])

    @property
    def field(self) -> FieldInfo | None:
        return self.owner.model_fields.get(self.name) if self.owner else None

    def sentence(self) -> str:
        """What is wrong and what to do."""
        say = _SENTENCES.get(self.kind)
        return say(self) if say else f"« {self.name} » n'est pas correct : comparez avec un fichier voisin."


def keys_of(model: type[Record]) -> list[str]:
    """The keys that an editor may write."""
    return [n for n in model.model_fields if n != "id" or model not in NAMED_BY_FILE]


def suggestion(written: str, possible: list[str]) -> str:
    """« vouliez-vous dire … », else the whole list when it is short."""
    near = get_close_matches(written, possible, n=1, cutoff=0.7)
    if near:
        return f"vouliez-vous dire « {near[0]} » ?"
    if not possible:
        return "supprimez la ligne."
    if len(possible) > _LISTED:
        return "vérifiez le nom, lettre par lettre."
    return f"choisissez parmi : {', '.join(possible)}."


def _missing(fault: Fault) -> str:
    meaning = f" {fault.field.description}" if fault.field and fault.field.description else ""
    return f"il manque « {fault.name} » : ajoutez la ligne « {fault.name}: … ».{meaning}"


def _unknown_key(fault: Fault) -> str:
    possible = keys_of(fault.owner) if fault.owner else []
    return f"« {fault.name} » n'est pas une clé connue ; {suggestion(fault.name, possible)}"


def _too_long(fault: Fault) -> str:
    length, limit = len(fault.written), fault.limit
    return (
        f"« {fault.name} » fait {length} caractères, pour {limit} au plus : "
        f"raccourcissez de {length - limit}."
    )


def _empty_text(fault: Fault) -> str:
    if isinstance(fault.place[-1], int):
        return f"une ligne de « {fault.name} » est vide : écrivez-la ou supprimez-la."
    return f"« {fault.name} » est vide : écrivez-le."


def _empty_list(fault: Fault) -> str:
    return f"« {fault.name} » est vide : ajoutez au moins une ligne, précédée d'un tiret."


def _bad_pattern(fault: Fault) -> str:
    if fault.name == "source_date":
        return (
            f"« {fault.written} » n'est pas une date : écrivez 2024, 2024-04 ou 2024-04-17, ou laissez vide."
        )
    return f"« {fault.written} » {BAD_ID}" if fault.written else _empty_text(fault)


def _bad_choice(fault: Fault) -> str:
    allowed = " ou ".join(str(a) for a in get_args(fault.field.annotation)) if fault.field else ""
    written = f"« {fault.written} »" if fault.written else "vide"
    return f"« {fault.name} » ne peut pas être {written} : écrivez {allowed}."


def _bad_date(fault: Fault) -> str:
    if not isinstance(fault.written, str):
        return f"« {fault.name} » n'est pas une date : {DATE_WANTED}"
    if ISO_DATE.fullmatch(fault.written):
        return f"« {fault.written} » n'existe pas dans le calendrier : vérifiez le mois et le jour."
    return f"« {fault.written} » {BAD_DATE}"


def _bad_number(fault: Fault) -> str:
    return f"« {fault.name} » doit être un nombre entier, à partir de 1 : écrivez « {fault.name}: 1 »."


def _not_text(fault: Fault) -> str:
    if isinstance(fault.written, dict) and fault.written:
        key = next(iter(fault.written))
        return f'« {key}: … » a été lu comme une clé : mettez toute la ligne entre guillemets "…".'
    return f'« {fault.name} » doit être un simple texte : mettez-le entre guillemets "…".'


def _not_list(fault: Fault) -> str:
    if fault.written == "":
        return _empty_list(fault)
    return f"« {fault.name} » doit être une liste : un élément par ligne, précédé d'un tiret."


def _not_mapping(fault: Fault) -> str:
    within = _model_at(fault.model, fault.place)
    keys = f" : {', '.join(keys_of(within))}" if within else ""
    return f"« {fault.name} » doit contenir des lignes « clé: valeur »{keys}."


_SENTENCES: Mapping[str, Callable[[Fault], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "string_too_long": _too_long,
    "string_too_short": _empty_text,
    "too_short": _empty_list,
    "string_pattern_mismatch": _bad_pattern,
    "literal_error": _bad_choice,
    "date_from_datetime_parsing": _bad_date,
    "date_from_datetime_inexact": _bad_date,
    "date_parsing": _bad_date,
    "date_type": _bad_date,
    "int_parsing": _bad_number,
    "int_parsing_size": _bad_number,
    "int_type": _bad_number,
    "greater_than_equal": _bad_number,
    "string_type": _not_text,
    "tuple_type": _not_list,
    "mapping_type": _not_mapping,
    "dict_type": _not_mapping,
    "model_type": _not_mapping,
}


def _model_at(model: type[Record], place: Place) -> type[Record] | None:
    """The class of the record at `place`, walking from `model`; list positions change nothing."""
    current: type[Record] | None = model
    for key in place:
        if isinstance(key, int):
            continue
        field = current.model_fields.get(key) if current else None
        current = _model_within(field.annotation) if field else None
    return current


def _model_within(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((m for m in map(_model_within, get_args(annotation)) if m), None)
