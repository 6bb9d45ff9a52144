"""People killed or seriously injured, standardised for age: worked out again from the extract and the population file."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime

BANDS = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 25), (26, 35), (36, 45), (46, 55), (56, 65), (66, 75), (76, 200))
#: The standard population by year of age, in bands of five from birth; the last one is of all from 90 on.
STANDARD = (5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500)
OLDEST = 1000


def _standard(first: int, last: int) -> float:
    return sum(STANDARD[age // 5] / 5 for age in range(first, min(last, 89) + 1)) + (OLDEST if last >= 90 else 0)


def _people(root) -> Counter:
    """Residents of the district in 2022 by place of the band in `BANDS`."""
    people: Counter = Counter()
    with (root / "areas" / "population.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["area_code"], row["year"]) == ("X07000001", "2022"):
                people[_place(int(row["age_band"].rstrip("+")))] += int(row["persons"])
    return people


def _place(age: int) -> int:
    return next(place for place, (first, last) in enumerate(BANDS) if first <= age <= last)


def _hurt(root, first: date, last: date) -> Counter:
    """People killed or seriously injured by place of their band, as the agency codes it from 1 on."""
    seen: dict[tuple[str, str], int] = {}
    for path in sorted((root / "extracts" / "road_casualties").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                day = datetime.strptime(row["date"], "%d/%m/%Y").date()
                if first <= day <= last and row["casualty_severity"] in ("1", "2"):
                    seen[row["accident_index"], row["casualty_reference"]] = int(row["age_band_of_casualty"])
    return Counter(code - 1 for code in seen.values() if code > 0)


def _rate(root, year: int) -> float:
    hurt, people = _hurt(root, date(year, 4, 1), date(year, 12, 31)), _people(root)
    weighted = sum(_standard(*band) * hurt[place] / people[place] for place, band in enumerate(BANDS))
    return 100_000 * weighted / sum(_standard(*band) for band in BANDS)


def test_the_rates_are_those_of_the_extract_rounded_to_whole_numbers(reference):
    told = next(one for one in reference.read("values.json") if one["id"] == "killed_or_seriously_injured.standardised")
    assert told["value"] == round(_rate(reference.root, 2023))
    table = (reference.publication / "tables" / "standardised-road-safety.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[2] for row in table[1:]] == [
        str(round(_rate(reference.root, year))) for year in (2023, 2022)
    ]


def test_no_count_by_age_is_published(reference):
    texts = (
        path.read_text(encoding="utf-8") for path in reference.publication.rglob("*") if path.suffix in (".csv", ".md")
    )
    assert not any("26 to 35" in text or "26-35" in text for text in texts)


def test_the_rating_rests_on_the_count(reference):
    evidence = str(reference.ratings["road-safety"])
    assert "standardised" not in evidence and "for age" not in evidence
