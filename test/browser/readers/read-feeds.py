"""Reads the feeds whose URLs stand on stdin, a line each, by feedparser as a reader does: once, and again with the
validators of the first answer. Writes a JSON object a line."""

import calendar
import json
import sys

import feedparser


def to_seconds(parsed):
    return None if parsed is None else calendar.timegm(parsed)


def read(url):
    first = feedparser.parse(url)
    again = feedparser.parse(url, etag=first.get("etag"), modified=first.get("modified"))
    return {
        "url": url,
        "status": first.status,
        "sound": not first.bozo,
        "title": first.feed.get("title"),
        "language": first.feed.get("language"),
        "entries": [
            {
                "id": entry.get("id"),
                "title": entry.get("title"),
                "link": entry.get("link"),
                "published": to_seconds(entry.get("published_parsed")),
                "updated": to_seconds(entry.get("updated_parsed")),
                "authors": [author.get("name") for author in entry.get("authors", [])],
                "publisher": entry.get("publisher"),
                "source": entry.get("source", {}).get("title"),
                "tags": [[tag.get("scheme"), tag.get("label") or tag.get("term")] for tag in entry.get("tags", [])],
            }
            for entry in first.entries
        ],
        "again": {"status": again.status, "entries": len(again.entries)},
    }


for line in sys.stdin:
    print(json.dumps(read(line.strip())), flush=True)
