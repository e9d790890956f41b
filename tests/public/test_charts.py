"""Charts on the public site: as published, marked as the public directory says, for everybody."""

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


def test_as_pictures_the_charts_of_a_catalogue_fill_a_folder(cast, tmp_path):
    contents = [factory.power_content(name) for name in ("审核/备案", "奖学金评定")]
    factory.publish(cast, "catalogue", contents)
    out = tmp_path / "new" / "charts"
    call_command("export_charts", unit="LARGE", format="svg", out=str(out))
    files = sorted(path.name for path in out.iterdir())
    assert files == ["001-审核备案.svg", "002-奖学金评定.svg"]
    assert "2. 奖学金评定流程图" in (out / files[1]).read_text(encoding="utf-8")
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CommandError, match="不能建立目录"):
        call_command("export_charts", unit="LARGE", format="svg", out=str(tmp_path / "taken"))


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


def page_of(client, publication, position=1):
    return client.get(reverse("public-power", args=[publication.number, position]))


def step_text(html, label):
    """What the list under the chart says of a step."""
    start = html.index(f"<strong>{label}</strong>")
    return html[start : html.index("</li>", start)]


def test_steps_are_marked_as_the_standing_directory_shows_them(client, cast):
    """By shape and words; the chart names the directory, and goes back when that is withdrawn."""
    power = factory.power_content("学籍变动审核")
    catalogue = factory.publish(cast, "catalogue", [power])
    first = page_of(client, catalogue)
    assert "风险点：" not in first.text
    rows = [
        factory.point_content("一", power="学籍变动审核"),
        factory.point_content("二", power="学籍变动审核"),
        factory.point_content("三", power="学籍变动审核", step="决定", level="三级(低)",
                              level_rank=1, level_colour="blue"),
        factory.point_content("四", power="奖学金评定", step="受理"),
        factory.point_content("五", power="（内部职权）", step=""),
    ]  # fmt: skip
    directory = factory.directory_of(cast, rows)
    page = page_of(client, catalogue)
    assert page["ETag"] != first["ETag"]
    assert "风险点：一级(高) 2 处" in step_text(page.text, "核对")
    assert "风险点：三级(低) 1 处" in step_text(page.text, "决定")
    assert "风险点：" not in step_text(page.text, "受理")
    svg = page.text[page.text.index("<svg") : page.text.index("</svg>")]
    assert directory.number in svg
    before = chart(client, catalogue, 1, "svg")["ETag"]
    factory.withdrawn(directory, cast)
    assert "风险点：" not in page_of(client, catalogue).text
    assert chart(client, catalogue, 1, "svg")["ETag"] != before


@pytest.mark.parametrize("hides", ["inside", "other-unit", "replaced"])
def test_no_mark_leaks_from_elsewhere(client, cast, hides):
    """The canary: an inside directory, another unit's, and a catalogue that was replaced."""
    power = factory.power_content("学籍变动审核")
    catalogue = factory.publish(cast, "catalogue", [power])
    row = factory.point_content("一", power="学籍变动审核", level="不可外泄的等级")
    where = {"edition": "inside"} if hides == "inside" else {}
    if hides == "other-unit":
        where = {"unit": cast.school_small, "units": [cast.school_small]}
    directory = factory.directory_of(cast, [row], **where)
    if hides == "replaced":
        factory.publish(cast, "catalogue", [power])
    drawn = chart(client, catalogue, 1, "svg")
    for answer in (page_of(client, catalogue).text, b"".join(drawn.streaming_content).decode()):
        assert "不可外泄" not in answer
        assert directory.number not in answer
