"""A duty that the register has overtaken is settled by the principal, as a point is (ADR 0039)."""

import pytest
from django.db import transaction
from django.urls import reverse

from registry.papers.register import Overtaken
from reviews import workflow
from reviews.differences import differences_of
from reviews.models import SettledRow
from risks import editing
from tests import way
from tests.reviews.test_confirmation import next_year, ready

LIST = reverse("confirm-list")


def rewrite(paper, by):
    [duty] = paper.current.duty_lines.all()
    text = "办理学籍登记、异动和毕业手续"
    editing.save_duty(paper=paper, kind="duty", text=text, by=by, line_id=duty.pk)


def strike(paper, by):
    [duty] = paper.current.duty_lines.all()
    editing.strike_duty(paper=paper, line_id=duty.pk, why="业务已停办", by=by)


def late_form(cast, change):
    """A form ready to be confirmed that carries a duty which another has changed since."""
    way.confirmed_form(cast, points=1)
    staff = cast.people.staff
    late = next_year(cast)
    editing.save_point(paper=late, content=_under_a_duty(late, 4), by=staff)
    ready(cast, late)
    quick = way.begin_form(cast)
    change(quick, staff)
    way.confirm(way.sign_on(way.submit(quick, staff)), cast.people.principal)
    return late


def overtaken_in(paper):
    return differences_of([paper])[0].overtaken


def sent(paper, rows=()):
    """What the page sends with this paper ticked and these rows settled."""
    chosen = {row.details["settle"]: row.details["overtaken"] for row in rows}
    return {"paper": [paper.pk], f"digest-{paper.pk}": paper.current.digest, **chosen}


def _under_a_duty(paper, number):
    return way.point(number, duty=paper.current.duty_lines.get().version.duty_id)


def test_a_duty_is_settled_beside_the_points(cast, client):
    late = late_form(cast, rewrite)
    client.force_login(cast.accounts.principal)
    client.get(reverse("paper-detail", args=[late.pk]))
    [row] = overtaken_in(late)
    page = client.get(LIST)
    assert "退回这张表" in page.text
    [field] = page.context["entries"][0]["differences"].overtaken[0].details["fields"]
    assert (field.started == field.paper, field.stands) == (True, "办理学籍登记、异动和毕业手续")
    assert "有 1 条已被其他办件更新" in client.post(LIST, sent(late), follow=True).text
    client.post(LIST, sent(late, [row]))
    late.refresh_from_db()
    assert late.state == "confirmed"
    kept = SettledRow.objects.get(confirmation__paper=late)
    assert (kept.duty_line, kept.duty_version_id) == (row.line, row.details["overtaken"])
    assert row.version.duty.in_force_id == row.details["overtaken"], "carried: the register stays"


def test_a_struck_duty_is_not_left_over_rows_of_the_form(cast):
    late = late_form(cast, strike)
    settled = {row.line: row.details["overtaken"] for row in overtaken_in(late)}
    by, digest = cast.people.principal, late.current.digest
    assert settled
    with pytest.raises(Overtaken), transaction.atomic():
        workflow.confirm(paper=late, by=by, digest=digest, settled=settled)
    assert not SettledRow.objects.exists()
