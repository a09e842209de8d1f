"""How the index is laid out, as SQL: whoever writes it and whoever reads it agree here."""

from __future__ import annotations

from typing import Final

#: Name of the file, in the folder of the query store.
INDEX: Final = "finding.sqlite3"
#: Changes when the layout does, or how texts are folded: another index is made anew.
LAYOUT: Final = "2"

#: Kinds of facets: one of a few values, a number, a day.
CHOICE: Final = "choice"
NUMBER: Final = "number"
DAY: Final = "day"

#: A ``thing`` has a place in the order of French names as its id. ``fr`` and ``en`` are null when nothing
#: is said in the language; ``plain`` is what to show then. A ``quantity`` is an interval: a year lasts from
#: its first to its last day (``YYYYMMDD`` as a number). ``text`` holds folded words only (`folding.py`),
#: and ``gram`` the pieces of three letters of its longer words.
TABLES: Final = """
CREATE TABLE class (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, slug TEXT NOT NULL UNIQUE,
  fr TEXT, en TEXT, plain TEXT NOT NULL, things INTEGER NOT NULL);
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, class INTEGER,
  fr TEXT, en TEXT, plain TEXT NOT NULL, about_fr TEXT, about_en TEXT, order_en TEXT NOT NULL);
CREATE TABLE member (class INTEGER, thing INTEGER, PRIMARY KEY (class, thing)) WITHOUT ROWID;
CREATE TABLE facet (
  id INTEGER PRIMARY KEY, class INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  fr TEXT, en TEXT, plain TEXT NOT NULL, hint_fr TEXT, hint_en TEXT, least TEXT, most TEXT,
  UNIQUE (class, name));
CREATE TABLE option (
  id INTEGER PRIMARY KEY, facet INTEGER NOT NULL, key TEXT NOT NULL, iri TEXT NOT NULL,
  fr TEXT, en TEXT, plain TEXT NOT NULL, things INTEGER NOT NULL, UNIQUE (facet, key));
CREATE TABLE value (facet INTEGER, option INTEGER, thing INTEGER,
  PRIMARY KEY (facet, option, thing)) WITHOUT ROWID;
CREATE TABLE quantity (facet INTEGER, thing INTEGER, low REAL, high REAL, said TEXT,
  PRIMARY KEY (facet, thing, low, said)) WITHOUT ROWID;
CREATE VIRTUAL TABLE text USING fts5 (
  title, said, near, content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (text, 'row');
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, things INTEGER NOT NULL);
CREATE TABLE gram (gram TEXT, word INTEGER, PRIMARY KEY (gram, word)) WITHOUT ROWID;
"""
#: Made once the rows are in.
INDEXES: Final = """
CREATE INDEX value_of ON value (facet, thing);
CREATE INDEX quantity_low ON quantity (facet, low);
CREATE INDEX thing_en ON thing (order_en);
"""
