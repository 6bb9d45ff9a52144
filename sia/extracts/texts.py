"""What a text file is written in: its encoding and its delimiter, judged from its beginning.

Encodings are tried in the order byte-order mark, strict UTF-8, Windows-1252 (what Excel calls CSV): guessing libraries
take short Windows-1252 texts for others.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from sia.extracts.headers import ROWS_SEARCHED, match_header
from sia.extracts.report import NotRead
from sia.project.contract import Contract

SAMPLE = 1 << 16
DELIMITERS = (",", ";", "\t", "|")
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
        return "cp1252"


def decode(content: bytes) -> str:
    """A whole file as text. Raises NotRead when its bytes fit no encoding that agencies use."""
    encoding = encoding_of(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotRead(f"the text is neither UTF-8 nor Windows-1252 (tried {encoding}); save it as UTF-8") from None


def whole_sample(sample: bytes, encoding: str) -> str:
    """The sample as text without a character or a line that is cut in two at its end."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    complete = text.rfind("\n")
    return text if len(sample) < SAMPLE or complete < 0 else text[: complete + 1]


def delimiter_of(contract: Contract, text: str) -> str:
    """The delimiter with which a row of the text shows the most columns of the contract; a comma when none does."""
    most, chosen = 0, DELIMITERS[0]
    for delimiter in DELIMITERS:
        for cells in islice(records(text, delimiter), ROWS_SEARCHED):
            found = len(match_header(contract, cells)) if len(cells) > 1 or len(contract.kept) == 1 else 0
            if found > most:
                most, chosen = found, delimiter
            if found == len(contract.kept):
                return delimiter
    return chosen


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a delimited text, blank lines included. Raises NotRead, with the line, where it breaks off."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = "a cell has no end; is a quotation mark missing" if "limit" in str(error) else str(error)
            raise NotRead(f"line {reader.line_num}: {what}") from None


def _unmarked_utf16(sample: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of plain letters."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample):
        raise NotRead("this is not a text file or a workbook")
    return "utf-16-le" if odd > even else "utf-16-be"
