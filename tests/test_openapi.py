"""The OpenAPI description: complete, in order, and in Chinese where people read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args

import httpx
import pytest

from api.deployment import install
from api.register_entries import Entry
from api.settings import Settings
from http_town import serving
from records.course.steps import COMMAND_TYPES, OPENING_TYPES, STEP_TYPES
from records.law.data import in_force
from records.law.file import seed_texts
from records.moment import SHANGHAI

Operation = tuple[str, str, dict[str, Any]]

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = Settings(var=tmp_path_factory.mktemp("var"), port=0)
    install(settings)
    with serving(settings) as address:
        answer = httpx.get(f"{address}/openapi.json", trust_env=False)
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def operations(description: Any) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def references(value: Any) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolve(description: Any, reference: str) -> Any:
    found = description
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def test_it_is_openapi_3_1(description: Any) -> None:
    assert re.fullmatch(r"3\.1\.\d+", description["openapi"])
    assert description["info"].keys() >= {"title", "version", "description"}
    identities = [operation["operationId"] for _, _, operation in operations(description)]
    assert len(identities) == len(set(identities)) > 25
    for method, path, operation in operations(description):
        assert method in METHODS
        assert operation["responses"]
        declared = {one["name"] for one in parameters(description, operation) if one["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path)), path


def parameters(description: Any, operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [resolve(description, one["$ref"]) if "$ref" in one else one for one in operation.get("parameters", [])]


def test_every_reference_resolves_and_no_schema_is_there_for_nothing(description: Any) -> None:
    found = set(references(description))
    for reference in found:
        assert reference.startswith("#/components/")
        assert isinstance(resolve(description, reference), dict)
    schemas = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert schemas <= found


def test_every_command_and_entry_is_described_where_it_is_sent(description: Any) -> None:
    sent: dict[str, set[str]] = {}
    for method, path, operation in operations(description):
        if method == "post" and path.startswith("/api/"):
            sent[path] = {reference.rpartition("/")[2] for reference in references(operation["requestBody"])}
    assert sent == {
        "/api/{ledger}/cases": {kind.__name__ for kind in OPENING_TYPES},
        "/api/{ledger}/cases/{case}/documents": {"PrintDocument"},
        "/api/{ledger}/cases/{case}/steps": {kind.__name__ for kind in STEP_TYPES},
        "/api/{ledger}/registers/entries": {kind.__name__ for kind in get_args(Entry)},
        "/api/{ledger}/registers/persons": {"RegisterPerson"},
        "/api/{ledger}/registers/access": {"GrantAccess"},
        "/api/{ledger}/clock": {"SetClock"},
        "/api/{ledger}/erasures": {"ErasePerson"},
        "/api/{ledger}/complaints/{item}": {"SettleComplaint"},
    }
    for kind in COMMAND_TYPES:
        schema = description["components"]["schemas"][kind.__name__]
        assert schema["properties"]["type"] == {"enum": [kind.__struct_config__.tag]}
        assert schema["additionalProperties"] is False


def test_every_refusal_is_named_with_its_article(description: Any) -> None:
    rules = in_force(seed_texts(), datetime.now(SHANGHAI).date()).rules
    assert len(rules) > 100
    for rule in rules.values():
        assert re.search(rf"`{rule.code}` \| {re.escape(rule.article)}(<br>| \|)", description["info"]["description"])
    codes = description["components"]["schemas"]["Problem"]["properties"]["code"]["examples"]
    assert codes == sorted(rules)


def test_every_route_says_in_chinese_what_it_does(description: Any) -> None:
    for method, path, operation in operations(description):
        assert CHINESE.search(operation["summary"]), (method, path)
        assert CHINESE.search(operation["description"]), (method, path)


def test_whoever_needs_a_token_is_told_so_and_how_errors_look(description: Any) -> None:
    closed = ("/api/", "/uploads", "/objects")
    for _, path, operation in operations(description):
        assert ("security" in operation) == path.startswith(closed), path
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
        assert "422" not in operation["responses"], "a form that is never sent"
    problem = resolve(description, "#/components/responses/Problem")
    assert list(problem["content"]) == ["application/problem+json"]


def test_it_names_no_module(description: Any) -> None:
    assert not re.search(r"(records|projections|media|api)\.[a-z_]+\.", json.dumps(description))
