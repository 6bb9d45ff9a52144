"""After a whole build, no file of the project or of the temporary folder, and no line said, holds a name that was planted."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

PERSONAL = """  tenant:
    title: Tenant
    headers: [Tenant]
    pseudonymise: true
  tenant_born:
    title: Date of birth of the tenant
    headers: [Tenant DOB]
    drop: true
key:"""
PLANTED = (b"Plantedann", b"Plantedborn", b"Plantedphone")
HEADER = "Case reference,Reported,Tenant,Tenant DOB,Category,Ward,Telephone\n"
SOUND = "HN1,01/12/2023,Plantedann ’s,Plantedborn,Nuisance,,Plantedphone\n"
FAULTY = "HN2,Keptfault,Plantedann,Plantedborn,Keptcode,Keptward,Plantedphone\nHN3,Plantedann,Plantedborn,Nuisance\n"


@pytest.fixture(scope="module")
def everything(make_built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file but the extracts themselves, by name, those inside archives too, and what was said."""
    root = make_built(change=_only_one_source).root
    contract = root / "sources" / "housing_asb.yml"
    text = contract.read_text(encoding="utf-8").replace("key:", PERSONAL)
    contract.write_text(text.replace("*.xlsx", "*").replace("sheet: Cases\n", ""), encoding="utf-8", newline="\n")
    folder = root / "extracts" / "housing_asb"
    (folder / "synthetic-housing-asb-2.csv").write_bytes((HEADER + SOUND * 300 + FAULTY * 10).encode("cp1252"))
    scratch = tmp_path_factory.mktemp("scratch")
    environment = {**os.environ, "SIA_PSEUDONYM_KEY": "a key that is long enough", "PYTHONUTF8": "1"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    done = subprocess.run(
        [sys.executable, "-m", "sia", "build", "--project", str(root)], env=environment, capture_output=True, check=True
    )
    files = [path for where in (root, scratch) for path in where.rglob("*") if path.is_file()]
    found = {
        name: content
        for path in files
        if folder not in path.parents
        for name, content in _opened(path.name, path.read_bytes())
    }
    return found | {"said": done.stdout + done.stderr, "tables": _tables(root)}


def _only_one_source(extracts: Path) -> None:
    for folder in extracts.iterdir():
        if folder.is_dir() and folder.name != "housing_asb":
            shutil.rmtree(folder)


def _opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield f"{name}:{inside}", archive.read(inside)


def _tables(root: Path) -> bytes:
    with duckdb.connect(str(root / "build" / "2024" / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        rows = [connection.execute(f'SELECT * FROM "{schema}"."{table}"').fetchall() for schema, table in tables]
    return repr(rows).encode()


def test_no_planted_name_is_anywhere(everything: dict[str, bytes]) -> None:
    held = [name for name, content in everything.items() if any(planted in content for planted in PLANTED)]
    assert held == []


def test_the_search_would_have_found_them(everything: dict[str, bytes]) -> None:
    """What the same rows hold in columns that are kept is found in the tables and in what goes back to the agency."""
    assert all(kept in everything["tables"] for kept in (b"Keptfault", b"Keptcode", b"Keptward", b"HN1"))
    assert [name for name, content in everything.items() if b"Keptfault" in content and name not in ("tables", "said")]
