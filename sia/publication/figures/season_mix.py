"""The parts of an indicator by season of the year, one small chart each, all years together."""

from __future__ import annotations

import altair as alt

from sia.publication.evidence import Comparison
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows
from sia.publication.season_evidence import SeasonCell, SeasonMix
from sia.publication.tables import NOTE_SUPPRESSED, Table
from sia.publication.wording import SUPPRESSED, listed, number, sentence_case

SEASONS = ("spring", "summer", "autumn", "winter")
MOST_PANELS, COLUMNS, HEIGHT = 6, 2, 110
PALE = "#9FB4CB"


def season_mix_figure(look: Look, name: str, one: Comparison, mix: SeasonMix, source: str) -> Figure | None:
    """At most six parts, dark where a season has clearly more of them; None when fewer than two can be drawn.

    A part is drawn when at least two of its four counts are shown and not nought; where one is not shown, the mark stands
    instead of a bar.
    """
    drawn = [part for part in _by_part(mix) if sum(bool(cell.count) for cell in part) > 1][:MOST_PANELS]
    if len(drawn) < 2:
        return None
    width = (look.width - 50 * (COLUMNS - 1)) // COLUMNS
    panels = [_panel(look, part, width) for part in drawn]
    lines = [alt.hconcat(*panels[at : at + COLUMNS], spacing=14) for at in range(0, len(panels), COLUMNS)]
    chart = alt.vconcat(*lines, spacing=18)
    told = (f"{part[0].strand_title} {listed(f'{_spoken(cell)} in {cell.season}' for cell in part)}" for part in drawn)
    alternative = f"Small bar charts of {one.title} by part and season, {mix.window.label}: {'; '.join(told)}."
    hidden = any(cell.count is None for part in drawn for cell in part)
    dark = any(_is_larger(cell, part) for part in drawn for cell in part)
    finding = (
        f"{sentence_case(one.title)} by part and season, {mix.window.label}, all years together"
        f"{': dark bars are clearly larger shares of their season than of the others' if dark else ''}."
        f"{f' {NOTE_SUPPRESSED}' if hidden else ''}"
    )
    return Figure(name, finding, source, alternative, look.spec(chart), _table(name, one, mix, source))


def _by_part(mix: SeasonMix) -> list[list[SeasonCell]]:
    """The four seasons of each part, the part with the most shown events first."""
    parts: dict[str, list[SeasonCell]] = {}
    for season in SEASONS:
        for cell in mix.of(season):
            parts.setdefault(cell.strand, []).append(cell)
    return sorted(parts.values(), key=lambda part: (-sum(cell.count or 0 for cell in part), part[0].strand_title))


def _panel(look: Look, part: list[SeasonCell], width: int) -> alt.LayerChart:
    bars = [
        {
            "season": sentence_case(cell.season),
            "count": cell.count or 0,
            "label": _written(cell),
            "kind": "more" if _is_larger(cell, part) else "other",
        }
        for cell in part
    ]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["more", "other"], range=[look.main, PALE]), legend=None)
    top = 1.18 * max(bar["count"] for bar in bars) or 1
    base = alt.Chart(rows(bars)).encode(
        x=alt.X("season:N", sort=[bar["season"] for bar in bars], axis=alt.Axis(title=None, labelAngle=0)),
        y=count_axis("count", ticks=3, top=top),
    )
    title = alt.TitleParams(sentence_case(part[0].strand_title), color=look.theme.colours.text, fontWeight="bold")
    layers = base.mark_bar(size=22).encode(color=colour) + base.mark_text(baseline="bottom", dy=-3).encode(
        text="label:N"
    )
    return layers.properties(width=width, height=HEIGHT, title=title)


def _is_larger(cell: SeasonCell, part: list[SeasonCell]) -> bool:
    """Whether a season has clearly more of a part than the others have, which is told only where all four are shown."""
    return cell.differs == "more" and all(season.count is not None for season in part)


def _spoken(cell: SeasonCell) -> str:
    return "not shown" if cell.count is None else number(cell.count)


def _written(cell: SeasonCell) -> str:
    return SUPPRESSED if cell.count is None else number(cell.count)


def _table(name: str, one: Comparison, mix: SeasonMix, source: str) -> Table:
    headings = ("Part", *(sentence_case(season) for season in SEASONS))
    body = [(sentence_case(part[0].strand_title), *(_written(cell) for cell in part)) for part in _by_part(mix)]
    totals = [mix.of(season)[0].total for season in SEASONS]
    body.append(("All parts", *(SUPPRESSED if total is None else number(total) for total in totals)))
    caption = f"{sentence_case(one.title)} by part and season, {mix.window.label}, all years together. {source}"
    return Table(f"data-{name}", caption, headings, tuple(body))
