"""Does a JSON file hold to a schema? schema.py SCHEMA FILE...

The keywords of JSON Schema 2020-12 that src/data/report.schema.json uses, and
no other: an unknown one is an error, so that no rule is silently passed over.
NaN and Infinity, which Python would read, are no JSON, and neither is a key
that stands twice.
"""
import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool,
         "null": type(None)}
KNOWN = {"$schema", "$id", "$defs", "$ref", "title", "description", "type",
         "properties", "required", "additionalProperties", "items", "enum",
         "const", "anyOf", "pattern", "minimum", "maximum", "minLength"}


def is_type(value, name):
    if name in ("number", "integer"):
        return (isinstance(value, (int, float)) and
                not isinstance(value, bool) and
                (name == "number" or value == int(value)))
    return isinstance(value, TYPES[name])


def problems(schema, value, path, root):
    """Sentences about what is wrong below `path`."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise SystemExit(f"keyword not known here: {sorted(unknown)}")
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        yield from problems(target, value, path, root)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_type(value, name) for name in names):
        yield f"{path}: {value!r:.60} is no {' or '.join(names)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r:.60} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r:.60} is not one of {schema['enum']}"
    if "anyOf" in schema:
        branches = [list(problems(s, value, path, root))
                    for s in schema["anyOf"]]
        if all(branches):
            yield from branches[0]
    if isinstance(value, dict):
        yield from of_object(schema, value, path, root)
    elif isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            yield from problems(schema["items"], item, f"{path}[{i}]", root)
    elif isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            yield f"{path}: {value!r:.60} does not match {schema['pattern']}"
        if len(value) < schema.get("minLength", 0):
            yield f"{path}: too short"
    elif is_type(value, "number"):
        if not (schema.get("minimum", value) <= value <=
                schema.get("maximum", value)):
            yield f"{path}: {value} is out of range"


def of_object(schema, value, path, root):
    properties = schema.get("properties", {})
    for key in schema.get("required", []):
        if key not in value:
            yield f"{path}: no {key}"
    for key, item in value.items():
        if key in properties:
            yield from problems(properties[key], item, f"{path}.{key}", root)
        elif schema.get("additionalProperties") is False:
            yield f"{path}: {key} should not be there"


def refuse(word):
    raise SystemExit(f"{word} is no JSON")


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise SystemExit(f"a key stands twice: {[k for k, _ in pairs]}")
    return dict(pairs)


def load(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream, parse_constant=refuse,
                         object_pairs_hook=unique)


if __name__ == "__main__":
    rules = load(sys.argv[1])
    failed = False
    for name in sys.argv[2:]:
        for text in list(problems(rules, load(name), "$", rules))[:20]:
            print(f"{name}: {text}")
            failed = True
    sys.exit(failed)
