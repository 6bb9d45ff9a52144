"""Each planted truth lies in the raw extracts, found by plain arithmetic, and is gone when it is left out."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sia.demo import planted_truths, write_registers
from sia.demo.events import draw_events
from sia.demo.plan import planted_in_plan, read_plan
from sia.project.load import load_project

Read = Callable[[str], list[dict[str, str]]]
Counted = Callable[..., tuple[int, int]]
Day = Callable[[str], date | None]
Check = Callable[[Read], bool]

IN_EXTRACTS = [truth.id for truth in planted_truths() if truth.sources]
IN_REGISTERS = [truth.id for truth in planted_truths() if truth.registers]
SERIOUS = {"1", "2", "5D", "5E", "34A", "34B"}
SUBJECT = "Exampleborough"


@pytest.fixture(scope="module")
def checks(two_periods: Counted, day_of: Day) -> dict[str, Check]:
    """Whether a truth shows, by its id, given a way to read the extracts."""

    def change(rows: list[dict[str, str]], column: str, keep: Callable[[dict[str, str]], bool]) -> float:
        before, after = two_periods(rows, column, keep)
        return after / before - 1

    def series_change(rows: list[dict[str, str]], start: str, value: str) -> float:
        sums = Counter()
        for row in rows:
            day = day_of(row[start])
            if row["District"] == SUBJECT and day and day.month >= 4:
                sums[day.year] += int(row[value])
        return sums[2023] / sums[2022] - 1

    def crime(
        read: Read, codes: Callable[[str], bool], keep: Callable[[dict[str, str]], bool] = lambda row: True
    ) -> float:
        rows = read("police_recorded_crime")
        return change(rows, "Date recorded", lambda row: codes(row["HO offence code"]) and keep(row))

    def asb(read: Read, *names: str) -> float:
        return change(read("police_asb"), "Date opened", lambda row: row["ASB category"] in names)

    def summer(rows: list[dict[str, str]], column: str) -> float:
        months = Counter(day.month for row in rows if (day := day_of(row[column])))
        return (months[7] + months[8]) / 2 / (sum(months.values()) / 12)

    def a_year(rows: list[dict[str, str]], column: str, keep: Callable[[dict[str, str]], bool]) -> Counter[int]:
        return Counter(day.year for row in rows if (day := day_of(row[column])) and keep(row))

    def late(read: Read) -> float:
        sexual = [row for row in read("police_recorded_crime") if row["HO offence code"][:2] in ("17", "19", "20")]
        pairs = [(day_of(row["Date recorded"]), day_of(row["Offence date from"])) for row in sexual]
        return sum((recorded - occurred).days > 30 for recorded, occurred in pairs if recorded and occurred) / len(
            pairs
        )

    def exploitation(read: Read) -> float:
        sums = Counter()
        for row in read("exploitation_risk"):
            month, year = row["Month"].split("-")
            if month not in ("Jan", "Feb", "Mar"):
                sums[year] += int(row["Young people"])
        return sums["23"] / sums["22"] - 1

    def cuckooing_rank(read: Read) -> int:
        newest = [row for row in read("cuckooing_reports") if row["As at"] == "31/12/2023"]
        flagged = {row["District"]: int(row["Flagged addresses"]) for row in newest}
        return sorted(flagged.values(), reverse=True).index(flagged[SUBJECT]) + 1

    def speeding(read: Read) -> float:
        shares = {
            row["Fieldwork from"][-4:]: int(row["Agreed"]) / int(row["Answered"])
            for row in read("resident_survey")
            if row["Question"] == "Q9a"
        }
        return shares["2023"] - shares["2022"]

    def above_england(read: Read) -> bool:
        newest = [row for row in read("drug_and_alcohol_harm") if row["Period end"] == "2022-12-31"]
        england = {row["Indicator name"]: float(row["Value"]) for row in newest if row["Area name"] == "England"}
        own = {row["Indicator name"]: row for row in newest if row["Area name"] == SUBJECT}
        return all(float(row["Lower CI 95.0 limit"]) > england[name] for name, row in own.items())

    def deaths(read: Read, year: int) -> int:
        return a_year(read("road_casualties"), "date", lambda row: row["casualty_severity"] == "1")[year]

    def reviews(read: Read, year: int) -> int:
        return a_year(read("domestic_homicide_reviews"), "Commissioned", lambda row: True)[year]

    def serious_injuries(read: Read) -> float:
        years = a_year(read("road_casualties"), "date", lambda row: row["casualty_severity"] == "2")
        return years[2023] / years[2021] - 1

    def women(row: dict[str, str]) -> bool:
        return row["Victim sex"] == "F"

    def domestic(read: Read, keep: Callable[[dict[str, str]], bool] = lambda row: True) -> float:
        return change(read("domestic_abuse_incidents"), "recordedDate", keep)

    def hate(read: Read, keep: Callable[[dict[str, str]], bool] = lambda row: True) -> float:
        return change(read("hate_incidents"), "Recorded date", keep)

    def religious(row: dict[str, str]) -> bool:
        return "religion" in row["Hate strands"]

    def noise_months(read: Read) -> set[tuple[int, int]]:
        days = (day_of(row["Date of complaint"]) for row in read("noise_complaints"))
        return {(day.year, day.month) for day in days if day}

    return {
        "serious-violence-falls": lambda read: -0.17 < crime(read, SERIOUS.__contains__) < -0.08,
        "violence-against-women-steady": lambda read: (
            -0.06 < crime(read, lambda code: code[:2] in ("8L", "8M", "8Q", "8R", "8U", "19", "20"), women) < 0.0
        ),
        "sexual-offences-recorded-late": lambda read: late(read) > 0.3,
        "domestic-abuse-falls": lambda read: (
            -0.12 < domestic(read) < -0.05 and -0.16 < domestic(read, lambda row: row["repeatVictim"] == "Y") < -0.06
        ),
        "domestic-homicide-reviews-high": lambda read: (
            reviews(read, 2023) == 7 and all(reviews(read, year) <= 2 for year in range(2018, 2023))
        ),
        "referrals-rise-with-reporting": lambda read: (
            0.22 < series_change(read("national_referral_mechanism"), "Quarter begins", "Referrals") < 0.5
        ),
        "cuckooing-second-highest": lambda read: cuckooing_rank(read) == 2,
        "exploitation-risk-falls": lambda read: -0.18 < exploitation(read) < -0.06,
        "vehicle-theft-rises": lambda read: (
            0.15 < crime(read, {"48", "37.2"}.__contains__) < 0.35
            and -0.1
            < crime(read, lambda code: code[:2] in ("28", "29", "30", "31", "39", "45", "48", "37") or code == "34B")
            < -0.02
        ),
        "environmental-asb-rises": lambda read: (
            0.13 < asb(read, "Environmental", "ENV") < 0.27
            and -0.12 < asb(read, "Personal") < -0.02
            and -0.12 < asb(read, "Nuisance") < -0.02
            and -0.04 < asb(read, "Personal", "Nuisance", "Environmental", "ENV") < 0.04
        ),
        "asb-summer-peak": lambda read: summer(read("police_asb"), "Date opened") > 1.15,
        "fly-tipping-new-form": lambda read: change(read("fly_tipping"), "Reported date", lambda row: True) > 0.25,
        "noise-month-late": lambda read: (2023, 12) not in noise_months(read) and (2023, 11) in noise_months(read),
        "faith-hate-rises": lambda read: (
            0.28 < hate(read, religious) < 0.52
            and -0.17 < hate(read) < -0.06
            and hate(read, lambda row: row["Faith targeted"] == "Muslim") > 0.4
            and -0.37 < hate(read, lambda row: not religious(row)) < -0.2
        ),
        "road-deaths-high": lambda read: (
            deaths(read, 2023) == 18 and all(7 <= deaths(read, year) <= 9 for year in range(2018, 2023))
        ),
        "road-injuries-fall": lambda read: serious_injuries(read) < -0.15,
        "residents-name-road-safety": lambda read: speeding(read) > 0.03,
        "water-summer-peak": lambda read: summer(read("water_incidents"), "Call date") > 1.7,
        "drug-harm-led-elsewhere": above_england,
        "reoffending-falls": lambda read: (
            -0.26 < series_change(read("youth_justice"), "Period start", "First-time entrants") < -0.1
        ),
    }


@pytest.mark.parametrize("truth", IN_EXTRACTS)
def test_a_truth_shows_in_the_extracts(truth: str, checks: dict[str, Check], planted: Read) -> None:
    assert checks[truth](planted)


@pytest.mark.parametrize("truth", IN_EXTRACTS)
def test_a_truth_left_out_is_gone(truth: str, checks: dict[str, Check], written: Callable[..., Read]) -> None:
    assert not checks[truth](written(without=frozenset({truth})))


def test_leaving_one_truth_out_leaves_every_other_stream_as_it_was() -> None:
    def drawn(without: frozenset[str]) -> tuple[list[tuple[date, int]], int]:
        plan = read_plan(without)
        events = draw_events("police_asb", plan["events"]["police_asb"], plan, 2023)
        others = events.filter(~events["category"].is_in(["Environmental", "ENV"]))
        return sorted(others.select("day", "_area").iter_rows()), len(events)

    (planted_others, planted_all), (others, all_without) = (
        drawn(frozenset()),
        drawn(frozenset({"environmental-asb-rises"})),
    )
    assert others == planted_others
    assert all_without != planted_all


def test_the_list_names_exactly_what_is_planted(repository: Path) -> None:
    named = {truth.id: set(truth.sources) for truth in planted_truths() if truth.sources}
    assert named == planted_in_plan()
    priorities = {path.stem for path in (repository / "indicators").glob("*.yml")}
    assert {truth.priority for truth in planted_truths()} <= priorities


def test_what_is_to_be_found_is_declared(repository: Path) -> None:
    indicators = load_project(repository).indicators
    for truth in planted_truths():
        for found in truth.find:
            assert indicators[found.indicator][0].id == truth.priority
            assert not found.strand or found.strand in indicators[found.indicator][1].strand_titles


def test_a_truth_that_changes_neither_rating_nor_figure_is_told_in_sentences_only() -> None:
    silent = {truth.id for truth in planted_truths() if not truth.find and truth.proposed == truth.proposed_without}
    assert silent == {"sexual-offences-recorded-late", "road-injuries-fall"}


@pytest.mark.parametrize("truth", IN_REGISTERS)
def test_a_register_loses_the_rows_of_a_truth_and_no_others(truth: str, repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "assessments", tmp_path / "assessments")
    changed = write_registers(tmp_path, frozenset({truth}))
    assert changed
    for path in changed:
        before = (repository / path.relative_to(tmp_path)).read_text(encoding="utf-8").splitlines()
        after = path.read_text(encoding="utf-8").splitlines()
        gone = [line for line in before if line not in after]
        assert len(gone) == len(before) - len(after) == 1
        assert next(csv.reader(gone))


def test_a_truth_without_its_row_is_refused(tmp_path: Path, repository: Path) -> None:
    shutil.copytree(repository / "assessments", tmp_path / "assessments")
    write_registers(tmp_path, frozenset({"hostility-may-grow"}))
    with pytest.raises(ValueError, match=r"context\.csv has no row"):
        write_registers(tmp_path, frozenset({"hostility-may-grow"}))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 21))
def test_every_truth_shows_whatever_the_seed(seed: int, checks: dict[str, Check], written: Callable[..., Read]) -> None:
    read = written(seed=seed)
    assert [truth for truth in IN_EXTRACTS if not checks[truth](read)] == []
