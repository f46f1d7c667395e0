"""From a folder to the knowledge that the core answers with, or everything that is wrong at once."""

from __future__ import annotations

from pathlib import Path

from bot.content.checks import problems_of
from bot.content.draft import read_draft
from bot.content.files import digest, read_files
from bot.content.problem import KnowledgeError, Problem
from bot.core.model import Knowledge

__all__ = ["KnowledgeError", "Problem", "digest", "load"]


def load(folder: Path) -> Knowledge:
    """The base in `folder`; its `fingerprint` equals `digest(folder)`.

    Raises KnowledgeError with every error of the base. What is only « à revoir » is served.
    """
    draft = read_draft(read_files(folder))
    errors = [p for p in problems_of(draft) if p.severity == "erreur"]
    if errors:
        raise KnowledgeError(errors)
    return draft.knowledge
