"""How much of a divided older area lies outside the wider area that its rows are given to."""

from __future__ import annotations

import pytest

from sia.opendata.older_codes import lives_elsewhere, residents_elsewhere

WARDS = {"N1": "W1", "N2": "W1", "N3": "W2", "N4": "W2"}


@pytest.mark.parametrize(
    ("parts", "share"),
    [
        (["N1"], None),
        (["N1", "N2"], None),
        (["N1", "N3"], 0.5),
        (["N1", "N2", "N3"], 1 / 3),
        (["N1", "FAR"], 0.5),
        (["FAR", "AWAY"], None),
    ],
)
def test_the_share_that_lives_elsewhere(parts, share):
    assert lives_elsewhere({"OLD": parts}, WARDS) == ({} if share is None else {"OLD": pytest.approx(share)})


def test_residents_who_live_elsewhere():
    assert residents_elsewhere({"OLD": 1500, "OTHER": 500}, {"OLD": 0.5, "UNKNOWN": 0.5}) == (750, 2000)
