"""Names for what is drafted: identifiers of columns and sources, titles, and short codes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from sia.extracts.headers import plain

SQL_WORDS = {
    "all", "and", "as", "by", "case", "cast", "cross", "else", "end", "from", "group", "having", "in", "is", "join", "key",
    "left", "limit", "not", "null", "on", "or", "order", "right", "select", "table", "then", "union", "user", "when", "where",
    "with",
}  # fmt: skip
NOT_RECORDED = {
    "-1",
    "unknown",
    "notknown",
    "notstated",
    "notrecorded",
    "unspecified",
    "datamissing",
    "missing",
    "blank",
}
PACKED = re.compile(r"\.(csv|txt|tsv|gz|zip|xlsx|xlsm|xlsb|xls|ods|json|jsonl|ndjson|parquet)$", re.IGNORECASE)
DATED = re.compile(
    r"(?<![a-z0-9])((19|20)\d\d([-_ ]?\d\d){0,2}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_ ]?(\d{4}|\d\d)?"
    r"|q[1-4]|to|v\d+|copy|final|\d+)(?![a-z0-9])",
    re.IGNORECASE,
)


def ascii_words(text: str) -> list[str]:
    """The words of a text in plain small letters: of `Sexual Orientation` and `sexualOrientation` the same two."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    bare = unicodedata.normalize("NFKD", spaced.replace("%", " percent ")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", bare).lower())


def identifier_for(text: str) -> str:
    """A name for a column or a source: small letters, digits and underscores, beginning with a letter."""
    name = "_".join(ascii_words(text))[:60].strip("_") or "column"
    name = name if name[0].isalpha() else f"n_{name}"
    return f"{name}_sent" if name in SQL_WORDS else name


def title_for(header: str) -> str:
    """What people call a column whose header this is; the reader takes both for the same."""
    title = " ".join(header.replace("_", " ").split())
    return title[:1].upper() + title[1:]


def code_for(value: str) -> str:
    """Our code for an agency's word: short, in small letters, with hyphens; '' for one that means not recorded."""
    if value == "-1" or plain(value) in NOT_RECORDED:
        return ""
    return "-".join(ascii_words(value)) or plain(value)


def source_name(path: Path) -> str:
    """A name for the source of a file, without its date: of `STATS19_road_casualties_2019-Jun2024.csv.gz` it is
    stats19_road_casualties."""
    return identifier_for(source_title(path))


def source_title(path: Path) -> str:
    """What a file is called, without its date and with its own capital letters: STATS19 road casualties."""
    stem = path.name
    while PACKED.search(stem):
        stem = PACKED.sub("", stem)
    words = DATED.sub(" ", re.sub(r"[^\w]|_", " ", stem)).split()
    title = " ".join(words) or stem
    return title[:1].upper() + title[1:]
