"""The page that goes back to an agency: one page, in words, about all of its sources, and without any value of a row."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sia.sharing.letters import slug, write_letters

HEADER = "Log,Recorded,Kind,Person,Caller\n"


class Words(HTMLParser):
    """The text of a page as it is read."""

    def __init__(self, path: Path):
        super().__init__()
        self.found, self.styles = [], 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.styles += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.styles -= tag == "style"

    def handle_data(self, data: str) -> None:
        self.found += [] if self.styles else data.split()

    @property
    def text(self) -> str:
        return " ".join(self.found)


def letters(desk: Any) -> dict[str, str]:
    reports, returned = desk.read()
    folder = desk.root / "back"
    folder.mkdir(exist_ok=True)
    return {path.name: Words(path).text for path in write_letters(desk.project, reports, returned, folder)}


def test_an_agency_is_told_what_was_received_set_aside_and_is_asked_for(desk: Any, incidents: Callable) -> None:
    desk.drop(
        "incidents",
        "dec.csv",
        incidents("L90,31/02/2023,Noise,P,A", "L91,30/02/2023,Noise,P,A", "L1,01/12/2023,Noise,P,A"),
    )
    said = letters(desk)["exampleshire-police.html"]
    assert "OFFICIAL-SENSITIVE Extracts received from Exampleshire Police" in said
    assert "To Head of Insight, Exampleshire Police From Ourtown Community Safety Partnership" in said
    assert "Police incidents December 2023 1 34 31 2 1" in said
    assert "Date recorded is not a date such as 31/12/2023: 2 rows, such as row 32 of dec.csv." in said
    assert "Please look at the rows listed in the workbook that we send with this page (incidents.xlsx)" in said
    assert "Please reply to: Community safety analysts, Ourtown Council." in said


def test_all_sources_of_an_agency_are_on_one_page_and_other_agencies_on_theirs(desk: Any, incidents: Callable) -> None:
    desk.source("stops", title="Stops and searches", owner="Head of Stops, Exampleshire Police")
    desk.source("calls", title="Calls", agency="Fire and Rescue")
    for source in ("incidents", "stops", "calls"):
        desk.drop(source, f"{source}.csv", incidents("L90,31/02/2023,Noise,P,A"))
    said = letters(desk)
    assert set(said) == {"exampleshire-police.html", "fire-and-rescue.html"}
    police = said["exampleshire-police.html"]
    assert "Police incidents" in police and "Stops and searches" in police and "Calls" not in police
    assert "To Head of Insight, Exampleshire Police; Head of Stops, Exampleshire Police" in police


def test_months_without_data_and_files_that_were_not_read_are_told(desk: Any) -> None:
    desk.source("stops", title="Stops and searches")
    desk.source("calls", title="Calls for service")
    desk.drop("incidents", "some.csv", HEADER + "L1,05/09/2023,Noise,P,A\nL2,05/12/2023,Noise,P,A\n")
    desk.drop("stops", "stops.csv", "a,b\n1,2\n")
    said = letters(desk)["exampleshire-police.html"]
    assert "Months without data Police incidents: October to November 2023." in said
    assert "Files we could not read Stops and searches not read: stops.csv" in said
    assert "Not received so far Calls for service" in said
    assert "Please send the months without data, or tell us that nothing happened in them." in said


def test_totals_that_the_agency_states_and_that_differ_are_told(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "dec.csv", incidents())
    desk.drop("incidents", "received.csv", "file,received,rows\ndec.csv,2024-01-08,40\n")
    desk.drop("incidents", "totals.csv", "month,total,kind\n2023-12,31,\n2023-12,9,Noise\n")
    said = letters(desk)["exampleshire-police.html"]
    assert "You state 40 records in dec.csv; we found 31." in said
    assert "You state 9 for December 2023, Kind 'Noise'; the rows we accepted come to 31." in said
    assert "You state 31" not in said, "what agrees is not told"
    assert "Please tell us which of the totals is right" in said


def test_an_agency_with_nothing_to_mend_gets_no_page(desk: Any, incidents: Callable) -> None:
    desk.source("calls", title="Calls", agency="Fire and Rescue")
    desk.drop("incidents", "dec.csv", incidents("L1,01/12/2023,Noise,P1,Ada"))
    assert letters(desk) == {}


def test_no_value_of_a_row_is_on_the_page(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "dec.csv", incidents("L90,Tuesday at Quillfeather's,Noise,P-77-31,Ada"))
    (said,) = letters(desk).values()
    assert "Date recorded is not a date" in said
    assert not [word for word in ("Quillfeather", "P-77-31", "Ada", "L90") if word in said]


def test_words_of_contracts_and_files_are_text_and_not_markup(desk: Any, incidents: Callable) -> None:
    desk.source("incidents", title="Incidents <script>alert(1)</script> & more")
    desk.drop("incidents", "dec & nov.csv", incidents("L90,31/02/2023,Noise,P,A"))
    reports, returned = desk.read()
    (path,) = write_letters(desk.project, reports, returned, desk.root)
    assert "<script>" not in path.read_text(encoding="utf-8")
    assert "Incidents <script>alert(1)</script> & more" in Words(path).text


@pytest.mark.parametrize(
    ("agency", "name"),
    [("Exampleshire Police", "exampleshire-police"), ("Heddlu Gŵyr", "heddlu-gwyr"), ("警察", "agency")],
)
def test_a_page_is_named_after_its_agency(agency: str, name: str) -> None:
    assert slug(agency) == name


def test_two_agencies_of_like_names_have_a_page_each(desk: Any, incidents: Callable) -> None:
    for source, agency in (("one", "Fire & Rescue"), ("two", "Fire, Rescue")):
        desk.source(source, agency=agency)
        desk.drop(source, "a.csv", incidents("L90,31/02/2023,Noise,P,A"))
    assert set(letters(desk)) == {"fire-rescue.html", "fire-rescue-2.html"}


@pytest.mark.browser
def test_an_agency_of_many_faulty_sources_still_gets_one_page_of_a4(desk: Any, incidents: Callable) -> None:
    for number in range(10):
        desk.source(f"source_{number}", title=f"Incidents of a rather long description, number {number}")
        faults = ("L90,31/02/2023,Noise,P,A", ",01/12/2023,Noise,P,A", "L92,,Noise,P,A", "L93,01/12/2023,Noise")
        desk.drop(f"source_{number}", f"a-file-with-quite-a-long-name-{number}.csv", incidents(*faults))
    letters(desk)
    assert pages_on_paper(desk.root / "back" / "exampleshire-police.html") == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_is_accessible_and_nothing_is_cut_off(desk: Any, incidents: Callable, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P,A"))
    letters(desk)
    with opened(desk.root / "back" / "exampleshire-police.html", width) as page:
        found = axe.Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@contextmanager
def opened(path: Path, width: int = 1280) -> Iterator[Any]:
    """A page in a browser; the test is skipped, with the reason, where there is none."""
    api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(path.as_uri())
        yield page
        browser.close()


def pages_on_paper(path: Path) -> int:
    pikepdf = pytest.importorskip("pikepdf")
    with opened(path) as page:
        page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
    with pikepdf.open(path.with_suffix(".pdf")) as pdf:
        return len(pdf.pages)
