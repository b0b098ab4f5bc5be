"""The composition root: wires the stores, the door and the routes of one process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from api import (
    cases,
    clock,
    complaints,
    corrections,
    document_catalogue,
    draws,
    erasures,
    evaluation,
    feeds,
    four_principles,
    information,
    licences,
    log,
    login,
    object_checks,
    objects,
    openapi,
    operations,
    outdated,
    oversight,
    pages,
    party_progress,
    portal,
    problems,
    public,
    public_registers,
    queues,
    recording,
    recording_catalogue,
    registers,
    replaying,
    review_catalogue,
    staff,
    staff_files,
    staff_steps,
    structs,
    supervision,
    uploads,
)
from api.access import Door
from api.address import PublicAddress
from api.deployment import Deployment, Media
from api.papers import routes as papers
from api.pre_evaluation import PreEvaluations
from api.published_logs import PublishedLogs
from api.receipts import Receipts
from api.recording_uses import RecordingUses
from api.settings import Settings
from api.upload_origins import UploadOrigins

THREADS = 64
"""Requests that are answered at once; each holds a thread while it waits for the database."""


def build(settings: Settings) -> FastAPI:
    """The application of one process. Its stores open here; its other roles are carried out while the server runs.

    One that has not the role `api` only says how it is doing (`operations`).
    """
    structs.prepare()
    origin = settings.public_origin
    deployment = Deployment(settings)
    app = FastAPI(title="明镜 Mingjing", version="0.1.0", lifespan=_lifespan(deployment), docs_url=None, redoc_url=None)
    problems.install(app)
    app.include_router(operations.routes(deployment))
    if deployment.media is not None:
        _serve(app, deployment, deployment.media)
    if settings.uploading_origins:
        app.add_middleware(UploadOrigins, origins=settings.uploading_origins)
    if origin:
        app.add_middleware(PublicAddress, origin=origin)
    return app


def _serve(app: FastAPI, deployment: Deployment, media: Media) -> None:
    door, logs = Door(deployment.ledgers), PublishedLogs(deployment.published)
    stores, using = CapacityLimiter(uploads.STORES), RecordingUses(deployment.ledgers, door)
    app.include_router(uploads.routes(media.spool, door, stores))
    app.include_router(objects.routes(deployment.catalogue, media.objects, door.to_object, using))
    app.include_router(object_checks.routes(deployment.checks, door))
    app.include_router(log.routes(logs))
    app.include_router(cases.routes(deployment.desks, door, Receipts(logs)))
    app.include_router(papers.routes(deployment.ledgers, door, deployment.printer))
    app.include_router(registers.routes(deployment.ledgers, door))
    app.include_router(licences.routes(deployment.ledgers, door))
    app.include_router(erasures.routes(deployment.ledgers, door))
    app.include_router(clock.routes(deployment.ledgers, door))
    app.include_router(supervision.routes(deployment.ledgers, door))
    app.include_router(public.routes(deployment.ledgers, logs))
    kept = (deployment.catalogue, media.objects)
    app.include_router(corrections.routes(deployment.desks, media.spool, kept, door, logs))
    app.include_router(complaints.routes(deployment.desks, door))
    app.include_router(party_progress.routes(deployment.ledgers))
    app.include_router(draws.routes(deployment.ledgers))
    app.include_router(information.routes(deployment.ledgers))
    app.include_router(public_registers.routes(deployment.ledgers))
    app.include_router(four_principles.routes(deployment.ledgers))
    app.include_router(outdated.routes(deployment.ledgers, door))
    app.include_router(recording.routes(deployment.ledgers, door))
    app.include_router(recording_catalogue.routes(deployment.ledgers))
    app.include_router(document_catalogue.routes(deployment.ledgers))
    app.include_router(review_catalogue.routes(deployment.ledgers))
    results = PreEvaluations(deployment.ledgers)
    app.include_router(evaluation.routes(deployment.ledgers, door, results))
    app.include_router(feeds.routes(deployment.ledgers, deployment.follower.lag))
    app.include_router(login.routes(door))
    app.include_router(queues.routes(deployment.ledgers, door))
    app.include_router(staff_files.routes(deployment.ledgers, media.spool, door, stores))
    app.include_router(staff_steps.routes(deployment.ledgers, deployment.desks, door))
    app.include_router(replaying.routes(deployment.ledgers, door))
    app.include_router(oversight.routes(deployment.ledgers, door))
    app.include_router(staff.routes(deployment.ledgers, door, results))
    pages.install(app)
    app.include_router(portal.routes(deployment.ledgers))  # last: a path may begin with any ledger's name
    openapi.install(app)


def _lifespan(deployment: Deployment) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        await to_thread.run_sync(deployment.__enter__)
        try:
            yield
        finally:
            await to_thread.run_sync(deployment.__exit__, None, None, None)

    return lifespan
