"""Charts on the public site: as published, without marks, the same bytes for everybody."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from powers.tables import public_chart
from tests.powers.test_flow import CHART
from tests.public import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast):
    """A power with a chart, one with plain steps, one without any."""
    contents = [
        factory.power_content("学籍变动审核") | public_chart(CHART),
        factory.power_content("奖学金评定"),
        factory.power_content("场地借用审核", steps=[]),
    ]
    return factory.publish(cast, "catalogue", contents)


def chart(client, publication, position, name, **headers):
    address = reverse("public-power-chart", args=[publication.number, position, name])
    return client.get(address, **headers)


def test_the_page_of_a_power_shows_the_chart_and_its_source(client, published):
    html = client.get(reverse("public-power", args=[published.number, 1])).text
    assert "<svg" in html
    assert published.number in html[html.index("<svg") : html.index("</svg>")]
    assert "退回补正：回到第 1 步 受理" in html
    plain = client.get(reverse("public-power", args=[published.number, 2])).text
    assert "<strong>核对</strong>" in plain
    assert "<svg" not in client.get(reverse("public-power", args=[published.number, 3])).text


@pytest.mark.parametrize("name", ["svg", "docx", "pdf"])
def test_a_chart_is_the_same_file_for_everybody(client, published, name):
    first = chart(client, published, 1, name)
    assert first.status_code == 200
    assert b"".join(first.streaming_content)
    again = chart(client, published, 1, name, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize(("position", "name"), [(3, "svg"), (1, "gif"), (9, "svg")])
def test_there_is_no_chart_of_what_has_none(client, published, position, name):
    assert chart(client, published, position, name).status_code == 404


def test_an_inside_edition_is_not_found(client, cast):
    inside = factory.publish(
        cast, "catalogue", [factory.power_content("甲类审核")], edition="inside"
    )
    assert chart(client, inside, 1, "svg").status_code == 404


@pytest.mark.parametrize("name", ["pdf", "docx", "svg"])
def test_the_command_writes_all_charts_of_a_catalogue(cast, published, tmp_path, name):
    out = tmp_path / f"charts.{name}"
    code = cast.school_large.code
    call_command("export_charts", unit=code, format=name, out=str(out))
    assert out.stat().st_size > 1000
    if name == "svg":
        text = out.read_text(encoding="utf-8")
        assert text.index("1. 学籍变动审核流程图") < text.index("2. 奖学金评定流程图")
        assert "场地借用审核" not in text


@pytest.mark.parametrize(
    ("unit", "edition", "said"),
    [
        ("NONE", "public", "没有代码为"),
        ("LARGE", "inside", "还没有发布过"),
        ("SMALL", "public", "--edition inside"),
    ],
)
def test_the_command_says_what_is_missing(cast, published, tmp_path, unit, edition, said):
    out = str(tmp_path / "charts.svg")
    with pytest.raises(CommandError, match=said):
        call_command("export_charts", unit=unit, edition=edition, format="svg", out=out)


def test_a_catalogue_without_steps_has_nothing_to_draw(cast, tmp_path):
    factory.publish(cast, "catalogue", [factory.power_content("甲类审核", steps=[])])
    with pytest.raises(CommandError, match="没有办理环节"):
        call_command("export_charts", unit="LARGE", format="svg", out=str(tmp_path / "charts.svg"))
