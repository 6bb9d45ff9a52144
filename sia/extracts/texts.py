"""What a text file is written in: its encoding and its delimiter, judged from its beginning.

Encodings are tried in the order byte-order mark, strict UTF-8, Windows-1252 (what Excel calls CSV): guessing libraries
take short Windows-1252 texts for others. A text that is mostly sound UTF-8 is never read as Windows-1252, which would
turn its letters into others.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from sia.extracts.headers import header_score
from sia.extracts.report import NotRead
from sia.project.contract import Contract

SAMPLE = 1 << 16
LONG_SAMPLE = 1 << 22
DELIMITERS = (",", ";", "\t", "|")
NO_TABLES = {
    "%pdf": "a PDF",
    "{\\rtf": "a text document (RTF)",
    "<!doctype html": "a web page",
    "<html": "a web page",
    "<table": "a web page",
    "<?xml": "an XML file",
}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(sample: bytes) -> str:
    """The encoding of a text that begins with these bytes. Raises NotRead when they are no text."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample:
        return _unmarked_utf16(sample)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        if mostly_utf8([sample]):
            raise NotRead("the text mixes UTF-8 with another encoding; save it as UTF-8") from None
        return "cp1252"


def decode(content: bytes) -> str:
    """A whole file as text. Raises NotRead when its bytes fit no encoding that agencies use."""
    encoding = encoding_of(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotRead("the text is neither UTF-8 nor Windows-1252; save it as UTF-8") from None


def mostly_utf8(blocks: Iterable[bytes]) -> bool:
    """Whether more letters beyond ASCII are sound UTF-8 than are not; in Windows-1252 hardly any look so by chance."""
    decoder, sound, unsound = codecs.getincrementaldecoder("utf-8")("replace"), 0, 0
    for block in blocks:
        text = decoder.decode(block)
        if not text.isascii():
            beyond = sum(letter > "\x7f" for letter in text)
            unsound += text.count("\ufffd")
            sound += beyond - text.count("\ufffd")
    return sound > unsound


def whole_sample(sample: bytes, encoding: str, asked: int = SAMPLE) -> str:
    """The sample as text without a character or a line that is cut in two at its end."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    complete = text.rfind("\n")
    return text if len(sample) < asked or complete < 0 else text[: complete + 1]


def delimiter_of(contract: Contract, text: str) -> str:
    """The delimiter with which a row of the text shows the most columns of the contract; a comma when none does."""
    scores = {delimiter: header_score(contract, records(text, delimiter)) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=scores.__getitem__)


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of the beginning of a delimited text, blank lines included, as far as they can be told apart."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


def refuse_other_kinds(text: str) -> None:
    """Raises NotRead for a text that is a document or a page and no table, whatever its name says."""
    start = text.lstrip("\ufeff \t\r\n").lower()
    kind = next((kind for mark, kind in NO_TABLES.items() if start.startswith(mark)), "")
    if kind:
        raise NotRead(f"this is {kind}, not a table; save it as CSV or XLSX")


def _unmarked_utf16(sample: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of plain letters."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) or min(even, odd) * 8 > len(sample):
        raise NotRead("this is not a text file or a workbook")
    return "utf-16-le" if odd > even else "utf-16-be"
