"""Named ladders from a file: each mistake is answered with where it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialbpm.directory import ladders_file
from socialbpm.directory.ladders_file import LaddersFileError

QUICK = "quick: [{name: team, step: colleagues, wait: PT1H}, {name: network, step: community}]"


def test_a_ladder_is_read_with_the_defaults_of_its_rings() -> None:
    """What is not given comes from the default ring of that name, then from the step."""
    team, network = ladders_file.loads(QUICK)["quick"]
    assert (team.wait, team.batch, team.most) == ("PT1H", 3, 6)
    assert (network.wait, network.widen) == ("P3D", "propose")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The path, and what to check."""
    path = tmp_path / "ladders.yaml"
    with pytest.raises(LaddersFileError) as error:
        ladders_file.read(path)
    assert str(error.value) == f"{path}: No such file or directory\n  Check the path and who may read it."
    path.write_text(QUICK)
    assert set(ladders_file.read(path)) == {"quick"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "default: [{name: team, step: colleagues}]",
            "f.yaml: the ladder default is the same everywhere\n"
            "  Give yours another name, and name it in the diagrams that mean it.",
        ),
        ("- team", "f.yaml: names come first, each with a list of rings\n  quick: [{name: team, …}]"),
        (
            "slow: [{name: all, step: community, widen: auto}]",
            'f.yaml: ladder slow: rings.0: ring "all" cannot be widen="auto": people in the community step are asked '
            "only with the asker's consent; use widen=\"propose\"\n  Write it as the element's rings.",
        ),
    ],
)
def test_what_is_no_ladder_is_refused(text: str, message: str) -> None:
    """The same rules as for the rings of an element."""
    with pytest.raises(LaddersFileError) as error:
        ladders_file.loads(text, "f.yaml")
    assert str(error.value) == message


def test_what_is_not_yaml_is_refused() -> None:
    """The text of the library says where."""
    with pytest.raises(LaddersFileError, match=r"f\.yaml: this is not YAML: "):
        ladders_file.loads("quick: [", "f.yaml")
