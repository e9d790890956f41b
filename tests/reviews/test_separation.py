"""One post on two sides: found in the draft, raised for the post, taken up as a point."""

import pytest
from django.urls import reverse

from powers import editing
from powers.content import content_of
from powers.models import PowerVersion
from reviews import filing
from risks.models import MeasureVersion, Suggestion
from tests import way
from tests.powers.test_chart_pages import the_form

pytestmark = pytest.mark.django_db


def test_from_the_chart_to_the_form_of_the_post(client, cast):
    keeper, staff = cast.people.keeper, cast.people.staff
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("学籍异动审核", cast.sections.teaching)
    line = editing.add_power(paper=paper, content=content, by=keeper)
    client.force_login(cast.accounts.keeper)
    address = reverse("paper-row-chart", args=[paper.pk, line.pk])
    sent = {name: values[-1] for name, values in the_form(client.get(address)).items()}
    sent |= {"steps-1-post_id": cast.posts.staff.pk, "steps-1-part": "execution",
             "steps-2-post_id": cast.posts.staff.pk, "steps-2-part": "decision"}  # fmt: skip
    assert client.post(address, sent).status_code == 302
    version = PowerVersion.objects.with_content().get(lines=line)
    details = content_of(version)["details"]
    assert details["核对"] == {
        "handler": cast.posts.staff.name, "post_id": cast.posts.staff.pk, "part": "execution",
    }  # fmt: skip

    page = client.get(reverse("paper-edit", args=[paper.pk])).text
    assert "学籍管理员同时办理“核对”（执行）和“决定”（决策）" in page
    about = page.split('name="about" value="')[1].split('"')[0]
    raise_it = reverse("paper-row-separation", args=[paper.pk, line.pk])
    client.post(raise_it, {"about": "另一件事"})
    posts = type(cast.posts.staff).objects.filter(pk=cast.posts.staff.pk)
    posts.update(closed_on="2021-01-01")
    client.post(raise_it, {"about": about})
    assert not Suggestion.objects.exists()
    posts.update(closed_on=None)
    for _ in range(2):  # a double click raises it once
        client.post(raise_it, {"about": about})
    raised = Suggestion.objects.get()
    assert (raised.post, raised.made_by) == (cast.posts.staff, keeper)

    client.force_login(cast.accounts.staff)
    assert "分给不同的岗位办理" in client.get(reverse("suggestion-detail", args=[raised.pk])).text
    client.post(reverse("suggestion-take-up", args=[raised.pk]))
    measure = MeasureVersion.objects.get()
    assert measure.kind == MeasureVersion.Kind.SEPARATION
    assert measure.post == cast.posts.staff
    assert measure.version.written_in.holder_id in (None, staff.pk)
