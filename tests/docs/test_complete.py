"""What there is, the pages say; and what the pages say, there is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection
from importlib.metadata import metadata
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute

from socialbpm import testing
from socialbpm.config import Settings
from socialbpm.contract.deliveries import AnyDelivery, Outcome
from socialbpm.contract.element import DEFAULT_RINGS, ROLES, WHO_PREFIXES, WHO_WORDS, Exclude, Ring, Share, Socialize
from socialbpm.contract.hooks import Hook
from socialbpm.directory.people_file import CalendarEntry, FileEntry, PersonEntry
from socialbpm.service import login
from socialbpm.service.pages import NOUNS
from socialbpm.testing import Actor, FakeService, Story, plugin
from tests.docs.blocks import endpoints, subcommands
from tests.docs.pages import TOP, blocks, links, names, pages, read, rows, section

ELEMENTS = {"socialize": Socialize, "ring": Ring, "share": Share, "exclude": Exclude}
WRITTEN_AS_CHILDREN = {"rings", "shares", "excludes"}


def attributes(model: type[Any]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()} - WRITTEN_AS_CHILDREN


def types_of(union: Any) -> set[str]:
    return {kind.model_fields["type"].default for kind in get_args(get_args(union)[0])}


def first_column(text: str) -> list[str]:
    return [row[0] for row in rows(text)]


def members(of: object) -> set[str]:
    """Return the public attributes of a class, or of an object with those that it makes for itself."""
    return {name for name in dir(of) if not name.startswith("_")}


def element_page(element: str) -> str:
    return section(read("docs/element.md"), f"`<social:{element}>`")


def command_page(command: str) -> str:
    return section(read("docs/settings.md"), f"`socialbpm {command}`")


DEMANDED: dict[str, tuple[Collection[str], str]] = {
    **{f"attributes of {name}": (attributes(model), element_page(name)) for name, model in ELEMENTS.items()},
    **{f"options of {name}": (options, command_page(name)) for name, options in subcommands().items()},
    "commands": ({f"socialbpm {name}" for name in subcommands()}, read("docs/settings.md")),
    "words of who": ({*WHO_WORDS, *ROLES, *(f"{prefix}NAME" for prefix in WHO_PREFIXES[:3])}, read("docs/element.md")),
    "hooks": (types_of(Hook), read("docs/hooks.md")),
    "deliveries": (types_of(AnyDelivery), read("docs/hooks.md")),
    "the file of people": (set(FileEntry.model_fields) | set(CalendarEntry.model_fields), read("docs/people-file.md")),
    "the names for tests": (testing.__all__, read("docs/testing.md")),
    "fixtures": ([name for name in vars(plugin) if name.startswith("social_")], read("docs/testing.md")),
    "members of FakeService": (members(FakeService()), section(read("docs/testing.md"), "A service in memory")),
    "members of Story": (members(Story()), section(read("docs/testing.md"), "Stories")),
    "members of Actor": (members(Actor), section(read("docs/testing.md"), "Stories")),
    "one person": (set(PersonEntry.model_fields), section(read("docs/people-file.md"), "One person")),
}
"""What must be named, and where."""


def missing(wanted: Collection[str], text: str) -> set[str]:
    """Return what is set as `code` nowhere in a text, alone or with a value behind it."""
    return set(wanted) - {name.partition(" ")[0] for name in names(text)} - names(text)


@pytest.mark.parametrize("what", DEMANDED)
def test_everything_is_named(what: str) -> None:
    """Each attribute, option, command, word, hook and delivery has its place in the reference."""
    assert missing(*DEMANDED[what]) == set()


@pytest.mark.parametrize("what", DEMANDED)
def test_what_is_not_named_is_found(what: str) -> None:
    """A page that says nothing of something new fails the test above."""
    wanted, text = DEMANDED[what]
    assert missing({*wanted, "brand-new"}, text) == {"brand-new"}
    assert missing(wanted, "# An empty page") == set(wanted)


@pytest.mark.parametrize("element", ELEMENTS)
def test_the_attributes_of_an_element_are_those_of_the_page(element: str) -> None:
    """The first table has one row for each, and none that is made up."""
    told = first_column(element_page(element))
    assert sorted(told[: len(attributes(ELEMENTS[element]))]) == sorted(attributes(ELEMENTS[element]))


def settings() -> list[list[str]]:
    return [[f"SOCIALBPM_{name.upper()}", _default(field.default)] for name, field in Settings.model_fields.items()]


def _default(value: object) -> str:
    return "none" if value is None else _written(value)


def documented_settings(page: str) -> list[list[str]]:
    return [row[:2] for row in rows(page) if row[0].startswith("SOCIALBPM_")]


def test_the_settings_are_those_of_the_page() -> None:
    """With their defaults."""
    assert sorted(documented_settings(read("docs/settings.md"))) == sorted(settings())
    assert documented_settings("| s | d |\n|---|---|\n| `SOCIALBPM_X` | `1` |\n| y | 2 |") == [["SOCIALBPM_X", "1"]]


def documented_endpoints(page: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows(page) if row[0].isupper()]


def test_the_endpoints_are_those_of_the_page() -> None:
    """Each once."""
    assert sorted(documented_endpoints(read("docs/api.md"))) == sorted(endpoints())
    assert documented_endpoints("| m | p |\n|---|---|\n| GET | `/v1/new` |") == [("GET", "/v1/new")]


def test_the_default_ladder_is_that_of_the_page() -> None:
    """What the element's reference says of it is what the contract has."""
    told = {row[0]: row[1:] for row in rows(read("docs/element.md")) if len(row) == 8}
    assert told == {
        ring.name: [
            ring.step,
            " ".join(ring.who),
            str(ring.batch),
            str(ring.most),
            ring.patience or "half the wait",
            ring.wait,
            ring.widen,
        ]
        for ring in DEFAULT_RINGS
    }


def test_the_defaults_of_a_ring_are_those_of_the_page() -> None:
    """For each step."""
    steps = [Ring.model_validate({"name": "r", "step": step}) for step in ("colleagues", "community")]
    told = {row[0]: row[2:4] for row in rows(element_page("ring")) if len(row) == 5}
    for name in ("who", "batch", "most", "wait", "widen", "asker", "open"):
        assert told[name] == [_written(getattr(step, name)) for step in steps], name


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_outcomes_are_those_of_the_page() -> None:
    """The table of ends has exactly them."""
    assert sorted(first_column(section(read("docs/ladder.md"), "How it ends"))) == sorted(get_args(Outcome))


@pytest.mark.parametrize("kind", sorted(types_of(Hook) | types_of(AnyDelivery)))
def test_each_hook_and_delivery_has_an_example(kind: str) -> None:
    """Under its own heading; that it is a right one is tested with all blocks."""
    (example,) = blocks(section(read("docs/hooks.md"), f"`{kind}`"))
    assert json.loads(example.text)["type"] == kind


def test_the_codes_of_invalid_diagrams_are_documented() -> None:
    """Whoever gets a refusal that is in the corpus can look its code up."""
    corpus = json.loads((TOP / "bpmn" / "invalid" / "expected.json").read_text(encoding="utf-8"))
    assert missing({fault["code"] for fault in corpus.values()}, read("docs/errors.md")) == set()


# --- the map, and decisions


def test_the_map_leads_to_every_page() -> None:
    """A page that nobody finds is not there."""
    on_the_map = {f"docs/{link.partition('#')[0]}" for link in links(read("docs/README.md"))}
    assert {page for page in pages() if page.startswith("docs/")} - on_the_map == {"docs/README.md"}


@pytest.mark.parametrize("page", [page for page in pages() if page.startswith("docs/decisions/")])
def test_a_decision_says_what_it_costs(page: str) -> None:
    """Context, decision, consequences, on one page."""
    assert re.findall(r"^## (.*)$", read(page), re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(read(page).split()) < 500


# --- licences

SPDX = {
    "Apache License Version 2.0,": "Apache-2.0",
    "lGPLv3": "LGPL-3.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License Copyright (c)": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
}


def declared() -> dict[str, str]:
    """Return every direct dependency and the parts that need it."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = {"core": project["dependencies"], **project["optional-dependencies"]}
    found: dict[str, list[str]] = {}
    for part, wanted in parts.items():
        for name in wanted:
            found.setdefault(re.split(r"[^\w-]", name)[0], []).append(part)
    return {name: ", ".join(needing) for name, needing in found.items() if name != "socialbpm"}


def licence(package: str) -> str:
    """Return what the installed package says of its licence."""
    told = metadata(package).json
    classifiers = [text for text in told.get("classifier", []) if text.startswith("License ::")]
    said = str(told.get("license_expression") or told.get("license") or classifiers[0])
    title = " ".join(said.split()[:4])  # some give the whole text
    return SPDX.get(said, SPDX.get(title, said))


SAID_IN_README = {"node_modules/cli-table": "MIT"}
"""Whose package.json says nothing of a licence, but whose README does."""
LOCKS = [
    *TOP.glob("examples/*/package-lock.json"),
    *TOP.glob("tests/service/*/package-lock.json"),
    *TOP.glob("tests/browser/*/package-lock.json"),
    TOP / "extensions" / "package-lock.json",
]


def declared_to_npm() -> list[list[str]]:
    """Return every direct dependency of a project of Node, where that is, and the licence that its lock file tells."""
    found = []
    for lock in LOCKS:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        for name in {**packages[""].get("dependencies", {}), **packages[""].get("devDependencies", {})}:
            licence = packages[f"node_modules/{name}"]["license"]
            found.append([name, str(lock.parent.relative_to(TOP)), licence])
    return found


GOOD_IN_NODE = {"MIT", "ISC", "Apache-2.0", "SEE LICENSE IN LICENSE"}
"""The last is bpmn-js: the MIT licence and its watermark, see the page."""


def test_the_licences_are_those_of_the_page() -> None:
    """Of every direct dependency, of Python and of Node, and of nothing else."""
    of_python = [[name, part, licence(name)] for name, part in declared().items()]
    assert sorted(rows(read("docs/licences.md"))) == sorted([*of_python, *declared_to_npm()])


@pytest.mark.parametrize("lock", [str(path.relative_to(TOP)) for path in LOCKS])
def test_what_a_project_of_node_brings_may_be_used(lock: str) -> None:
    """As the page says: also what its dependencies depend on, and nothing from a registry that only we have."""
    text = (TOP / lock).read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    installed = {name: package for name, package in packages.items() if not package.get("link")}
    told = {name: package.get("license", SAID_IN_README.get(name)) for name, package in installed.items()}
    mozillas = {"node_modules/axe-core": "MPL-2.0"} if "axe" in lock else {}
    assert {name: licence for name, licence in told.items() if licence not in GOOD_IN_NODE} == mozillas
    assert "://" not in "".join(str(package.get("resolved")) for package in packages.values())
    assert all(
        package["integrity"].startswith("sha512-") for name, package in installed.items() if "node_modules" in name
    )


def test_the_places_for_browsers_are_those_of_the_page() -> None:
    """They are not in the API's document, so they are held here."""
    routes = [route for route in login.router.routes if isinstance(route, APIRoute)]
    there = [[method, route.path] for route in routes for method in route.methods or ()]
    told = [row[:2] for row in rows(section(read("docs/sign-in.md"), "In a browser"))]
    assert sorted(told) == sorted(there)


def test_the_pages_are_those_of_the_page() -> None:
    """Every one that can be looked at."""
    routes = [route for noun in NOUNS for route in noun.router.routes if isinstance(route, APIRoute)]
    there = {route.path for route in routes if "GET" in (route.methods or ())}
    assert {row[0] for row in rows(section(read("docs/pages.md"), "Where they are"))} == there
