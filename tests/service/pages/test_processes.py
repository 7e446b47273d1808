"""The page of whoever answers for a process: what the API answers, as table, picture and file."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import httpx2
from lxml import html

from tests.service.road import Road
from tests.service.test_figures import PATH, road

__all__ = ["road"]
PAGE = "/processes/pay_invoice"


def browser(road: Road, person: str, *roles: str) -> httpx2.Client:
    """Somebody's browser."""
    client = road.service.http(road.service.token_for(person, *roles))
    client.headers["Accept"] = "text/html"
    return client


def parsed(text: str) -> Any:
    """A page, to look for something on it."""
    return html.fromstring(text)


def test_the_page_says_what_the_api_answers(road: Road) -> None:
    """Each number stands in the table, and in the picture as a number, with a title and a description."""
    olga = browser(road, "olga")
    (row,) = olga.get(PATH).json()["tasks"]
    page = parsed(olga.get(PAGE).text)
    cells = [cell.text_content().strip() for cell in page.xpath("//table//tr[th='check']")[0].xpath("th|td")]
    assert cells == ["check", "5", "0", "5", "0", "0", "4 hours", "up to 2"]
    assert row["ended"] == 5
    picture = page.xpath("//svg[@role='img']")[0]
    assert picture.get("aria-labelledby") == "bars-title bars-text"
    assert "check: 5 by colleagues." in picture.xpath("desc")[0].text_content()
    assert [text.text for text in picture.xpath("text")] == ["check", "5"]
    assert page.xpath("//nav//a[@href='/processes']")


def test_one_may_look_at_another_quarter(road: Road) -> None:
    """By a form that needs no script; one that is not over is a refusal with its own page."""
    olga = browser(road, "olga")
    assert "There is no task about which" in olga.get(f"{PAGE}?period=2025-Q4").text
    assert olga.get(f"{PAGE}?period=2026-Q2").status_code == 422
    assert ">pay_invoice<" in olga.get("/processes").text


def test_for_others_there_is_no_such_page(road: Road) -> None:
    """To the byte that of a process that is not there, and nobody else is shown the way."""
    for person, roles in (("ann", ()), ("eve", ("admin",))):
        client = browser(road, person, *roles)
        for path in ("/processes/none", PAGE, f"{PAGE}/figures.csv", f"{PAGE}?period=x", "/processes"):
            assert client.get(path).status_code == 404
        assert client.get(PAGE).text.replace(PAGE, "") == client.get("/processes/none").text.replace(
            "/processes/none", ""
        )
        assert "/processes" not in client.get("/").text


def test_a_file_holds_the_same_and_no_formula(road: Road) -> None:
    """What a spreadsheet would carry out is text there."""
    answer = browser(road, "olga").get(f"{PAGE}/figures.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="figures-2026-Q1.csv"'
    (line,) = csv.DictReader(StringIO(answer.text))
    assert (line["element_id"], line["ended"], line["colleagues"], line["first_answer"]) == ("check", "5", "5", "4h")
    odd = browser(road, "olga", "process_owner:=1+1")
    assert "=1+1" in parsed(odd.get("/processes/=1+1").text).xpath("//h1")[0].text_content()
