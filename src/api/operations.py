"""For operators: whether the process is alive and ready, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

import msgspec
from fastapi import APIRouter, Response

from api.answers import Json
from api.deployment import Deployment
from api.published_logs import PublishedLogs
from media.checks import Overview, Result
from projections.follower import Lag
from records.register.events import ClockSet
from records.store.lease import held

LAG_SECONDS = 10.0
"""A projection that is further behind makes the process not ready."""


class Readiness(msgspec.Struct, frozen=True):
    """Whether a ledger's views can be relied on."""

    ledger: str
    ready: bool
    behind: int
    """Events that are not projected yet."""
    seconds: float
    stopped: str
    filling: bool
    """Whether it is a sample whose clock is not released yet."""


def routes(deployment: Deployment) -> APIRouter:
    """The routes `/healthz`, `/readyz` and `/metrics`."""
    router, operations = APIRouter(tags=["operations"]), Operations(deployment)
    router.add_api_route("/healthz", operations.health, methods=["GET"])
    router.add_api_route("/readyz", operations.ready, methods=["GET"])
    router.add_api_route("/metrics", operations.metrics, methods=["GET"])
    return router


class Operations:
    """The endpoints; all are open, and none says anything of a case."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment, self._logs = deployment, PublishedLogs(deployment.published)

    def health(self) -> Response:
        """进程在运行。"""
        return Json({"status": "ok"})

    def ready(self) -> Response:
        """各账本的投影是否跟上，各项独占工作由哪个进程承担；停止、落后超过 10 秒，或者样本尚在建立时为 503。

        `objects` 为重新读取时发现不完好的音像和扫描件件数，不影响是否就绪。
        """
        ledgers = [self._readiness(one) for one in self._deployment.follower.lag()]
        ready = bool(ledgers) and all(one.ready for one in ledgers)
        body = {
            "status": "ready" if ready else "not-ready",
            "process": self._deployment.process,
            "ledgers": ledgers,
            "leases": held(self._deployment.ledgers.engine),
            "objects": self._deployment.checks.count_wrong(),
        }
        return Json(body, 200 if ready else 503, {"Cache-Control": "no-store"})

    def metrics(self) -> Response:
        """Prometheus 文本格式的指标。"""
        lines = ["# TYPE mingjing_projection_lag_events gauge", "# TYPE mingjing_projection_lag_seconds gauge"]
        lags = self._deployment.follower.lag()
        for one in lags:
            lines.append(f'mingjing_projection_lag_events{{ledger="{one.ledger}"}} {one.head - one.position}')
            lines.append(f'mingjing_projection_lag_seconds{{ledger="{one.ledger}"}} {one.seconds:.3f}')
        lines.append("# TYPE mingjing_log_unsigned_events gauge")
        for one in lags:
            unsigned = one.head - self._logs.size(one.ledger)
            lines.append(f'mingjing_log_unsigned_events{{log="{one.ledger}"}} {unsigned}')
        lines += ["# TYPE mingjing_lease_held gauge", "# TYPE mingjing_lease_epoch counter"]
        for lease in held(self._deployment.ledgers.engine):
            lines.append(f'mingjing_lease_held{{lease="{lease.name}",holder="{lease.holder}"}} {int(lease.held)}')
            lines.append(f'mingjing_lease_epoch{{lease="{lease.name}"}} {lease.epoch}')
        lines += _of_objects(self._deployment.checks.overview())
        return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")

    def _readiness(self, lag: Lag) -> Readiness:
        filling = isinstance(self._deployment.ledgers.get(lag.ledger).register().clock, ClockSet)
        ready = not (lag.stopped or filling or lag.seconds > LAG_SECONDS)
        return Readiness(lag.ledger, ready, lag.head - lag.position, lag.seconds, lag.stopped, filling)


def _of_objects(found: Overview) -> Iterator[str]:
    """How many recordings were found how when they were read again, and the age of the oldest such reading."""
    yield "# TYPE mingjing_objects gauge"
    for result, number in {**dict.fromkeys(get_args(Result), 0), **found.counts, "never": found.never_checked}.items():
        yield f'mingjing_objects{{check="{result}"}} {number}'
    if found.oldest_check:
        yield "# TYPE mingjing_object_check_oldest_seconds gauge"
        age = datetime.now(UTC) - datetime.fromisoformat(found.oldest_check)
        yield f"mingjing_object_check_oldest_seconds {age.total_seconds():.0f}"
