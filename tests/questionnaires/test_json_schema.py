"""The schemas for editors say the same as the checker, as far as a schema can."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires.definitions import shipped_definitions
from questionnaires.json_schema import json_schema, signed_schema, wording_schema
from questionnaires.loader import parse_questionnaire
from questionnaires.problems import QuestionnaireProblems
from tests.questionnaires.tiny_schema import Schema, fits

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"
GOOD = [
    *sorted(file.parent for file in SAMPLES.glob("*/questionnaire.yaml")),
    *shipped_definitions().values(),
]
# What one file shows by its shape alone.
SHAPES = [
    "bad_id",
    "bad_page_id",
    "bad_paragraph",
    "boolean_id",
    "boolean_in_a_rule",
    "boolean_word",
    "empty_list",
    "empty_value",
    "longer_than_a_text_may_be",
    "max_length_for_a_choice",
    "missing_key",
    "missing_scale",
    "missing_text",
    "number_word",
    "options_for_a_text",
    "out_of_range",
    "rule_shape",
    "rule_with_two_shapes",
    "scale_for_a_choice",
    "too_few_options",
    "unknown_audience",
    "unknown_face",
    "unknown_format",
    "unknown_key",
    "unknown_kind",
    "unknown_scale",
    "wrong_type_flag",
    "wrong_type_keys",
    "wrong_type_list",
    "wrong_type_number",
    "wrong_type_words",
]


SCHEMAS = {"questionnaire.yaml": json_schema, "signed.yaml": signed_schema}


def schema_of(name: str) -> Schema:
    return SCHEMAS.get(name, wording_schema)()


def tree_of(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def mappings(tree: Any, schema: Schema, root: Schema) -> Iterator[tuple[dict[str, Any], Schema]]:
    """Every group of fixed keys in a tree, with its schema."""
    if isinstance(tree, dict) and "properties" in schema:
        yield tree, schema
    if isinstance(tree, dict):
        for key, value in tree.items():
            inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
            if isinstance(inner, dict):
                yield from mappings(value, inner, root)
    if isinstance(tree, list):
        for item in tree:
            yield from mappings(item, schema.get("items", {}), root)


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_what_loads_fits_the_schema(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        schema = schema_of(file.name)
        assert fits(tree_of(file), schema, schema), file.name


@pytest.mark.parametrize("name", SHAPES)
def test_a_broken_shape_does_not_fit_the_schema(name: str) -> None:
    schema = json_schema()
    assert not fits(tree_of(SAMPLES / "broken" / name / "questionnaire.yaml"), schema, schema)


@pytest.mark.parametrize(
    "name, file",
    [
        ("bad_file_name", "questionnaire.yaml"),
        ("bad_file_name", "easy_read.yaml"),
        ("bad_file_name", "signed.yaml"),
        ("bad_sign_language", "signed.yaml"),
        ("no_captions", "signed.yaml"),
        ("no_file_of_a_recording", "questionnaire.yaml"),
        ("reader_recording", "questionnaire.yaml"),
        ("readers_wrong_type", "questionnaire.yaml"),
        ("signed_missing_keys", "signed.yaml"),
        ("wrong_ending", "easy_read.yaml"),
        ("wrong_ending", "signed.yaml"),
    ],
)
def test_a_broken_recording_or_reader_does_not_fit_the_schema(name: str, file: str) -> None:
    schema = schema_of(file)
    assert not fits(tree_of(SAMPLES / "broken" / name / file), schema, schema)


@pytest.mark.parametrize("name", ["questionnaire.yaml", "easy_read.yaml", "signed.yaml", "pl.yaml"])
def test_the_schema_and_the_checker_know_the_same_keys(name: str) -> None:
    """Put a key that nobody knows in each group of keys: the checker then lists all that it knows."""
    folder = SAMPLES / ("language" if name == "pl.yaml" else "every_kind")
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("*.yaml")}
    schema = schema_of(name)
    for number, (_, part) in enumerate(mappings(tree_of(folder / name), schema, schema)):
        tree = tree_of(folder / name)
        list(mappings(tree, schema, schema))[number][0]["qqq"] = "x"
        with pytest.raises(QuestionnaireProblems) as refused:
            parse_questionnaire({**texts, name: yaml.safe_dump(tree)})
        (sentence,) = (problem.sentence for problem in refused.value.problems)
        known = set(sentence.partition("Choose from: ")[2].rstrip(".").split(", "))
        unused = {"language"} if name == "easy_read.yaml" and "titles" in part["properties"] else set()
        assert known == set(part["properties"]) - unused


def test_the_schemas_are_json_that_editors_can_read() -> None:
    for schema in (json_schema(), wording_schema(), signed_schema()):
        assert json.loads(json.dumps(schema)) == schema
        assert copy.deepcopy(schema)["$schema"].startswith("https://json-schema.org/")
