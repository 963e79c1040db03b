"""Writes what newsboat keeps in the SQLite files that are named, a JSON list of items a file and line, newest first."""

import json
import sqlite3
import sys

for path in sys.argv[1:]:
    rows = sqlite3.connect(path).execute("select guid, title, pubDate from rss_item order by pubDate desc, id desc")
    print(json.dumps([{"id": guid, "title": title, "published": seconds} for guid, title, seconds in rows]))
