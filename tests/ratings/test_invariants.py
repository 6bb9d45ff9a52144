"""What holds whatever the evidence: no order of rows, no absent figure and no discount can make a rating redder."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.ratings.proposal import REDNESS

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


MANY = st.lists(evidence(), min_size=8, max_size=8)


def as_given(made, drawn, *more_context, number=0):
    proxy = "something else" if drawn["proxy"] else None
    deaths = drawn["deaths"]
    severe = {"current": 9 if deaths else 3, "expected": 3.0, "p_value": 0.001 if deaths else 0.4}
    return made.Given(
        id=f"priority-{number}",
        headline=made.counted(*drawn["headline"], proxy=proxy),
        strands={name: made.counted(*row, proxy=proxy) for name, row in drawn["strands"].items()},
        severe=None if deaths is None else {**severe, "above_expectation": deaths},
        context=tuple(made.context_row(*row) for row in (*drawn["context"], *more_context)),
    )


def all_given(made, drawn, *more_context):
    """A whole plan, a priority for each piece of evidence drawn."""
    return [as_given(made, one, *more_context, number=number) for number, one in enumerate(drawn)]


@FEW
@given(MANY)
def test_a_proposal_does_not_depend_on_the_order_of_rows(made, drawn):
    plan = all_given(made, drawn)
    assert made.rate_all(*plan) == made.rate_all(*plan, backwards=True)


@FEW
@given(MANY)
def test_a_discount_never_makes_it_redder(made, drawn):
    before = made.rate_all(*all_given(made, drawn))
    after = made.rate_all(*all_given(made, drawn, ("reporting_effect", "asserted")))
    for with_it, without_it in zip(after, before, strict=True):
        assert REDNESS[with_it.proposed] <= REDNESS[without_it.proposed]


@FEW
@given(MANY)
def test_what_cannot_be_calculated_never_makes_red(made, drawn):
    nothing = made.counted(None, None, "cannot be calculated")
    plan = [
        made.Given(
            id=f"priority-{number}",
            headline=nothing,
            strands=dict.fromkeys(one["strands"], nothing),
            supporting=made.counted(100, 100, "no clear change"),
            severe={"current": None, "above_expectation": None},
            context=tuple(made.context_row(*row) for row in one["context"] if row[1] != "specific"),
        )
        for number, one in enumerate(drawn)
    ]
    assert {proposal.proposed for proposal in made.rate_all(*plan)} == {"Amber"}


@FEW
@given(MANY)
def test_proxies_alone_never_make_red(made, drawn):
    alone = [{**one, "proxy": True, "deaths": None, "context": []} for one in drawn]
    assert {proposal.proposed for proposal in made.rate_all(*all_given(made, alone))} == {"Amber"}


@FEW
@given(MANY)
def test_every_change_that_is_said_to_matter_alters_the_rating(made, drawn):
    for proposal in made.rate_all(*all_given(made, drawn)):
        assert all(reason.values["rating"] != proposal.proposed for reason in proposal.sensitivity)
        assert proposal.proposed in REDNESS
