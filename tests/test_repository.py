"""What the repository promises about itself: locked, documented, and two commands that exist."""

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "lock").glob("*.txt"))
REQUIREMENT = re.compile(r"([a-z0-9._-]+)==([^ ]+?)(?: ; .+)? \\")


def name_of(requirement: str) -> str:
    """`psycopg[binary]>=3.2` → `psycopg`."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found[0].lower()


def versions(lock: Path) -> dict[str, str]:
    return dict(REQUIREMENT.findall(lock.read_text()))


def runtime_names() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return {name_of(each) for each in sum(extras, PROJECT["project"]["dependencies"])}


def group_names(*groups: str) -> set[str]:
    members = [each for group in groups for each in PROJECT["dependency-groups"][group]]
    return {name_of(each) for each in members if isinstance(each, str)}


def imported(file: Path) -> set[str]:
    """The top-level names of what a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).split(".")[0])
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_version_has_a_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text())
    pinned = [block for block in blocks if not block.startswith("#")]
    assert pinned
    for block in pinned:
        assert REQUIREMENT.match(block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_an_address(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", lock.read_text())


def test_there_is_no_lock_that_names_hosts() -> None:
    assert {lock.name for lock in LOCKS} == {"run.txt", "dev.txt", "go.txt", "node.txt", "uv.txt"}
    for name in ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml"):
        assert not (ROOT / name).exists()


def test_the_locks_hold_what_the_project_names() -> None:
    locked = {lock.stem: versions(lock).keys() for lock in LOCKS}
    assert runtime_names() | group_names("build") <= locked["run"]
    assert runtime_names() | group_names("build", "dev") <= locked["dev"]
    assert group_names("go") <= locked["go"]
    assert group_names("lock") <= locked["uv"]


def test_tests_run_with_the_versions_that_a_deployment_installs() -> None:
    run, dev = versions(ROOT / "lock/run.txt"), versions(ROOT / "lock/dev.txt")
    assert run.items() <= dev.items()


def test_the_code_imports_only_what_a_deployment_installs() -> None:
    come_with_others = {"starlette", "anyio", "urllib3"}  # parts of what FastAPI and minio hand out
    ours = {path.parent.name for path in (ROOT / "src").glob("*/__init__.py")}
    known = {name.replace("-", "_") for name in runtime_names()} | come_with_others | ours | sys.stdlib_module_names
    files = (ROOT / "src").rglob("*.py")
    foreign = {(module, file.name) for file in files for module in imported(file) if module not in known}
    assert not foreign


def test_every_dependency_is_documented_and_nothing_else_is() -> None:
    text = (ROOT / "docs/dependencies.md").read_text()
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE))
    assert documented == runtime_names() | group_names(*PROJECT["dependency-groups"])


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_every_make_command_in_the_text_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = re.findall(r"```.*?```|`[^`]+`", (ROOT / name).read_text(), re.DOTALL)
    commands = set(re.findall(r"\bmake ([a-z]+)", "\n".join(code)))
    assert commands <= targets
    assert ({"test"} if name == "CONTRIBUTING.md" else {"demo", "test"}) <= commands


def test_continuous_integration_checks_and_tests() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert re.findall(r"^make \w+", script.read_text(), re.MULTILINE) == ["make check", "make test"]


def test_the_unit_starts_the_command_that_the_project_installs() -> None:
    unit = (ROOT / "deploy/mingjing.service").read_text()
    assert re.search(r"^ExecStart=\S+/mingjing serve$", unit, re.MULTILINE)
    assert "mingjing" in PROJECT["project"]["scripts"]
