"""As much of JSON Schema as our own schemas use, so that tests can hold them against real files."""

import re
from collections.abc import Callable
from typing import Any

Schema = Any
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
SAYS_NOTHING = {"$schema", "$defs", "title", "description"}


def fits(value: Any, schema: Schema, root: Schema) -> bool:
    """True when a value is valid against a schema. Raises KeyError for a keyword that it does not know."""
    if isinstance(schema, bool):
        return schema
    return all(RULES[word](value, schema, root) for word in schema if word not in SAYS_NOTHING)


def _each_key(value: Any, schema: Schema, root: Schema) -> bool:
    keys = value.keys() & schema["properties"].keys() if isinstance(value, dict) else ()
    return all(fits(value[key], schema["properties"][key], root) for key in keys)


def _other_keys(value: Any, schema: Schema, root: Schema) -> bool:
    others = value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else set()
    return all(fits(value[key], schema["additionalProperties"], root) for key in others)


def _branch(value: Any, schema: Schema, root: Schema) -> bool:
    return not fits(value, schema["if"], root) or fits(value, schema["then"], root)


def _reference(value: Any, schema: Schema, root: Schema) -> bool:
    return fits(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)


RULES: dict[str, Callable[[Any, Schema, Schema], bool]] = {
    "type": lambda v, s, _r: TYPES[s["type"]](v),
    "const": lambda v, s, _r: v == s["const"],
    "enum": lambda v, s, _r: v in s["enum"],
    "pattern": lambda v, s, _r: not isinstance(v, str) or re.search(s["pattern"], v) is not None,
    "minimum": lambda v, s, _r: not isinstance(v, int) or v >= s["minimum"],
    "maximum": lambda v, s, _r: not isinstance(v, int) or v <= s["maximum"],
    "minItems": lambda v, s, _r: not isinstance(v, list) or len(v) >= s["minItems"],
    "items": lambda v, s, r: not isinstance(v, list) or all(fits(item, s["items"], r) for item in v),
    "required": lambda v, s, _r: not isinstance(v, dict) or set(s["required"]) <= v.keys(),
    "properties": _each_key,
    "additionalProperties": _other_keys,
    "allOf": lambda v, s, r: all(fits(v, part, r) for part in s["allOf"]),
    "anyOf": lambda v, s, r: any(fits(v, part, r) for part in s["anyOf"]),
    "oneOf": lambda v, s, r: sum(fits(v, part, r) for part in s["oneOf"]) == 1,
    "if": _branch,
    "then": lambda _v, _s, _r: True,
    "$ref": _reference,
}
