"""What holds whatever the evidence: no order of rows, no absent figure and no discount can make a rating redder."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.ratings.proposal import REDNESS

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNALS = st.sampled_from(["improving", "worsening", "no clear change"])
CONTEXTS = st.lists(
    st.sampled_from(
        [
            ("community_concern", "present"),
            ("forward_pressure", "diffuse"),
            ("forward_pressure", "specific"),
            ("capacity", "present"),
            ("reporting_effect", "possible"),
        ]
    ),
    max_size=3,
    unique=True,
)
COUNTS = st.tuples(st.integers(0, 3000), st.integers(0, 3000), SIGNALS)


@st.composite
def evidence(draw):
    """Counts and signals in any combination, likely or not."""
    return {
        "headline": draw(COUNTS),
        "strands": draw(st.dictionaries(st.sampled_from(["one", "two", "three"]), COUNTS, max_size=3)),
        "proxy": draw(st.booleans()),
        "context": draw(CONTEXTS),
        "deaths": draw(st.none() | st.booleans()),
    }


def as_given(made, drawn, *more_context, **other):
    proxy = "something else" if drawn["proxy"] else None
    deaths = drawn["deaths"]
    severe = {"current": 9 if deaths else 3, "expected": 3.0, "p_value": 0.001 if deaths else 0.4}
    return made.Given(
        headline=made.counted(*drawn["headline"], proxy=proxy),
        strands={name: made.counted(*row, proxy=proxy) for name, row in drawn["strands"].items()},
        severe=None if deaths is None else {**severe, "above_expectation": deaths},
        context=tuple(made.context_row(*row) for row in (*drawn["context"], *more_context)),
        **other,
    )


@FEW
@given(evidence())
def test_a_proposal_does_not_depend_on_the_order_of_rows(made, drawn):
    given_ = as_given(made, drawn)
    assert made.rate(given_) == made.rate(given_, backwards=True)


@FEW
@given(evidence())
def test_a_discount_never_makes_it_redder(made, drawn):
    before = made.rate(as_given(made, drawn))
    after = made.rate(as_given(made, drawn, ("reporting_effect", "asserted")))
    assert REDNESS[after.proposed] <= REDNESS[before.proposed]


@FEW
@given(evidence())
def test_what_cannot_be_calculated_never_makes_red(made, drawn):
    nothing = made.counted(None, None, "cannot be calculated")
    named = [row for row in drawn["context"] if row != ("forward_pressure", "specific")]
    given_ = made.Given(
        headline=nothing,
        strands=dict.fromkeys(drawn["strands"], nothing),
        supporting=made.counted(100, 100, "no clear change"),
        severe={"current": None, "above_expectation": None},
        context=tuple(made.context_row(*row) for row in named),
    )
    assert made.rate(given_).proposed == "Amber"


@FEW
@given(evidence())
def test_proxies_alone_never_make_red(made, drawn):
    alone = {**drawn, "proxy": True, "deaths": None, "context": []}
    assert made.rate(as_given(made, alone)).proposed == "Amber"


@FEW
@given(evidence())
def test_every_change_that_is_said_to_matter_alters_the_rating(made, drawn):
    proposal = made.rate(as_given(made, drawn))
    assert all(reason.values["rating"] != proposal.proposed for reason in proposal.sensitivity)
    assert proposal.proposed in REDNESS
