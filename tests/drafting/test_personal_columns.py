"""What says who somebody is is told by headers and by values, and none of it is ever written."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.drafting.personal import KEEP, by_header, by_values, words_of

PLANTED = "Quillfeather"
GIVEN = ("Sarah", "David", "Mohammed", "Priya", "Aoife", "Oluwaseun", "Karen", "John")


def many(make) -> Counter[str]:
    return Counter(make(number) for number in range(400))


@pytest.mark.parametrize(
    "header",
    [
        "Victim name", "victimName", "VICTIM_NAME", "Surname", "First name", "DOB", "Date of birth", "Home address", "Postcode",
        "Post code", "E-mail", "Mobile", "Telephone number", "NHS number", "NI number", "National Insurance No", "Officer",
        "Officer in case", "Recorded by", "Complainant", "Collar number", "UPRN", "Driving licence number",
    ],
)  # fmt: skip
def test_headers_of_personal_columns_are_known_whatever_the_values(header: str) -> None:
    values = many(lambda number: f"value {number}")
    assert by_header(header, values).what == "drop", header


@pytest.mark.parametrize("header", ["Victim ID", "Person URN", "Client reference", "Nominal no", "tenant_ref"])
def test_numbers_of_people_become_a_keyed_hash(header: str) -> None:
    assert by_header(header, many(lambda number: f"{number:06d}")).what == "pseudonymise"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Ward name", "Harbour"), ("Area name", "Ourtown"), ("Offence description", "Burglary"), ("Indicator name", "Deaths"),
        ("Victim age", "34"), ("Casualty severity", "Slight"), ("Number of victims", "2"), ("Sex of casualty", "1"),
        ("Reported by", "South Yorkshire Police"), ("Contact type", "Online"), ("1st Road Class", "3"), ("Location", "Park"),
        ("Team name", "North"), ("Officer-defined ethnicity", "White"), ("Outcome", "No further action"),
    ],
)  # fmt: skip
def test_columns_that_only_sound_personal_are_kept(header: str, value: str) -> None:
    values = Counter({value: 300, f"{value} b": 100})
    assert by_header(header, values, value.isdecimal()) == KEEP, header


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda number: f"p{number}@example.org", "an e-mail address"),
        (lambda number: f"M{number % 20 + 1} {number % 9}AB", "a postcode"),
        (lambda number: f"0161 496 {number:04d}", "a telephone number"),
        (lambda number: f"+44 7700 900{number % 1000:03d}", "a telephone number"),
        (lambda number: f"QQ {number % 90 + 10} 12 34 C".replace("QQ", "AB"), "a National Insurance number"),
        (lambda number: f"AB{number % 90 + 10} CDE", "a vehicle's registration"),
        (lambda number: f"{GIVEN[number % 8]} Smith{'abcdefgh'[number % 7]}", "a person's name"),
        (lambda number: f"Smith{'abcdefgh'[number % 7]}, {GIVEN[number % 8]}", "a person's name"),
        (lambda number: f"Mr A{'abcdefgh'[number % 7]}", "a person's name"),
        (lambda number: f"943 476 {5919 + 0 * number}", "an NHS number"),
    ],
)  # fmt: skip
def test_values_give_a_personal_column_away_under_any_header(make, what: str) -> None:
    verdict = by_values(many(make))
    assert verdict.what == "drop" and verdict.why == f"values look like {what}"


def test_a_few_addresses_among_many_notes_are_enough() -> None:
    values = Counter({"no answer": 950, **{f"write to p{number}@example.org": 1 for number in range(3)}})
    assert by_values(values) == KEEP, "an address inside a sentence is told by the sentence"
    values = Counter({"no answer": 950, **{f"p{number}@example.org": 1 for number in range(12)}})
    assert by_values(values).what == "drop"


def test_sentences_that_were_typed_are_dropped_and_kinds_in_many_words_are_not() -> None:
    typed = many(lambda number: f"Caller {number} said that three youths threw stones at her car")
    assert by_values(typed).why == "free text, which can name people"
    kinds = Counter({"Violence with injury, including assault with a weapon, and threats": 200, "Other": 200})
    assert by_values(kinds) == KEEP


def test_kinds_written_like_names_are_no_names() -> None:
    assert (
        by_values(Counter({"Youth Nuisance": 90, "Street Drinking": 80, "Fly Tipping": 70, "Grant Street": 3})) == KEEP
    )


@given(st.from_regex(r"[A-Za-z _]{0,30}", fullmatch=True))
def test_words_of_a_header_are_the_same_however_it_is_written(header: str) -> None:
    assert (
        words_of(header) == words_of(header.replace(" ", "_")) == [word for word in words_of(header) if word.islower()]
    )


def personal_rows(seed: int) -> list[list[object]]:
    """Incidents with everything about people that an agency should not have sent, each with a planted word in it."""
    pick, rows = random.Random(seed), []
    officers = [f"{pick.choice(GIVEN)} {PLANTED}{letter}" for letter in "abcdef"]
    for number in range(300):
        day = date(2025, 1, 1) + timedelta(days=number)
        name = f"{pick.choice(GIVEN)} {PLANTED}{pick.choice('abcdefghij')}"
        rows.append([
            f"R{number:04d}", f"{day:%d/%m/%Y}", name, pick.choice(officers), f"{number} {PLANTED} Road",
            f"{name.replace(' ', '.')}@example.org", f"{PLANTED}{number % 150}", f"{PLANTED} was seen near number {number} with two others again",
            pick.choice(("Noise", "Litter")), pick.choice(("Harbour", "Mill Lane")),
        ])  # fmt: skip
    return rows


HEADERS = [
    "Ref",
    "Reported",
    "Complainant",
    "Lead",
    "Home address",
    "Reply to",
    "Person ID",
    "Free text",
    "Type",
    "Ward",
]


def test_no_value_of_a_personal_column_is_written_or_printed(desk, capsys: pytest.CaptureFixture[str]) -> None:
    from click.testing import CliRunner

    from sia.cli import commands

    example = desk.table("incidents.csv", HEADERS, personal_rows(1))
    printed = CliRunner().invoke(commands, ["sources", "new", str(example), "--project", str(desk.root)])
    assert printed.exit_code == 0
    for text in (printed.output, desk.everything_written(), capsys.readouterr().err):
        assert PLANTED.lower() not in text.lower()
    columns = desk.contract("incidents").columns
    assert {name for name, column in columns.items() if column.drop} == {
        "complainant", "lead", "home_address", "reply_to", "free_text",
    }  # fmt: skip
    assert [name for name, column in columns.items() if column.pseudonymise] == ["person_id"]
    assert columns["type"].codes == {"Noise": "noise", "Litter": "litter"}
    assert "never read: Complainant, Lead, Home address, Reply to, Free text." in printed.output
    assert "replaced by a keyed hash: Person ID." in printed.output
    assert "SIA_PSEUDONYM_KEY" in printed.output


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.permutations(range(len(HEADERS))))
def test_whatever_the_order_of_the_columns_no_name_is_written(new_desk, seed, order) -> None:
    desk = new_desk()
    rows = [[row[at] for at in order] for row in personal_rows(seed)]
    desk.draft(desk.table("n.csv", [HEADERS[at] for at in order], rows), name="incidents")
    assert PLANTED.lower() not in desk.everything_written().lower()


def test_rare_values_of_a_column_that_could_name_people_are_not_listed(desk) -> None:
    rows = [[f"R{n}", "01/02/2025", "Youth Nuisance" if n % 2 else "Street Drinking"] for n in range(60)]
    rows += [["R98", "02/02/2025", "Xaviera Quillfeather"], ["R99", "03/02/2025", "Youth Nuisance"]]
    desk.draft(desk.table("kinds.csv", ["Ref", "Date", "Nature"], rows))
    text = desk.text("sources/kinds.yml")
    assert "Quillfeather" not in text
    assert "# Not listed, in case they name people: 1 further value." in text
    assert list(desk.contract("kinds").columns["nature"].codes) == ["Youth Nuisance", "Street Drinking"]


def test_a_name_among_kinds_is_not_listed_even_if_it_returns(desk) -> None:
    kinds = [
        "No further action",
        "Warning letter",
        "Referred to Sarah Quillfeather",
        "Ask s.quill@example.org",
        "Visit",
    ]
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/02/2025", kinds[n % 5]] for n in range(100)]
    desk.draft(desk.table("outcomes.csv", ["Ref", "Date", "Outcome"], rows))
    assert set(desk.contract("outcomes").columns["outcome"].codes) == {"No further action", "Warning letter", "Visit"}
    assert "uill" not in desk.text("sources/outcomes.yml")


def test_dates_of_birth_are_told_by_how_far_they_lie_apart(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2025", f"{n % 28 + 1:02d}/06/{1940 + n % 70}"] for n in range(200)]
    desk.draft(desk.table("people.csv", ["Ref", "Reported", "Other date"], rows))
    assert desk.contract("people").columns["other_date"].drop
