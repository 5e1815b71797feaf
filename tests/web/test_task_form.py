"""交办: a task of some sort is given on its form; what comes with a move is handed out to whoever sees the task."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.accounts import actor_for
from bihuan.web.tasks.form import further_fields, ways_to_give
from conftest import at
from web.conftest import Door

FORM = {
    "title": "营区围墙加固",
    "responsible": "东城一站",
    "issuer": "清河市消防救援支队",
    "opened": "2023-06-01",
    "due": "2023-06-30",
}


def test_a_task_is_given_on_its_form(cast: None, door: Door) -> None:
    answer = door("ducha").post("/tasks/new/?origin=supervised_item", FORM, follow=True)
    page = answer.content.decode()
    assert "<h1>营区围墙加固</h1>" in page
    assert "挂牌督办" in page
    assert "2023年6月30日" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: None, door: Door) -> None:
    answer = door("ducha").post("/tasks/new/?origin=supervised_item", FORM | {"due": "2023-05-01"})
    assert answer.status_code == 400
    assert "早于交办日期" in answer.content.decode()
    assert "营区围墙加固</textarea>" in answer.content.decode()
    assert door("ducha").post("/tasks/new/?origin=shopping", FORM).status_code == 400
    assert door("ducha").post("/tasks/new/", FORM | {"due": "bald"}).status_code == 400


def test_nobody_gives_tasks_to_units_that_are_not_theirs(cast: None, door: Door) -> None:
    assert door("wairen").post("/tasks/new/?origin=supervised_item", FORM).status_code == 404


def test_every_sort_has_its_form(cast: None, door: Door) -> None:
    inspector = door("ducha")
    ways = ways_to_give(actor_for("ducha", at(2023, 6, 26)))
    assert {"supervised_item", "research_topic", "resolution"} <= {way.key for way in ways}
    for way in ways:
        page = inspector.get(f"/tasks/new/?origin={way.key}").content.decode()
        assert f"<h2>{way.name}</h2>" in page


def test_a_sort_that_is_kept_to_the_discipline_role_is_not_offered(cast: None, door: Door) -> None:
    assert door("ducha").get("/tasks/new/?origin=accountability_case").status_code == 403


def test_what_the_moves_fill_in_is_not_asked() -> None:
    way = catalogue().task_lives["research_topic"]
    keys = {each.key for each in further_fields(way)}
    assert not keys & {*way.fills, *way.done_words}


def test_a_file_behind_a_move_is_handed_out(cast: None, door: Door) -> None:
    form = FORM | {"evidence": SimpleUploadedFile("通知.txt", "限期加固".encode())}
    page = door("ducha").post("/tasks/new/?origin=supervised_item", form, follow=True).content.decode()
    href = page.split('class="chip" href="')[1].split('"')[0]
    answer = door("wenshu").get(href)
    assert b"".join(answer.streaming_content) == "限期加固".encode()  # type: ignore[attr-defined]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert door("wairen").get(href).status_code == 404
    assert door("wenshu").get(href.replace(href[-9:-1], "00000000")).status_code == 404
