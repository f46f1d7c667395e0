"""What an editor can do about a file that is not readable YAML, in one French sentence."""

from __future__ import annotations

from typing import Any

import yaml

_QUOTES = 'mettez le texte entre guillemets "…".'
_UNCLOSED = 'un guillemet « " » est ouvert et jamais fermé : fermez-le.'
_RESERVED = f"un texte commence par « * », « & », « ! » ou « % » : {_QUOTES}"
_NOT_ALIGNED = "cette ligne n'est pas alignée avec celles du dessus"

# What libyaml and PyYAML say (they differ) -> what to do about it. Note: order matters, the first that fits.
_SENTENCES = (
    ("mapping values are not allowed", f"il y a « : » au milieu d'un texte, ou un décalage : {_QUOTES}"),
    ("could not find expected ':'", "il manque « : » après un nom de clé, ou un guillemet n'est pas fermé."),
    ("found unexpected end of stream", _UNCLOSED),
    ("escape", "il y a « \\ » dans un texte entre guillemets : écrivez « \\\\ » ou retirez-le."),
    ("while scanning a quoted scalar", _UNCLOSED),
    ("cannot start any token", f"un texte commence par un signe réservé : {_QUOTES}"),
    ("alias", _RESERVED),
    ("anchor", _RESERVED),
    ("tag", _RESERVED),
    ("directive", _RESERVED),
    ("block scalar", "après « > » ou « | », allez à la ligne et décalez le texte de deux espaces."),
    (
        "flow",
        f"un texte commence par « [ » ou « {{ », ou un crochet n'est pas fermé : {_QUOTES}",
    ),
    ("block sequence", f"{_NOT_ALIGNED}, ou il manque un tiret."),
    ("block mapping", f"{_NOT_ALIGNED}, ou un guillemet ferme trop tôt."),
    ("block collection", f"{_NOT_ALIGNED}."),
)


class RefusedError(Exception):
    """What is wrong with the text of a file, and on which line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def from_parser(error: yaml.YAMLError, text: str) -> RefusedError:
    """The parser's complaint about `text`, on the line where the editor should look."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return RefusedError(1, "le fichier n'est pas du YAML lisible : recopiez un fichier voisin.")
    said = f"{error.problem or ''} {error.context or ''}"
    sentence = next((s for words, s in _SENTENCES if words in said), "")
    mark = error.problem_mark or error.context_mark
    if sentence == _UNCLOSED and error.context_mark:
        mark = error.context_mark  # where the quotation mark opens, not the end of the file
    line = min(mark.line + 1, max(1, len(text.splitlines()))) if mark else 1
    return RefusedError(line, sentence or f"cette ligne n'est pas du YAML lisible : {_QUOTES}")


def decorated(event: Any) -> RefusedError:
    """Anchors, aliases and tags: handy for programs, a trap for whoever edits next."""
    line = event.start_mark.line + 1
    if getattr(event, "tag", None):
        sign = event.tag.replace("tag:yaml.org,2002:", "!!")
        return RefusedError(line, f"« {sign} » (étiquette YAML) n'est pas permis : {_QUOTES}")
    sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
    return RefusedError(line, f"« {sign}{event.anchor} » (renvoi YAML) n'est pas permis : {_QUOTES}")
