"""Which files are recordings, by the ending of their name, and the media type that each is sent as."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

KINDS: Final = {
    ".3gp": "video/3gpp",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".avi": "video/x-msvideo",
    ".bmp": "image/bmp",
    ".flac": "audio/flac",
    ".flv": "video/x-flv",
    ".h264": "video/h264",
    ".heic": "image/heic",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".mpg": "video/mpeg",
    ".mts": "video/mp2t",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".ts": "video/mp2t",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".wma": "audio/x-ms-wma",
    ".wmv": "video/x-ms-wmv",
}


def media_type(path: PurePath) -> str:
    """The type of a recording; "" for a file that is none. Endings count in either case."""
    return KINDS.get(path.suffix.lower(), "")
