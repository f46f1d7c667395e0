"""Dates are real, in order and not in the future; old ones ask to be read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.content.draft import Draft
from bot.content.problem import Problem
from bot.core.model import Emergency, Organisation, Sheet, Source

STALE_AFTER = timedelta(days=365)
_DATED_FOLDERS = ("organisations", "sheets", "emergencies")


def check_source_dates(draft: Draft) -> Iterator[Problem]:
    """A source's own date exists in the calendar and is not later than the day the source was read."""
    for file, index, source in _sources(draft):
        if not source.source_date:
            continue
        first_day = earliest(source.source_date)
        if first_day is None:
            message = (
                f"« {source.source_date} » n'existe pas dans le calendrier : vérifiez le mois et le jour."
            )
            yield draft.problem(file, message, "sources", index, "source_date")
        elif first_day > source.consulted_on:
            message = (
                f"la source est datée du {source.source_date}, après le jour où elle a été lue "
                f"({source.consulted_on}) : corrigez l'une des deux dates."
            )
            yield draft.problem(file, message, "sources", index, "consulted_on")


def check_no_future_dates(draft: Draft, today: date) -> Iterator[Problem]:
    """Nothing was read or confirmed after today (a source's own date cannot be later than its reading)."""
    for file, index, source in _sources(draft):
        if source.consulted_on > today:
            message = f"« {source.consulted_on} » est dans le futur : écrivez le jour où la source a été lue."
            yield draft.problem(file, message, "sources", index, "consulted_on")
    for file, record in _dated(draft):
        if record.verified_on and record.verified_on > today:
            message = (
                f"« {record.verified_on} » est dans le futur : écrivez le jour où l'organisme a confirmé."
            )
            yield draft.problem(file, message, "verified_on")


def check_stale_sources(draft: Draft, today: date) -> Iterator[Problem]:
    """A source read more than a year ago is read again."""
    for file, index, source in _sources(draft):
        if today - source.consulted_on > STALE_AFTER:
            message = (
                f"la source « {source.title} » a été lue il y a plus d'un an ({source.consulted_on}) : "
                "relisez-la, puis changez la date."
            )
            yield draft.problem(file, message, "sources", index, "consulted_on", severity="à revoir")


def earliest(partial: str) -> date | None:
    """The first day that « 2024 », « 2024-04 » or « 2024-04-17 » can mean; None when it is no date."""
    parts = [int(p) for p in partial.split("-") if p]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError:
        return None


def _dated(draft: Draft) -> Iterator[tuple[str, Organisation | Sheet | Emergency]]:
    for folder in _DATED_FOLDERS:
        for record in getattr(draft.knowledge, folder).values():
            yield f"{folder}/{record.id}.yaml", record


def _sources(draft: Draft) -> Iterator[tuple[str, int, Source]]:
    for file, record in _dated(draft):
        for index, source in enumerate(record.sources):
            yield file, index, source
