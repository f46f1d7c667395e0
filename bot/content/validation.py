"""From what was read in a file to a record of the model, or to sentences that an editor understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.content.faults import BAD_DATE, BAD_ID, DATE_WANTED, ISO_DATE, Fault, Place, keys_of
from bot.content.problem import Problem
from bot.content.source import Document, Value
from bot.core.model import Record

R = TypeVar("R", bound=Record)
DATES = frozenset({"consulted_on", "verified_on"})
_OWN_ID = "l'identifiant est le nom du fichier (ou la clé) : supprimez la ligne « id »."


def build(
    model: type[R], document: Document, at: Place = (), *, entry_id: str | None = None
) -> R | list[Problem]:
    """The record that `document` holds at `at`, or all that is wrong with it, in French.

    entry_id: the file's name (or the key) when the model has an `id` that never stands inside the file.
    """
    value = _value_at(document, at)
    if not isinstance(value, dict):
        wanted = ", ".join(f"« {n}: »" for n in keys_of(model))
        message = f"il faut ici des lignes « clé: valeur » ; clés possibles : {wanted}."
        return [Problem(document.path, document.line(*at), message)]
    raw = _without_blanks(model, value)
    found: dict[Place, str] = dict(_loose_dates(raw, ()))
    if entry_id is not None:
        found |= {("id",): _OWN_ID} if "id" in value else {}
        raw["id"] = entry_id
    record = _record(model, raw, found, entry_id)
    if record is not None and not found:
        return record
    return [Problem(document.path, document.line(*at, *place), m) for place, m in found.items()]


def _record(model: type[R], raw: dict[str, Value], found: dict[Place, str], entry_id: str | None) -> R | None:
    """The record, or None with what is wrong added to `found` (one sentence a place, the first stays)."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            own_id = entry_id is not None and fault["loc"] == ("id",)
            said = f"le nom « {entry_id} » {BAD_ID}" if own_id else Fault.of(fault, model).sentence()
            found.setdefault(fault["loc"], said)
    return None


def _value_at(document: Document, at: Place) -> Value:
    value = document.value
    for key in at:
        value = value[key]
    return value


def _without_blanks(model: type[Record], value: Mapping[str, Value]) -> dict[str, Value]:
    """A key left empty (`verified_on:`, `links:`) is the same as no key, where the model allows none."""
    fields = model.model_fields
    optional = {n for n, f in fields.items() if not f.is_required() and not isinstance(f.default, str)}
    return {k: v for k, v in value.items() if v != "" or k not in optional}


def _loose_dates(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    """Pydantic also reads `0` and `2026-11-22T00:00` as dates; an editor who writes that is mistaken."""
    children: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        if key in DATES and isinstance(child, str) and not ISO_DATE.fullmatch(child):
            wrong = f"« {child} » {BAD_DATE}" if child else f"« {key} » est vide : {DATE_WANTED}"
            yield (*place, key), wrong
        elif not isinstance(child, str):
            yield from _loose_dates(child, (*place, key))
