"""Dates as people write them in registers."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date

from sia.calendar import last_day, season_dates

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
WITHOUT_DATE = ("ongoing", "continuous", "")


def read_date(text: str) -> date:
    """A day written as 2024-03-31, 31/03/2024 or 31 March 2024; raises ValueError, naming the text, for anything else."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})( 00:00:00)?", text):
        parts = match[1], match[2], match[3]
    elif match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        parts = match[3], match[2], match[1]
    elif (match := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", text)) and match[2].lower() in MONTHS:
        parts = match[3], str(MONTHS[match[2].lower()]), match[1]
    else:
        raise ValueError(f"'{text}' is not a date")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise ValueError(f"'{text}' is a date that does not exist") from None


def due_date(text: str) -> date | None:
    """The last day on which something is due: "Spring 2024", "March 2024", "31 March 2024"; None for "Ongoing" or blank.

    Raises ValueError, naming the text, when it is none of these.
    """
    text = text.strip()
    if text.lower() in WITHOUT_DATE:
        return None
    if (match := re.fullmatch(r"([A-Za-z]+) (\d{4})", text)) and match[1].lower() in MONTHS:
        return last_day(date(int(match[2]), MONTHS[match[1].lower()], 1))
    for read in (read_date, _season_end):
        with suppress(ValueError):
            return read(text)
    raise ValueError(f"'{text}' is not a time by which something can be due")


def _season_end(text: str) -> date:
    return season_dates(text)[1]
