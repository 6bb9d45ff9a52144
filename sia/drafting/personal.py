"""Tells which columns may say who somebody is: by the words of their headers, and by what their values look like.

When in doubt a column is taken for personal. Whoever knows the file can keep it by a change of one line; a name that was
kept by mistake would be in every build.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sia.drafting.given_names import GIVEN_NAMES

PEOPLE = {
    "applicant", "caller", "carer", "child", "claimant", "client", "complainant", "contact", "customer", "defendant", "driver",
    "employee", "handler", "informant", "interviewer", "keyworker", "manager", "nominal", "offender", "officer", "oic",
    "owner", "parent", "patient", "perpetrator", "person", "pupil", "reporter", "resident", "staff", "student", "subject",
    "suspect", "tenant", "user", "victim", "witness", "worker",
}  # fmt: skip
OWN_NAMES = {
    "alias", "firstname", "forename", "forenames", "fullname", "lastname", "maiden", "middlename", "nickname", "surname",
    "surnames",
}  # fmt: skip
NOT_PEOPLE = {
    "agency", "area", "authority", "beat", "borough", "category", "ccg", "council", "country", "county", "court", "csp", "data",
    "dataset", "district", "drug", "file", "force", "hospital", "indicator", "la", "lad", "lsoa", "ltla", "measure", "metric",
    "msoa", "neighbourhood", "offence", "organisation", "parish", "place", "product", "provider", "region", "school", "sector",
    "service", "setting", "sheet", "site", "source", "station", "substance", "team", "town", "trust", "utla", "village", "ward",
}  # fmt: skip
BIRTH = {"birth", "birthday", "birthdate", "dob", "born"}
NUMBERS_OF_PEOPLE = {
    "collar", "crn", "login", "nhs", "ni", "nino", "passport", "pnc", "prn", "shoulder", "upn", "username", "vrm", "vrn",
    "warrant",
}  # fmt: skip
REACHED = {"email", "fax", "mobile", "phone", "telephone", "tel", "twitter", "facebook", "instagram", "snapchat"}
ADDRESSES = {"address", "addr", "postcode", "postcodes", "uprn", "usrn", "paon", "saon"}
MAYBE_ADDRESSES = {"house", "flat", "street", "location", "premises", "property", "building"}
NARRATIVE = {
    "circumstances", "comment", "comments", "description", "detail", "details", "log", "mo", "narrative", "note", "notes",
    "remark", "remarks", "story", "summary", "text",
}  # fmt: skip
REFERENCES = {"id", "ids", "identifier", "key", "no", "num", "number", "ref", "reference", "urn", "code"}
DEEDS = {"by", "assigned", "allocated"}
BESIDE_PEOPLE = {"attending", "case", "in", "investigating", "lead", "main", "of", "reporting", "responsible", "the"}
ORGANISATIONS = {
    "authority", "college", "constabulary", "council", "department", "force", "group", "hospital", "housing", "nhs", "online",
    "police", "public", "school", "service", "services", "system", "team", "telephone", "trust", "unit", "web",
}  # fmt: skip
EMAIL = re.compile(r"\S+@\S+\.\S+")
POSTCODE = re.compile(r"(?:.*\W)?[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?:\W.*)?", re.IGNORECASE)
PHONE = re.compile(r"(?:\+44|0044|0)[ (]*\d[\d ()-]{7,12}\d")
INSURANCE = re.compile(r"[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]", re.IGNORECASE)
VEHICLE = re.compile(r"[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}", re.IGNORECASE)
TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|pc|pcso|sgt|dc|ds|insp)\.? \S.*", re.IGNORECASE)
PERSON_SHAPED = re.compile(r"[^\W\d_][\w'’-]*,? [^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?")
PAIR_OF_WORDS = re.compile(r"\b([A-Z][\w'’-]+) (?=([A-Z][\w'’-]+))")
ENOUGH = {
    "an e-mail address": (EMAIL, 0.01),
    "a National Insurance number": (INSURANCE, 0.05),
    "a postcode": (POSTCODE, 0.1),
    "a telephone number": (PHONE, 0.3),
    "a vehicle's registration": (VEHICLE, 0.3),
    "a person's name": (TITLED, 0.05),
}
WORDS_OF_A_SENTENCE, CHARACTERS_OF_A_SENTENCE = 6, 45
NHS_SHARE, NAMES_SHARE = 0.9, 0.1


@dataclass(frozen=True)
class Verdict:
    """What to do with a column (`drop`, `pseudonymise`, or '' to keep it), and why in a few words."""

    what: str = ""
    why: str = ""


KEEP = Verdict()


def words_of(header: str) -> list[str]:
    """The words of a header in lower case: of `victimName`, `Victim_name` and `VICTIM NAME` they are victim and name."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    spaced = re.sub(r"\be[ -]mail", "email", spaced, flags=re.IGNORECASE)
    spaced = re.sub(r"\b(post)[ -](code)", r"\1\2", spaced, flags=re.IGNORECASE)
    return re.findall(r"[a-z]+", spaced.lower())


def by_header(header: str, values: Counter[str], number: bool = False) -> Verdict:
    """What the words of the header say, with a glance at the values where the words can mean two things."""
    words = words_of(header)
    found = set(words)
    of_people = bool(found & PEOPLE)
    if found & BIRTH:
        return Verdict("drop", "a date of birth")
    if found & OWN_NAMES or ({"name", "names"} & found and not found & NOT_PEOPLE and not _organisations(values)):
        return Verdict("drop", "people's names")
    if found & NUMBERS_OF_PEOPLE or {"national", "insurance"} <= found or {"driving", "licence"} <= found:
        return Verdict("drop", "an official number of a person")
    if found & REACHED and not found & {"type", "method", "count"}:
        return Verdict("drop", "how somebody can be reached")
    if found & ADDRESSES or (found & MAYBE_ADDRESSES and not number and _many(values)):
        return Verdict("drop", "where somebody may live")
    if of_people and found & REFERENCES and not found & NOT_PEOPLE and _many(values):
        return Verdict("pseudonymise", "the number of a person")
    if (of_people and found <= PEOPLE | DEEDS | BESIDE_PEOPLE) or (found & DEEDS and not number):
        return KEEP if number or _organisations(values) else Verdict("drop", "people's names")
    if found & NARRATIVE and not number and _free(values):
        return Verdict("drop", "free text, which can name people")
    return KEEP


def by_values(values: Counter[str], number: bool = False) -> Verdict:
    """What the values look like."""
    total = sum(values.values())
    if not total:
        return KEEP
    for what, (pattern, enough) in ENOUGH.items():
        if (what == "a telephone number" or not number) and _share(values, pattern) >= enough:
            return Verdict("drop", f"values look like {what}")
    if sum(count for value, count in values.items() if _nhs_number(value)) >= NHS_SHARE * total:
        return Verdict("drop", "values look like an NHS number")
    if not number and _people(values):
        return Verdict("drop", "values look like a person's name")
    if not number and _free(values):
        return Verdict("drop", "free text, which can name people")
    return KEEP


def could_be_people(header: str, values: Counter[str]) -> bool:
    """Whether a column that was not judged personal has anything of one: then its rare values are not listed."""
    shaped = sum(bool(PERSON_SHAPED.fullmatch(value)) for value in values)
    return bool(set(words_of(header)) & (PEOPLE | DEEDS)) or 2 * shaped > len(values)


def names_somebody(value: str) -> bool:
    """Whether a single value has a person's name in it, or how or where somebody can be reached."""
    parts = PAIR_OF_WORDS.findall(value)
    named = _like_a_name(value) or any(first.casefold() in GIVEN_NAMES for first, _ in parts)
    reached = EMAIL.search(value) or any(pattern.fullmatch(value) for pattern in (POSTCODE, PHONE, TITLED, INSURANCE))
    return named or bool(reached)


def _share(values: Counter[str], pattern: re.Pattern[str]) -> float:
    return sum(count for value, count in values.items() if pattern.fullmatch(value)) / sum(values.values())


def _people(values: Counter[str]) -> bool:
    """Whether a tenth of the different values, and at least two, have a given name where a person's name has it."""
    found = sum(_like_a_name(value) for value in values)
    return found >= 2 and found >= NAMES_SHARE * len(values)


def _like_a_name(value: str) -> bool:
    if " " not in value:
        return value.casefold() in GIVEN_NAMES
    first = value.split(", ")[-1].split(" ")[0] if "," in value else value.split(" ")[0]
    return bool(PERSON_SHAPED.fullmatch(value)) and first.casefold() in GIVEN_NAMES


def _many(values: Counter[str]) -> bool:
    """Whether values hardly repeat, as those of a short list of kinds would."""
    return len(values) > 15 or (len(values) > 3 and 2 * len(values) > sum(values.values()))


def _free(values: Counter[str]) -> bool:
    """Whether values are sentences that were typed rather than chosen."""
    if not _many(values):
        return False
    different = len(values) / sum(values.values())
    words = sum(len(value.split()) for value in values) / len(values)
    length = sum(map(len, values)) / len(values)
    return different > 0.2 and (words >= WORDS_OF_A_SENTENCE or (words > 2 and length >= CHARACTERS_OF_A_SENTENCE))


def _organisations(values: Counter[str]) -> bool:
    """Whether most values name an organisation or a way to report, not a person."""
    named = sum(bool(ORGANISATIONS & set(words_of(value))) for value in values)
    return bool(values) and 2 * named >= len(values)


def _nhs_number(value: str) -> bool:
    """Ten digits of which the last is the check digit modulo 11 (NHS Data Dictionary, NHS number)."""
    digits = value.replace(" ", "").replace("-", "")
    if not (digits.isdecimal() and len(digits) == 10):
        return False
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10
