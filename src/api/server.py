"""The web server of one process."""

from __future__ import annotations

import gc
import socket
from typing import Final

import uvicorn

from api.app import build
from api.settings import Settings

LOOPBACK: Final = ["127.0.0.1", "::1"]
"""Where a proxy is believed: `X-Forwarded-Proto` and `-For` of anybody else are theirs to invent."""


def configure(settings: Settings) -> uvicorn.Server:
    """A server for these settings, not started yet."""
    config = uvicorn.Config(
        build(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=LOOPBACK,
        timeout_graceful_shutdown=10,
    )
    return uvicorn.Server(config)


def require_free(settings: Settings) -> None:
    """Raises OSError when nothing can listen on the address, before anything is opened for it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        msg = f"不能在 {settings.host} 的端口 {settings.port} 上提供服务（{error.strerror}），请换一个端口"
        raise OSError(msg) from error


def run(settings: Settings) -> None:
    """Serves until the process is told to stop. Raises OSError when the port is in use."""
    require_free(settings)
    server = configure(settings)
    gc.freeze()  # what is loaded by now stays: each full collection would walk it for nothing
    server.run()
