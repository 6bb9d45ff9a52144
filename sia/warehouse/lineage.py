"""What a query reads, as DuckDB's own parser sees it, and the order in which queries can run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sia.errors import Problem, UserError, nearest
from sia.project.text_files import read_utf8

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from sia.warehouse.run import QueryRun


FILE_READERS = ("read_", "parquet_", "sniff_", "glob", "query", "getenv")
CLOCK_AND_CHANCE = {
    *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "now", "today"),
    *("get_current_time", "get_current_timestamp", "transaction_timestamp", "current_localtime"),
    *("random", "setseed", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"),
}


@dataclass(frozen=True)
class Query:
    """One file of `queries/`: `reads` holds the tables and queries it names, each with the line where it is named."""

    name: str
    shown_as: str
    text: str
    reads: Mapping[str, int]


def ordered_queries(connection: DuckDBPyConnection, folder: Path, tables: Iterable[str]) -> list[Query]:
    """Every `*.sql` file below `folder`, each after all it reads.

    Raises UserError with each file that is not one SELECT, each name that neither a table nor a query has, and queries
    that wait for each other.
    """
    known = set(tables)
    queries, problems = _read(connection, folder)
    broken = {path.stem for path in folder.rglob("*.sql")} - set(queries)
    problems += [*_taken_names(queries, known), *_unknown_names(queries, known | broken)]
    if problems:
        raise UserError(*problems)
    return _in_order(queries)


def _read(connection: DuckDBPyConnection, folder: Path) -> tuple[dict[str, Query], list[Problem]]:
    """The queries that can be read, by name, and the problems of the others."""
    queries: dict[str, Query] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.sql")):
        shown_as = path.relative_to(folder.parent).as_posix()
        if path.stem in queries:
            message = f"there is already a query of this name, {queries[path.stem].shown_as}."
            problems.append(Problem(shown_as, message, "Give one of them another name."))
            continue
        try:
            queries[path.stem] = _parse(connection, path.stem, shown_as, read_utf8(path, shown_as))
        except UserError as error:
            problems.extend(error.problems)
    return queries, problems


def _in_order(queries: Mapping[str, Query]) -> list[Query]:
    """The queries so that each comes after all it reads; raises UserError when some wait for each other."""
    ordered: dict[str, Query] = {}
    waiting = dict(sorted(queries.items()))
    while waiting:
        ready = [name for name, query in waiting.items() if not any(read in waiting for read in query.reads)]
        if not ready:
            raise UserError(_circle(waiting))
        ordered.update((name, waiting.pop(name)) for name in ready)
    return list(ordered.values())


def inputs_of(runs: Iterable[QueryRun], name: str) -> set[str]:
    """Every table, not itself a query, that a query reads directly or through other queries."""
    reads = {run.name: run.reads for run in runs}
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in reads:
            waiting.extend(reads[one])
        else:
            found.add(one)
    return found


def sources_of(runs: Iterable[QueryRun], name: str, sources: Iterable[str]) -> set[str]:
    """The sources (ids of contracts) that a query rests on, directly or through other queries."""
    return inputs_of(runs, name) & set(sources)


def _parse(connection: DuckDBPyConnection, name: str, shown_as: str, text: str) -> Query:
    ((answer,),) = connection.execute("select json_serialize_sql(?)", [text]).fetchall()
    tree = json.loads(answer)
    if tree["error"]:
        line = _line(text, int(tree["position"])) if "position" in tree else 1
        raise UserError.at(f"{shown_as}:{line}", f"this is not a query that can run: {tree['error_message']}.")
    if len(tree["statements"]) != 1:
        raise UserError.at(shown_as, f"the file holds {len(tree['statements'])} statements.", "Keep one SELECT a file.")
    named: dict[str, int] = {}
    own: set[str] = set()
    for node in _nodes(tree["statements"][0]["node"]):
        _refuse_outside(node, shown_as, text)
        if node.get("type") == "BASE_TABLE":
            named.setdefault(node["table_name"], node["query_location"])
        if isinstance(cte_map := node.get("cte_map"), dict):
            own.update(entry["key"] for entry in cte_map["map"])
    reads = {table: _line(text, position) for table, position in sorted(named.items()) if table not in own}
    return Query(name, shown_as, text, reads)


def _refuse_outside(node: dict[str, Any], shown_as: str, text: str) -> None:
    """Files read here would be in no account, and a clock or chance would publish other figures tomorrow."""
    columns = node.get("column_names", ())
    name = str(columns[0] if len(columns) == 1 else node.get("function_name", "")).lower()
    is_file = node.get("class") == "FUNCTION" and name.startswith(FILE_READERS)
    if is_file or name in CLOCK_AND_CHANCE:
        line = _line(text, int(node.get("query_location") or 0))
        remedy = "Read tables of the build; dates are in the table 'parameters'."
        raise UserError.at(f"{shown_as}:{line}", f"'{name}' cannot be used in a query.", remedy)


def _nodes(node: Any) -> Iterable[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)


def _line(text: str, position: int) -> int:
    """The line of a place in the text; DuckDB counts places in bytes."""
    return text.encode("utf-8")[:position].count(b"\n") + 1


def _taken_names(queries: Mapping[str, Query], tables: set[str]) -> list[Problem]:
    return [
        Problem(query.shown_as, f"there is already a table '{query.name}'.", "Give the query another name.")
        for query in queries.values()
        if query.name in tables
    ]


def _unknown_names(queries: Mapping[str, Query], tables: set[str]) -> list[Problem]:
    known = tables | set(queries)
    return [
        Problem(f"{query.shown_as}:{line}", f"there is no table or query '{name}'.", _remedy(query, name, known))
        for query in queries.values()
        for name, line in query.reads.items()
        if name not in known
    ]


def _remedy(query: Query, name: str, known: set[str]) -> str:
    """A staging query is named by its source, so what it lacks is the contract of that source."""
    if query.name == f"stg_{name}":
        return f"Add the contract sources/{name}.yml, or take this query and its lines in all_events or series out."
    close = nearest(name, sorted(known))
    return f"Did you mean '{close}'?" if close else ""


def _circle(waiting: Mapping[str, Query]) -> Problem:
    """Follow what waits for what until a name comes round again."""
    path = [min(waiting)]
    while path[-1] not in path[:-1]:
        path.append(min(read for read in waiting[path[-1]].reads if read in waiting))
    circle = path[path.index(path[-1]) :]
    first = waiting[circle[0]]
    message = f"these queries wait for each other: {' reads '.join(circle)}."
    return Problem(f"{first.shown_as}:{first.reads[circle[1]]}", message, "Take one of these readings out.")
