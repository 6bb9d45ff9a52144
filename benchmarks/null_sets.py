"""How often an assessment claims a change where nothing happened, and how often it finds what is planted, on whole sets of extracts.

    python benchmarks/null_sets.py [--sets 200] [--planted 50] [--processes 2] [--kept FOLDER] [--write docs/null-sets.md]

Each set is the reference partnership under another seed, with counts that scatter as far as chance lets them: written,
read through its contracts, measured, assessed and rated as in a build, without documents. Seeded: the same numbers at every
run. About five seconds a set, most of them for reading and measuring. `--kept` keeps what the queries made of each set, so
that a change of method can be tried on the same sets within minutes; after a change to extracts, contracts or queries
the folder must be a new one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from demo_sets import for_seeds
from null_tables import (
    CHART_RULES,
    Frames,
    alarms,
    calls,
    found_truths,
    headlines,
    judged,
    levels_and_harm,
    outlook,
    proposals,
    ratings,
    table,
)
from set_frames import CHART_MONTHS, frames_of

from sia.project.load import load_project
from sia.project.scaffold import scaffold_folder


def page(null: Frames, planted: Frames) -> str:
    """The page of figures."""
    project = load_project(scaffold_folder())
    titles = {name: one.title for name, (_, one) in project.indicators.items()}
    priorities = {name: one.title for name, one in project.priorities.items()}
    with_headline = {one.id for one, indicator in project.indicators.values() if indicator.role == "headline"}
    rows = judged(null)
    sets, also = null["found"]["seed"].n_unique(), planted["found"]["seed"].n_unique()
    return f"""# What is claimed when nothing happened

Written by `python benchmarks/null_sets.py --sets {sets} --planted {also} --write docs/null-sets.md`.

{sets} sets of the reference partnership's extracts, in which nothing changes from year to year: no planted change, no growth,
no step; only level, season and chance. Counts are Poisson, with 2.5 % of noise from month to month; series with a memory of
their own are in [simulation.md](simulation.md). Each set was written, read through its contracts, measured, assessed and
rated as in a build. The registers are the reference partnership's, without what rests on planted changes. Figures are per
cent, with 95 % limits that allow for the comparisons of one set not being independent.

## Called changed although nothing changed

Nominal is 5 for each by itself. Strands, places and wards are looked at side by side, so that one is called only after
false-discovery control among them; nominal is then 5 for the whole group. An annual published rate is judged by its recent
trend, which is held to 99.8 % as in the public health profiles; one pooled over three years by its last two values that share
no year, at 95 %. A change that is called moves no rating unless it is also material.

{table(["comparison", "number a set", "each by itself", "called in the assessment", "groups with one called"], calls(rows))}
The headline indicators one by one:

{table(["headline indicator", "called changed"], headlines(rows, titles))}
## Levels and severe harm

The district's rates were drawn about the mean of England's. Counts of severe harm are whole numbers, so that the chance of
calling one is below its nominal level.

{table(["indicator", "claim", "nominal", "claimed"], levels_and_harm(null, titles), words=2)}
## What else is said of whole indicators

These do not say that anything changed, and move no rating by themselves. A projection sets the year's total against the
last year's. Both move by chance, and nine months of the one and all of the other have already happened, so that it can
often be told which is the greater; the documents add that this by itself is no sign of change.

{table(["said", "of indicators"], outlook(null))}
## Proposed although nothing changed

{table(["registers", "Red", "Amber", "Green", "Not rated", "sets with a Red"], ratings(null))}
No rule proposes Green: whether work may leave the plan is not for figures to say. Residents' concern makes a priority Red
only together with a part of its measure that worsens. The second row is what would be proposed had concern been recorded for
every priority, which is the most that this rule can be misled.

By priority; the rules are those that misled in the second column, and how often. Priorities without a headline have no figure
that could turn them Red. No indicator here has a target, and the rates of drugs and alcohol are led elsewhere and not
counted: a benchmark that did count would be called worse as often as the table of levels says.

{table(["priority", "Red as the registers stand", "Red had residents been concerned", "by rule"], proposals(null, priorities, with_headline))}
## Planted truths found

{also} sets with every truth planted and the same scope for chance; deaths and reviews that are planted as totals of a year
vary about them. The reference partnership itself strays by a quarter of that, so that its truths hold for every seed. "Found"
is how often everything the truth leads to was found, in its indicator and its strands; "proposed so" how often its priority
was proposed as it is with the truth. A truth without a figure under "found" shows in sentences or in the rating alone.

{table(["planted", "rating", "found", "proposed so"], found_truths(planted), words=2)}
## Points with a special cause in {CHART_MONTHS} months of the control charts although nothing happened, a chart

A run of seven months marks all seven, so that one run is seven points or more.

{table(["mean a month", "charts a set", "points", *CHART_RULES, "charts with one, per cent"], alarms(null))}"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sets", type=int, default=200)
    arguments.add_argument("--planted", type=int, default=50)
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument("--kept", type=Path)
    arguments.add_argument("--write", type=Path)
    chosen = arguments.parse_args()
    null, planted = (
        for_seeds(kind, range(1, number + 1), frames_of, chosen.processes, chosen.kept)
        for kind, number in (("nothing happened", chosen.sets), ("as planted", chosen.planted))
    )
    text = page(null, planted)
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
