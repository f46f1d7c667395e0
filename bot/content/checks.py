"""Every rule of the base in one visible list, and the one way to run them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bot.content.addresses import check_links, check_numbers
from bot.content.coherence import (
    check_collections,
    check_ranks,
    check_related,
    check_survey_kind,
    check_unique_ids,
)
from bot.content.dates import check_no_future_dates, check_source_dates, check_stale_sources
from bot.content.draft import Draft, read_draft
from bot.content.files import read_files
from bot.content.limits import check_copies, check_lengths, check_paths
from bot.content.phrasings import (
    check_every_entry_is_asked_for,
    check_phrasing_files,
    check_phrasings_are_unique,
)
from bot.content.problem import Problem
from bot.content.quotations import check_every_quotation_is_there, check_quotations, check_survey_order
from bot.content.references import check_references
from bot.content.schema import check_editor_hints
from bot.content.writing import check_placeholders, check_writing

# Rules that hold on any day: a base that breaks one of them is not served.
CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    check_references,
    check_unique_ids,
    check_ranks,
    check_related,
    check_collections,
    check_survey_kind,
    check_quotations,
    check_every_quotation_is_there,
    check_survey_order,
    check_phrasing_files,
    check_every_entry_is_asked_for,
    check_phrasings_are_unique,
    check_source_dates,
    check_links,
    check_numbers,
    check_paths,
    check_lengths,
    check_copies,
    check_writing,
    check_placeholders,
    check_editor_hints,
)
# Rules that look at the calendar. Serving never depends on them: a wrong clock must not stop the bot.
DATED_CHECKS: tuple[Callable[[Draft, date], Iterator[Problem]], ...] = (
    check_no_future_dates,
    check_stale_sources,
)


def check(folder: Path, today: date) -> list[Problem]:
    """Every problem of the base in `folder`, of both severities, sorted by file and line."""
    draft = read_draft(read_files(folder))
    dated = (problem for rule in DATED_CHECKS for problem in rule(draft, today))
    return sorted({*problems_of(draft), *dated})


def problems_of(draft: Draft) -> list[Problem]:
    """What was wrong while reading, then what breaks a rule of any day."""
    if not draft.documents:
        return sorted(draft.problems)
    return sorted({*draft.problems, *(problem for rule in CHECKS for problem in rule(draft))})
