"""Looks into a zip archive: which of its members are data, without ever writing one to the disk."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

from sia.extracts.digest import CHUNK, UNPACKED_LIMIT
from sia.extracts.report import NotRead

MEMBERS_LIMIT = 1000
WORKBOOK_LIMIT = 1 << 30
NESTED = (".zip", ".7z", ".rar", ".tar", ".tgz")


def members_of(path: Path) -> list[tuple[str, str]]:
    """Each member of an archive that may be data, and the name to show: its own, or its path where two are alike.

    Raises NotRead for an empty, nested, protected or oversized archive. A member's path is a name and nothing more, so
    one that climbs out of the archive leads nowhere.
    """
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _system_file(one.filename)]
    if not members:
        raise NotRead("the archive is empty")
    if len(members) > MEMBERS_LIMIT:
        raise NotRead(f"the archive holds more than {MEMBERS_LIMIT:,} files")
    check_sizes(members)
    for one in members:
        if one.filename.lower().endswith(NESTED):
            raise NotRead(f"an archive inside an archive ({_name(one)}) is not read; unpack it")
        if one.flag_bits & 1:
            raise NotRead("the archive is damaged or protected by a password")
    times = Counter(map(_name, members))
    names = [_name(one) if times[_name(one)] == 1 else _path(one) for one in members]
    if len(set(names)) < len(names):
        raise NotRead("the archive holds two files of one name; ask for it again")
    return [(one.filename, name) for one, name in zip(members, names, strict=True)]


def check_sizes(members: list[zipfile.ZipInfo], limit: int = UNPACKED_LIMIT) -> None:
    """Raises NotRead when the members, by what the archive says of them, would unpack to more than the limit."""
    if sum(one.file_size for one in members) > limit:
        raise NotRead(f"it would unpack to more than {limit >> 20:,} MB")


def check_whole(archive: zipfile.ZipFile) -> None:
    """Unpack every member once without keeping it; one that is larger than it says does not fit its check sum.

    Raises NotRead for a member that is damaged, and what `check_sizes` raises.
    """
    check_sizes(archive.infolist(), WORKBOOK_LIMIT)
    try:
        for one in archive.infolist():
            with archive.open(one) as stream:
                while stream.read(CHUNK):
                    pass
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise NotRead("the workbook is damaged or protected by a password") from None


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).name


def _path(member: zipfile.ZipInfo) -> str:
    return "/".join(part for part in PurePosixPath(member.filename).parts if part not in ("..", "/"))


def _system_file(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")
