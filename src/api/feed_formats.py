"""Feeds as bytes: Atom (RFC 4287, archived by RFC 5005) and JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import msgspec

from api.feed_entries import Entry

ATOM_TYPE: Final = "application/atom+xml; charset=utf-8"
JSON_TYPE: Final = "application/feed+json"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_HISTORY: Final = "http://purl.org/syndication/history/1.0"
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for, escaped or not."""

_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: always the same, so that it doesn't seem to change."""

register_namespace("", _ATOM)
register_namespace("fh", _HISTORY)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of itself; `links` are addresses by their relation."""

    id: str
    title: str
    subtitle: str
    home: str
    links: Mapping[str, str]
    archive: bool = False


def atom(head: Head, entries: Sequence[Entry]) -> bytes:
    """The Atom document."""
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _text(feed, "id", head.id)
    _text(feed, "title", head.title)
    _text(feed, "subtitle", head.subtitle)
    _text(feed, "updated", _rfc3339(max((one.updated for one in entries), default=_BEGINNING)))
    _text(feed, "generator", "Mingjing")
    _link(feed, "alternate", head.home, "text/html")
    for relation, address in head.links.items():
        _link(feed, relation, address, "application/atom+xml")
    if head.archive:
        SubElement(feed, f"{{{_HISTORY}}}archive")
    for entry in entries:
        _entry(feed, entry)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def json_feed(head: Head, entries: Sequence[Entry], following: str | None) -> bytes:
    """The JSON Feed document; `following` is the address of the entries before these."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "description": head.subtitle,
        "home_page_url": head.home,
        "feed_url": head.links["self"],
        "language": "zh-CN",
        "items": [_item(entry) for entry in entries],
    }
    return msgspec.json.encode(document | ({"next_url": following} if following else {}))


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": _rfc3339(entry.published),
        "date_modified": _rfc3339(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": entry.tags,
    }


def _entry(feed: Element, entry: Entry) -> None:
    element = SubElement(feed, f"{{{_ATOM}}}entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", _rfc3339(entry.published))
    _text(element, "updated", _rfc3339(entry.updated))
    _text(SubElement(element, f"{{{_ATOM}}}author"), "name", entry.author or "—")
    _link(element, "alternate", entry.url, "text/html")
    for tag in entry.tags:
        SubElement(element, f"{{{_ATOM}}}category", {"term": tag})
    _text(element, "content", entry.text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = _ILLEGAL.sub("\ufffd", text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address, "type": media_type})


def _rfc3339(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
