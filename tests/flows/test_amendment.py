"""An amendment within the year: a small paper, each change with its ground, kept and published."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from powers import editing as power_editing
from powers.catalogue import problems
from powers.causes import pages as cause_pages
from powers.causes.models import ChangeCause
from reviews import filing, printing, publication
from tests import way
from tests.architecture.page_forms import form_with

GROUND = "《中小学生学籍管理办法》今年修订，咨询电话13812345678"


@pytest.fixture
def first(cast):
    paper = way.confirmed_catalogue(cast, "学籍异动审核", "奖学金评定", "校车使用审批")
    return publication.publish(paper=paper, edition="public", by=cast.people.school_office)


def amendment(cast):
    """One power adjusted, one struck, one added, one as it was."""
    keeper, teaching = cast.people.keeper, cast.sections.teaching
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    adjusted, struck, _ = paper.current.power_lines.order_by("serial")
    content = way.power("学籍异动审核", teaching, time_limit="三个工作日")
    common = {"paper": paper, "by": keeper}
    power_editing.change_power(
        **common, line_id=adjusted.pk, content=content, why="内部写的：系统上线以后快了"
    )
    power_editing.strike_power(**common, line_id=struck.pk, why="评定改由学区统一办理")
    power_editing.add_power(**common, content=way.power("校服选用决定", teaching))
    paper.refresh_from_db()
    return paper


def stated(client, paper, **typed):
    """The form of the page as sent; each change gets the same ground unless typed."""
    address = reverse("paper-changes", args=[paper.pk])
    form = {name: values[0] for name, values in form_with("stamp", client.get(address)).items()}
    for name in form:
        if name.startswith("kind_"):
            form[name] = "law"
        elif name.startswith("text_"):
            form[name] = GROUND
    return address, form | typed


def test_from_the_draft_to_the_published_change(cast, client, first):
    paper = amendment(cast)
    assert not paper.whole
    asked = [each for each in problems(paper.current) if "变动事由" in each.text]
    assert [each.url for each in asked] == [reverse("paper-changes", args=[paper.pk])] * 3

    client.force_login(cast.accounts.keeper)
    address, form = stated(client, paper)
    assert "校车使用审批" not in client.get(address).text, "only what changes"
    (blank, *_) = [name for name in form if name.startswith("text_")]
    assert client.post(address, form | {blank: " "}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 409, "a stale tab overwrites nothing"
    assert not [each for each in problems(paper.current) if "变动事由" in each.text]

    paper.refresh_from_db()
    way.workflow.submit(paper=paper, by=cast.people.keeper, counter=paper.current.counter)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeCause.objects.update(text="改了")
    client.force_login(cast.accounts.school_office)
    seen = client.get(reverse("paper-detail", args=[paper.pk])).text
    assert seen.count("法律法规变动：") == 3
    assert "照旧的 1 项" in seen
    assert seen.count('name="note_') == 3, "what is not shown is not noted"
    assert "原来的" not in seen
    table = printing.paper_table(paper, paper.current)
    assert [row["change"] for row in table.rows] == ["调整", "新增", "销号"]
    assert "五个工作日" in table.rows[0]["before"][0]

    way.sign_on(paper)
    way.confirm(paper, cast.people.principal)
    second = publication.publish(paper=paper, edition="public", by=cast.people.school_office)
    assert publication.verify(second)
    assert len(second.head["causes"]) == 3
    shown = client.get(reverse("public-changes", args=[second.number])).text
    assert "法律法规变动：《中小学生学籍管理办法》今年修订" in shown
    assert "13812345678" not in shown
    assert "内部写的" not in shown
    listed = client.get(reverse("public-catalogue", args=[second.number])).text
    assert "变动事由：法律法规变动 3 项" in listed
    rows = client.get(reverse("public-data", args=["changes", "json"]))
    rows = json.loads(b"".join(rows.streaming_content))["rows"]
    assert {(row["sort"], row["name"]) for row in rows} == {
        ("新增", "校服选用决定"),
        ("修改", "学籍异动审核"),
        ("删去", "奖学金评定"),
    }
    assert all(row["cause"].startswith("法律法规变动") for row in rows)
    assert {row["before"] for row in rows} == {first.number}


def test_a_paper_between_that_was_not_published_keeps_its_ground(cast, first):
    keeper, programme = cast.people.keeper, cast.programme
    for serial, text in ((1, "先改"), (3, "后改")):
        paper = filing.start_catalogue(unit=cast.school_large, programme=programme, by=keeper)
        line = paper.current.power_lines.get(serial=serial)
        content = way.power(line.version.name, cast.sections.teaching, conditions=text)
        power_editing.change_power(
            paper=paper, line_id=line.pk, content=content, by=keeper, why="改"
        )
        way.state_causes(paper, keeper, "body", text)
        way.sign_on(way.submit(paper, keeper))
        way.confirm(paper, cast.people.principal)
    paper.refresh_from_db()
    second = publication.publish(paper=paper, edition="public", by=cast.people.school_office)
    assert sorted(second.head["causes"].values()) == ["机构变动：先改", "机构变动：后改"]


def test_a_returned_row_keeps_its_ground_and_one_taken_back_loses_it(cast, first):
    paper = amendment(cast)
    way.submit(paper, cast.people.keeper)
    line = paper.current.power_lines.get(serial=1)
    notes = {line.pk: "请再核对"}
    way.sign(paper, cast.people.school_office, "return", opinion="请改", notes=notes)
    paper.refresh_from_db()
    again = paper.current
    assert ChangeCause.objects.filter(line__revision=again).count() == 3
    power_editing.restore_power(
        paper=paper, line_id=again.power_lines.get(serial=1).pk, by=cast.people.keeper
    )
    way.submit(paper, cast.people.keeper)
    assert ChangeCause.objects.filter(line__revision=again).count() == 2


def test_the_feed_says_what_changed_and_answers_304(client, cast, first):
    feed = reverse("public-unit-feed", args=[cast.school_large.code])
    response = client.get(feed)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert first.number in response.text
    known = {"If-None-Match": response.headers["ETag"]}
    assert client.get(feed, headers=known).status_code == 304
    way.state_causes(paper := amendment(cast), cast.people.keeper)
    way.sign_on(way.submit(paper, cast.people.keeper))
    way.confirm(paper, cast.people.principal)
    paper.refresh_from_db()
    second = publication.publish(paper=paper, edition="public", by=cast.people.school_office)
    response = client.get(feed, headers=known)
    assert response.status_code == 200
    entries = response.text.split("<entry>")[1:]
    assert second.number in entries[0]
    for said in ("新增 1 条，修改 1 条，删去 1 条", "删去：奖学金评定", "法律法规变动："):
        assert said in entries[0]
    publication.withdraw(publication=second, by=cast.people.school_office, why="承办科室写错")
    entries = client.get(reverse("public-feed")).text.split("<entry>")[1:]
    assert "撤回" in entries[0]
    assert "承办科室写错" in entries[0]
    assert "奖学金评定" not in "".join(entries[:2]), "nothing of what was withdrawn"
    for link in ("public-powers", "public-catalogue"):
        args = [first.number] if link == "public-catalogue" else []
        assert "feed.atom" in client.get(reverse(link, args=args)).text


def test_one_cause_for_many_rows_and_a_page_at_a_time(cast, client, monkeypatch):
    """Two rows a page: those ticked take the shared one, then all that have none, on every page."""
    monkeypatch.setattr(cause_pages, "PAGE", 2)
    keeper = cast.people.keeper
    way.confirmed_catalogue(cast, "学籍异动审核")
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    for name in ("奖学金评定", "校车使用审批", "校服选用决定", "教辅材料选用审核", "招生名额分配"):
        content = way.power(name, cast.sections.teaching)
        power_editing.add_power(paper=paper, content=content, by=keeper)
    client.force_login(cast.accounts.keeper)
    address = reverse("paper-changes", args=[paper.pk])

    def sent(**typed):
        page = client.get(address)
        form = {name: values[0] for name, values in form_with("stamp", page).items()}
        return client.post(address, form | typed)

    lines = list(paper.current.power_lines.filter(version__written_in=paper).order_by("serial"))
    assert client.get(address).text.count('name="kind_') == 2
    shared = {"shared_kind": "duties", "shared_text": "区里统一调整职责"}
    tick = {f"tick_{lines[0].pk}": "on"}
    assert sent(**shared, shared="ticked").status_code == 422, "nothing is ticked"
    assert sent(**tick, shared="ticked").status_code == 422, "no cause is given"
    assert not ChangeCause.objects.exists()
    assert sent(**shared, **tick, shared="ticked").status_code == 302
    assert ChangeCause.objects.get().line == lines[0]
    own = {f"kind_{lines[1].pk}": "law", f"text_{lines[1].pk}": GROUND}
    assert sent(**shared, **own, shared="unstated").status_code == 302
    said = dict(ChangeCause.objects.values_list("line", "kind"))
    assert said == {line.pk: "law" if line == lines[1] else "duties" for line in lines}
    again = sent(**shared, shared="unstated")
    assert (again.status_code, "都已经写了事由" in again.text) == (422, True)
    assert not [each for each in problems(paper.current) if "变动事由" in each.text]
