"""Everything that a page shows is run, parsed or validated."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.docs.blocks import CHECKS, SETUPS, as_tests, command, host, python
from tests.docs.pages import SETUP, TOP, Block, all_blocks, anchors, blocks, links, pages, read

BLOCKS = all_blocks()
PYTHON = sorted({block.page for block in BLOCKS if block.language == "python"})
FILES_OF_TESTS = [page for page in PYTHON if "<!-- run as tests -->" in read(page)]


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder that has the samples of the checkout and nothing to lose."""
    for folder in ("bpmn", "examples", "extensions"):
        (tmp_path / folder).symlink_to(TOP / folder)
    return tmp_path


def python_of(page: str) -> list[Block]:
    return [block for block in BLOCKS if (block.page, block.language) == (page, "python")]


@pytest.mark.parametrize("page", [page for page in PYTHON if page not in FILES_OF_TESTS])
def test_the_python_of_a_page_runs(page: str, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its first block to its last."""
    monkeypatch.chdir(samples)
    with ExitStack() as stack:
        names = {"__name__": "page"}
        for setup in SETUP.findall(read(page)):
            names.update(SETUPS[setup](stack))
        python(python_of(page), names)


@pytest.mark.parametrize("page", FILES_OF_TESTS)
def test_the_tests_of_a_page_pass(page: str, samples: Path) -> None:
    """All that it shows, and it shows some."""
    shown = sum(len(re.findall(r"^def test_", block.text, re.MULTILINE)) for block in python_of(page))
    assert f" {shown} passed" in as_tests(python_of(page), samples)


@pytest.mark.parametrize("page", ["def test_it():\n    assert 1 == 2", "def no_test():\n    pass", "import nothing"])
def test_tests_of_a_page_that_fail_are_found(page: str, samples: Path) -> None:
    """Wrong ones, and none."""
    with pytest.raises(AssertionError, match=r"test_page\.py|no tests ran"):
        as_tests(blocks(f"```python\n{page}\n```"), samples)


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language != "python"], ids=str)
def test_a_block_says_nothing_wrong(block: Block) -> None:
    """A block in a language that nobody checks is a failure, too: what is not checked goes out of date."""
    CHECKS[block.language](block)


def test_the_hooks_of_the_page_are_taken() -> None:
    """In the order of the page; the service knows what they tell of, and each is news."""
    hooks = [block for block in BLOCKS if block.page == "docs/hooks.md" and '"specversion"' in block.text]
    with ExitStack() as stack:
        service = host(stack)["service"]
        http = service.http(service.key_for("homegrown"))
        statuses = [http.post("/v1/hooks", json=json.loads(block.text)).status_code for block in hooks]
    assert statuses == [201] * len(hooks) == [201] * 7


@pytest.mark.parametrize(
    "page",
    [
        "```python\nassert 1 == 2\n```",
        "```bash\nmake coffee\n```",
        "```bash\nsocialbpm serve --fast\n```",
        "```bash\nSOCIALBPM_COLOUR=red socialbpm serve\n```",
        "```bash\npython examples/nothing.py\n```",
        "```bash\nnode examples/nothing.js\n```",
        "```bash\nnpm ci --prefix examples\n```",
        "```bash\ncurl http://127.0.0.1:8080/v1/nothing\n```",
        "```bash\nrm -r docs\n```",
        "```console\n$ socialbpm dance\n```",
        '```xml\n<social:socialize ladder="default" colour="red"/>\n```',
        "```xml\n<bpmn:task/>\n```",
        '```json\n{"specversion": "1.0", "type": "socialbpm.task.forgotten"}\n```',
        "```yaml\npeople: [{id: alice}]\n```",
        "```js\nimport x from 'socialbpm-nothing';\n```",
        "```ruby\nputs 1\n```",
        "    indented",
    ],
)
def test_a_wrong_block_is_found(page: str) -> None:
    """What is held against the pages above can fail."""
    (block,) = blocks(page)
    with pytest.raises(Exception):  # noqa: B017, PT011 - each kind of block fails in its own way
        python([block], {}) if block.language == "python" else CHECKS[block.language](block)


@pytest.mark.parametrize(
    "line",
    ["make demo", "SOCIALBPM_PEOPLE=people.yaml .venv/bin/socialbpm serve --port 80", "python examples/embed.py"],
)
def test_a_right_command_passes(line: str) -> None:
    """With a setting in front of it, and options behind it."""
    command(line.split())


def broken(page: str, text: str) -> list[str]:
    """Return the links of a page that lead nowhere in the checkout, be it to a file or to a heading."""
    inside = [link for link in links(text) if "://" not in link]
    return [link for link in inside if not _leads(TOP / page, text, *link.partition("#")[::2])]


def _leads(page: Path, text: str, path: str, anchor: str) -> bool:
    target = page.parent / path if path else page
    if not target.exists():
        return False
    there = text if target == page else target.read_text(encoding="utf-8") if anchor else ""
    return not anchor or anchor in anchors(there)


@pytest.mark.parametrize("page", pages())
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    """A relative link leads to a file or folder of the checkout, and to a heading that is there."""
    assert broken(page, read(page)) == []


def test_a_broken_link_is_found() -> None:
    """In whatever folder the page is."""
    good = "[one](errors.md) [two](errors.md#the-plugin) [there](https://example.org) [here](#below)\n\n## Below\n"
    assert broken("docs/README.md", good) == []
    bad = "[none](nothing.md) [nowhere](errors.md#nowhere) [above](#above)"
    assert broken("docs/README.md", bad) == ["nothing.md", "errors.md#nowhere", "#above"]
