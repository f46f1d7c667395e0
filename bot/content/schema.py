"""JSON Schemas for editors, generated from the model: completion, choices and explanations in French.

An editor with YAML support reads the hint on the first line of a file and underlines what the loader
would refuse. `make schemas` writes them again after a change of the model; a test says when.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.draft import Draft
from bot.content.faults import NAMED_BY_FILE
from bot.content.problem import Problem
from bot.core.model import (
    Collection,
    Emergency,
    FalseAlarms,
    Message,
    Organisation,
    OutOfScope,
    Phrasings,
    Record,
    Sheet,
    SmallTalk,
    Statement,
    Topics,
    Vocabulary,
)

Schema = dict[str, Any]
_DIALECT = "http://json-schema.org/draft-07/schema#"  # what YAML plug-ins of editors know
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_BY_FILE: Mapping[str, tuple[type[Record], str]] = {
    "sheet": (Sheet, "Une fiche : un dispositif ou un service, avec ses sources."),
    "organisation": (Organisation, "Un organisme : un des quatre acteurs ou un relais."),
    "statement": (Statement, "Une parole du document source, octet pour octet."),
    "emergency": (Emergency, "Une urgence : ce qui passe avant tout le reste."),
    "collection": (Collection, "Plusieurs entrées montrées ensemble."),
    "phrasings": (Phrasings, "Les façons de demander une entrée."),
    "topics": (Topics, "Les listes fermées : thèmes et publics."),
    "vocabulary": (Vocabulary, "Les mots des SMS, de l'argot et d'autres langues."),
    "out_of_scope": (OutOfScope, "Les questions auxquelles le bot ne répond pas."),
    "false_alarms": (FalseAlarms, "Des mots d'urgence sans urgence."),
}
_BY_KEY: Mapping[str, tuple[type[Record], str]] = {
    "messages": (Message, "Ce que le bot dit de lui-même, tutoyé et vouvoyé."),
    "small_talk": (SmallTalk, "Les politesses : une ligne de réponse et les façons de le dire."),
}
_OF_FOLDER: Mapping[str, str] = {
    "organisations": "organisation",
    "statements": "statement",
    "sheets": "sheet",
    "emergencies": "emergency",
    "collections": "collection",
    "phrasings": "phrasings",
}


def schemas() -> dict[str, Schema]:
    """File name (« sheet.schema.json ») -> schema."""
    single = {n: _titled(_of_model(m), title) for n, (m, title) in _BY_FILE.items()}
    keyed = {n: _titled(_by_key(_of_model(m)), title) for n, (m, title) in _BY_KEY.items()}
    return {f"{name}.schema.json": schema for name, schema in (single | keyed).items()}


def write_schemas(folder: Path) -> None:
    """Write every schema into `folder` (knowledge/schema), which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(_as_text(schema), encoding="utf-8")


def outdated_schemas(folder: Path) -> list[str]:
    """Names of the schema files that are missing from `folder`, differ from the model, or are not ours."""
    wanted = {name: _as_text(schema) for name, schema in schemas().items()}
    there = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.schema.json")}
    return sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))


def hint_of(file: str) -> str:
    """The first line that a file of the base should have, from its path inside the base."""
    folder, _, name = file.rpartition("/")
    schema = _OF_FOLDER[folder] if folder else name.removesuffix(".yaml")
    return f"# yaml-language-server: $schema={'../' if folder else ''}schema/{schema}.schema.json"


def check_editor_hints(draft: Draft) -> Iterator[Problem]:
    """Every YAML file tells editors which schema explains it."""
    for file, document in draft.documents.items():
        if document.head != hint_of(file):
            message = f"la première ligne doit être « {hint_of(file)} », pour que l'éditeur vous aide."
            yield Problem(document.path, 1, message, "à revoir")


def _as_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _titled(schema: Schema, title: str) -> Schema:
    return {"$schema": _DIALECT, "title": title, **schema}


def _by_key(schema: Schema) -> Schema:
    """A mapping whose every value has the shape of `schema`; definitions stay at the top."""
    definitions = schema.pop("definitions", None)
    mapping: Schema = {"type": "object", "additionalProperties": schema}
    return mapping | ({"definitions": definitions} if definitions else {})


def _of_model(model: type[Record]) -> Schema:
    """The schema of what an editor writes: no `id` that is the file's name, empty values where allowed."""
    raw = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = {name: _written(d) for name, d in raw.pop("$defs", {}).items()}
    schema = _written(raw)
    if model in NAMED_BY_FILE:
        schema["properties"].pop("id")
        schema["required"].remove("id")
    return schema | ({"definitions": definitions} if definitions else {})


def _written(record: Schema) -> Schema:
    """One record of the model as it is written in YAML."""
    required = record.get("required", [])
    properties = {
        name: _property(name, schema, optional=name not in required)
        for name, schema in record["properties"].items()
    }
    kept = {"type": "object", "properties": properties, "additionalProperties": False}
    return kept | ({"required": list(required)} if required else {})


def _property(name: str, schema: Schema, *, optional: bool) -> Schema:
    """One key: no titles or defaults of the model, a date as a pattern, « nothing » when it may be empty."""
    shape: Schema = _bare(schema)
    options = [s for s in shape.pop("anyOf", []) if s.get("type") != "null"]
    shape |= options[0] if options else {}
    if name == "source_date":
        shape["type"] = ["string", "integer"]  # a year typed without quotation marks
    if optional and "$ref" not in shape and "enum" not in shape:
        wide = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
        shape["type"] = [*wide, "null"]
    if "$ref" in shape:
        # Beside $ref, draft 7 ignores every other key: the description would be lost.
        reference = {"$ref": shape.pop("$ref")}
        shape["anyOf"] = [reference, {"type": "null"}] if optional else [reference]
    return shape


def _bare(schema: Any) -> Any:
    """Without pydantic's titles and defaults (an editor would insert them), dates as patterns."""
    if isinstance(schema, list):
        return [_bare(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {k: _bare(v) for k, v in schema.items() if k not in ("title", "default", "format")}
    return kept | ({"pattern": _DATE} if schema.get("format") == "date" else {})
