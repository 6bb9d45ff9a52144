"""One table, two writings."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from sia.publication.tables import Table, figure, plain_text

TABLE = Table(
    "x", "Burglary.", ("Ward", "Latest", "Change"), (("Fernhollow", "1,204", "−12"), ("Copperlea", "[c]", "[c]"))
)


def test_markdown_aligns_figures_and_explains_marks():
    assert TABLE.markdown() == (
        "| Ward | Latest | Change |\n| :--- | ---: | ---: |\n| Fernhollow | 1,204 | −12 |\n| Copperlea | \\[c\\] | \\[c\\] |\n\n"
        ": Burglary. {#tbl-x .numbers}\n\n"
        "[\\[c\\] is a small number, or one that would give a small number away, and is not shown.]{.source}"
    )


def test_csv_holds_the_same_cells_without_separators():
    assert TABLE.csv() == "Ward,Latest,Change\nFernhollow,1204,-12\nCopperlea,[c],[c]\n"


def test_what_is_withheld_is_marked_and_what_is_absent_too():
    assert [figure(3, True), figure(None, False), figure(1204, False)] == ["[c]", "[x]", "1,204"]


@given(st.text(max_size=60))
def test_text_from_a_register_is_never_read_as_markdown(text):
    written = plain_text(text)
    for sign in "[]*`<>{}|#":
        assert written.count(sign) == written.count(f"\\{sign}")
    assert "\n" not in written


@given(st.lists(st.tuples(st.integers(-10000, 10000), st.integers(0, 10**7)), min_size=1, max_size=5))
def test_a_table_survives_csv(rows):
    table = Table("y", "Y.", ("Area", "A", "B"), tuple(("w", f"{a:+,}".replace("-", "−"), f"{b:,}") for a, b in rows))
    read = list(csv.reader(io.StringIO(table.csv())))[1:]
    assert [(int(a), int(b)) for _, a, b in read] == rows
