"""Which copies of extracts' rows builds keep, and the story of removing what is past its retention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sia.build.lock import build_lock
from sia.build.manifest import MANIFEST, read_json
from sia.build.received import QUARANTINE
from sia.build.story import WAREHOUSE
from sia.project.load import Project, load_project
from sia.sharing.purge import Copies, Plan, carry_out, plan_purge
from sia.sharing.receipts import Entry
from sia.sharing.retention import EXTRACTS, RECEIVED, keep_until, newest_day, read_received, since_when

FORMER_LIST = "turned-away.csv"  # which builds before the workbooks left


def plan(root: Path, as_at: date | None = None) -> Plan:
    """What is past its retention on a day, by default the newest assessment's as-at date; nothing is changed.

    Raises UserError when a declaration, a `received.csv` or a receipt is wrong.
    """
    project = load_project(root)
    day = as_at or project.assessment.as_at
    accounts = _accounts(root)
    copies = [_copies(project, folder, account, day) for folder, account in accounts.items()]
    return plan_purge(project, day, _newest(accounts), [one for one in copies if one.paths])


def purge(
    root: Path, as_at: date | None, confirm: Callable[[Plan], bool], say: Callable[[str], None]
) -> tuple[Plan, list[Entry] | None]:
    """Remove what is past its retention once `confirm` has agreed to the plan; what became of it, None if nothing was done.

    Raises UserError as `plan` does, when a build of the project goes on, and for each file that could not be removed.
    """
    with build_lock(root / "build", wait=say):
        planned = plan(root, as_at)
        if not planned.all or not confirm(planned):
            return planned, None
        return planned, carry_out(root, planned)


def _accounts(root: Path) -> dict[Path, dict[str, Any]]:
    """Every folder of `build/`, unfinished and set-aside ones too, with its manifest; nothing where it has none."""
    folders = sorted(path for path in (root / "build").glob("*") if path.is_dir())
    return {folder: read_json(folder / MANIFEST) for folder in folders}


def _copies(project: Project, folder: Path, account: Mapping[str, Any], as_at: date) -> Copies:
    inputs = account.get("inputs")
    files = [*folder.glob(f"{WAREHOUSE}*"), folder / FORMER_LIST, *(folder / QUARANTINE).rglob("*")]
    paths = tuple(sorted(path for path in files if path.is_file()))
    if inputs is None:
        return Copies(folder.name, paths, None)
    read = frozenset((one["source"], one["sha256"]) for one in inputs)
    ends = list(_ends(project, account))
    return Copies(folder.name, paths, read, past=any(end < as_at for end in ends))


def _ends(project: Project, account: Mapping[str, Any]) -> Iterator[date]:
    """Until when the extracts that a build read may be kept, also of those that are no longer there."""
    for one in account["inputs"]:
        contract = project.contracts.get(one["source"])
        if contract is None:
            continue
        received = read_received(project.root / EXTRACTS / contract.id / RECEIVED)
        since, _ = since_when(one["file"].partition(":")[0], received, _day(one, account))
        if until := keep_until(contract, since):
            yield until


def _newest(accounts: Mapping[Path, Mapping[str, Any]]) -> dict[tuple[str, str], date]:
    """The newest day in each extract, as far as builds found one."""
    newest: dict[tuple[str, str], date] = {}
    for account in accounts.values():
        for one in account.get("inputs", ()):
            key, day = (one["source"], one["sha256"]), _day(one, account)
            if day:
                newest[key] = max(day, newest.get(key, day))
    return newest


def _day(one: Mapping[str, Any], account: Mapping[str, Any]) -> date | None:
    """The newest day of an input; None where an account of an earlier version says nothing of it."""
    with suppress(KeyError, TypeError, ValueError):
        return newest_day(date.fromisoformat(one["newest_month"]), date.fromisoformat(account["as_at"]))
    return None
