"""What every error over HTTP looks like."""

from __future__ import annotations

from typing import Any

import httpx

PROBLEM = "urn:mingjing:problem:"


def is_problem(answer: httpx.Response, status: int, kind: str) -> Any:
    """The members of a problem with that status and type."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (PROBLEM + kind, status)
    assert problem["title"]
    return problem


def wrong(answer: httpx.Response) -> list[str]:
    """The paths of the wrong fields."""
    problem = is_problem(answer, 422, "invalid")
    assert all(error["detail"] for error in problem["errors"])
    return [error["path"] for error in problem["errors"]]
