"""Horizontal bars with their values written beside them: districts compared, and what each part adds to a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from sia.publication.evidence import Comparison, PeerFigure
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, rows
from sia.publication.tables import Table
from sia.publication.wording import (
    NOT_SHOWN,
    SUPPRESSED,
    listed,
    number,
    rate,
    sentence_case,
    signed,
    signed_percent,
)

ROW, LABELS = 26, 210


def change_by_strand(
    look: Look, name: str, one: Comparison, strands: Sequence[Comparison], finding: str, source: str
) -> Figure | None:
    """How much each part of an indicator rose or fell; None when fewer than two parts can be shown."""
    shown = [part for part in strands if part.calculable and not part.withheld and part.change is not None]
    if len(shown) < 2:
        return None
    bars = [
        {
            "part": sentence_case(part.strand_title),
            "change": part.change,
            "label": _change_label(part),
            "clear": "clear" if part.clear else "no clear change",
        }
        for part in sorted(shown, key=lambda part: (-part.change, part.strand_title))
    ]
    chart = _bars(look, bars, "change", "clear", {"clear": look.main, "no clear change": "#9FB4CB"}, diverging=True)
    chart = chart.properties(title=f"Change in {one.unit or one.title}: dark bars are clear changes, pale ones are not")
    return Figure(
        name,
        finding,
        source,
        _change_alternative(one, shown),
        look.spec(chart),
        strand_table(name, one, strands, source),
    )


def _change_label(part: Comparison) -> str:
    percent = f" ({signed_percent(part.change_percent)})" if part.change_percent is not None else ""
    return f"{signed(part.change)}{percent}"


def _change_alternative(one: Comparison, shown: Sequence[Comparison]) -> str:
    parts = (f"{part.strand_title} {_change_label(part)}" for part in shown)
    return f"Bar chart of the change in each part of {one.title}: {listed(parts)}."


def strand_table(name: str, one: Comparison, strands: Sequence[Comparison], source: str) -> Table:
    """Every part with both counts, what is suppressed marked."""
    headings = ("Part", "Earlier", "Latest", "Change", "Change, %", "Judgement")
    caption = f"{sentence_case(one.title)} by part. {source}"
    return Table(f"data-{name}", caption, headings, tuple(_strand_row(part) for part in strands), text_columns=(5,))


def _strand_row(part: Comparison) -> tuple[str, ...]:
    if not part.calculable:
        return (sentence_case(part.strand_title), *["[x]"] * 4, "cannot be calculated")
    if part.withheld or part.change is None:
        return (sentence_case(part.strand_title), *[SUPPRESSED] * 4, NOT_SHOWN)
    percent = signed_percent(part.change_percent) if part.change_percent is not None else "base below 50"
    counts = (number(part.previous_count), number(part.current_count), signed(part.change))
    return (sentence_case(part.strand_title), *counts, percent, part.signal)


def peers_figure(
    look: Look, name: str, title: str, unit: str, peers: Sequence[PeerFigure], finding: str, source: str
) -> Figure | None:
    """The districts compared, the subject in the dark colour; None when fewer than two can be shown."""
    shown = [peer for peer in peers if not peer.withheld and peer_value(peer) is not None]
    if len(shown) < 2 or not any(peer.is_subject for peer in shown):
        return None
    bars = [
        {
            "part": peer.name,
            "value": peer_value(peer),
            "label": peer_text(peer),
            "whose": "own" if peer.is_subject else "other",
        }
        for peer in sorted(shown, key=lambda peer: (-peer_value(peer), peer.name))
    ]
    chart = _bars(look, bars, "value", "whose", {"own": look.main, "other": "#9FB4CB"}, diverging=False)
    rated = shown[0].value_kind == "rate"
    per = f" {shown[0].per}" if rated else ""
    what = sentence_case(shown[0].per) if rated else sentence_case(unit or title)
    chart = chart.properties(title=f"{what}, {shown[0].period_label}")
    alternative = f"Bar chart of {title} in {shown[0].period_label}{per}: {listed(f'{peer.name} {peer_text(peer)}' for peer in shown)}."
    return Figure(name, finding, source, alternative, look.spec(chart), _peer_table(name, title, peers, source))


def peer_value(peer: PeerFigure) -> float | None:
    """What the districts are ranked by."""
    return peer.rate if peer.rate is not None else peer.count


def peer_text(peer: PeerFigure) -> str:
    """A district's value as it is written."""
    return rate(peer.rate) if peer.rate is not None else number(peer.count)


def _peer_table(name: str, title: str, peers: Sequence[PeerFigure], source: str) -> Table:
    """District, number, what they are ranked by, and rank; published rates come without numbers."""
    counted = any(peer.count is not None for peer in peers)
    headings = ("District", *(["Number"] if counted else []), _peer_heading(peers[0]), "Rank")
    rows_ = tuple(_peer_row(peer, counted) for peer in peers)
    return Table(f"data-{name}", f"{sentence_case(title)} in the districts compared. {source}", headings, rows_)


def _peer_heading(peer: PeerFigure) -> str:
    kinds = {"proportion": "Share (%)", "level": "Value"}
    return kinds.get(peer.value_kind, f"Rate {peer.per}")


def _peer_row(peer: PeerFigure, counted: bool) -> tuple[str, ...]:
    count = number(peer.count) if peer.count is not None else "[x]"
    value = rate(peer.rate) if peer.rate is not None else "[x]"
    rank = number(peer.rank) if peer.rank is not None else "[x]"
    cells = (count, value, rank) if counted else (value, rank)
    return (peer.name, *([SUPPRESSED] * len(cells) if peer.withheld else cells))


def _bars(
    look: Look, bars: list[dict[str, Any]], field: str, kind: str, colours: dict[str, str], *, diverging: bool
) -> alt.LayerChart:
    """Bars from nought with labels outside them; room is left so that no label touches an edge."""
    values = [bar[field] for bar in bars]
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.3 * ((high - low) or 1)
    scale = alt.Scale(domain=[low - room if low < 0 else 0, high + room], nice=False)
    order = [bar["part"] for bar in bars]
    base = alt.Chart(rows(bars)).encode(
        y=alt.Y("part:N", sort=order, title=None, axis=alt.Axis(labelLimit=LABELS, domain=False, ticks=False)),
        x=alt.X(f"{field}:Q", scale=scale, axis=None),
    )
    colour = alt.Color(f"{kind}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    layers = [base.mark_bar(size=ROW - 9).encode(color=colour)]
    layers.append(base.transform_filter(f"datum.{field} >= 0").mark_text(align="left", dx=5).encode(text="label:N"))
    if diverging:
        layers.append(
            base.transform_filter(f"datum.{field} < 0").mark_text(align="right", dx=-5).encode(text="label:N")
        )
    nought = alt.Chart(rows([{"at": 0}])).mark_rule(color=look.quiet).encode(x=alt.X("at:Q", scale=scale))
    return alt.layer(*layers, nought).properties(width=look.width - LABELS + 60, height=alt.Step(ROW))
