"""What is installed is what is here: the wheel holds all files of the package, and runs without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.settings import REPOSITORY

PAGES = ("/sign-in", "/modeler", "/heat", "/problems/invalid", "/health")
VISIT = f"""
import re

import socialbpm
from fastapi.testclient import TestClient
from socialbpm.config import Settings
from socialbpm.service.app import create_app

print(socialbpm.__file__)
with TestClient(create_app(Settings(database_url="sqlite://"))) as client:
    for page in {PAGES!r}:
        print(page, client.get(page, headers={{"accept": "text/html"}}).status_code)
    for script in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/sign-in").text)):
        print("static", client.get(script).status_code)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of this checkout and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=REPOSITORY)
    [wheel] = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def _run(command: list[str], cwd: Path, **environment: str) -> str:
    ended = subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_every_file_of_the_package_is_in_it(installed: Path) -> None:
    """Templates, catalogues, scripts and migrations, too; and no more modules than there are."""
    source = REPOSITORY / "src" / "socialbpm"
    kept = {file.relative_to(source) for file in source.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    package = installed / "socialbpm"
    there = {file.relative_to(package) for file in package.rglob("*") if file.is_file()}
    assert kept - there == set()
    assert {file for file in there - kept if file.parts[0] != "shipped"} == set()


def test_it_runs_where_the_checkout_is_not(installed: Path, tmp_path: Path) -> None:
    """Pages, the modeler and its samples, what errors mean."""
    said = _run([sys.executable, "-c", VISIT], cwd=tmp_path, PYTHONPATH=str(installed)).splitlines()
    assert Path(said[0]).is_relative_to(installed)
    assert said[1 : len(PAGES) + 1] == [f"{page} 200" for page in PAGES]
    assert set(said[len(PAGES) + 1 :]) == {"static 200"}
    checked = _run([sys.executable, "-m", "socialbpm", "check", "--help"], cwd=tmp_path, PYTHONPATH=str(installed))
    assert "sarif" in checked
