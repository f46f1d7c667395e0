"""Editors complete and explain from the same definition as the loader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.content.files import FILES, FOLDERS
from bot.content.schema import hint_of, outdated_schemas, schemas, write_schemas

FOLDER = Path(__file__).parents[2] / "knowledge" / "schema"
SCHEMAS = schemas()


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema describes, with its description."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for child in schema.values():
            yield from properties(child)


def test_the_schemas_of_the_base_are_current() -> None:
    assert outdated_schemas(FOLDER) == [], "the model changed: run `make schemas`"


def test_a_missing_changed_or_foreign_schema_is_out_of_date(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schema")
    assert outdated_schemas(tmp_path / "schema") == []
    (tmp_path / "schema" / "sheet.schema.json").unlink()
    (tmp_path / "schema" / "topics.schema.json").write_text("{}")
    (tmp_path / "schema" / "recipe.schema.json").write_text("{}")
    assert outdated_schemas(tmp_path / "schema") == [
        "recipe.schema.json",
        "sheet.schema.json",
        "topics.schema.json",
    ]


def test_every_file_of_the_base_has_its_schema() -> None:
    files = (*FILES, *(f"{folder}/x.yaml" for folder in FOLDERS if folder != "source"))
    hinted = {hint_of(f).rpartition("/")[2] for f in files}
    assert hinted == set(SCHEMAS)
    assert hint_of("sheets/x.yaml") == "# yaml-language-server: $schema=../schema/sheet.schema.json"
    assert hint_of("topics.yaml") == "# yaml-language-server: $schema=schema/topics.schema.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_says_what_the_loader_says(name: str) -> None:
    schema = json.loads((FOLDER / name).read_text("utf-8"))
    assert schema["title"].endswith(".")
    described = dict(properties(schema))
    assert described
    for key, shape in described.items():
        assert "default" not in shape
        assert key == "id" or shape["description"]


def test_the_id_of_an_entry_is_its_file_name_and_that_of_a_source_is_not() -> None:
    sheet = SCHEMAS["sheet.schema.json"]
    assert "id" not in sheet["properties"]
    assert "id" not in sheet["required"]
    assert "id" in sheet["definitions"]["Source"]["required"]
    assert "id" not in SCHEMAS["small_talk.schema.json"]["additionalProperties"]["properties"]
    assert "id" in SCHEMAS["collection.schema.json"]["definitions"]["Need"]["properties"]


def test_what_may_be_left_empty() -> None:
    sheet = SCHEMAS["sheet.schema.json"]
    assert "null" in sheet["properties"]["verified_on"]["type"]
    assert "null" in sheet["properties"]["links"]["type"]
    assert sheet["properties"]["title"]["type"] == "string"
    assert sheet["properties"]["audience"]["enum"] == ["tous", "professionnel"]
    assert sheet["properties"]["summary"]["maxLength"] == 300
    assert SCHEMAS["collection.schema.json"]["properties"]["intro"]["anyOf"][1] == {"type": "null"}


def test_dates_are_texts_of_a_shape() -> None:
    source = SCHEMAS["sheet.schema.json"]["definitions"]["Source"]["properties"]
    assert re.search(source["consulted_on"]["pattern"], "2026-11-22")
    assert not re.search(source["consulted_on"]["pattern"], "22/11/2026")
    assert re.search(source["source_date"]["pattern"], "2024-04")
    # A year typed without quotation marks is a number for an editor, a text for the loader.
    assert source["source_date"]["type"] == ["string", "integer", "null"]
