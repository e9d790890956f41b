"""The level after the measures on the way from a table to drafts: on the pages, by the command."""

import csv
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from registry.organisation.models import Programme
from reviews.importing import plan_of
from risks.models import PointVersion
from tests.reviews.test_import_pages import HEAD, mapped, page, press, sent

COLUMNS = [*HEAD, "采取措施后等级"]
ROW = ["总务处", "采购员", "虚报数量，造成损失", "高", "双人验收", "低"]


@pytest.fixture
def levels(cast):
    Programme.objects.filter(pk=cast.programme.pk).update(asks_level_after=True)
    return {level.rank: level.pk for level in cast.scale.levels.all()}


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def test_mapped_shown_mended_and_written(keeper, levels):
    imported = sent(keeper, ROW, head=COLUMNS)
    asked = keeper.get(reverse("table-import-mapping", args=[imported.pk])).content.decode()
    assert "表里写“低”" in asked
    assert '<option value="level_after" selected>措施后等级</option>' in asked
    mapped(keeper, imported, **{"level-of": ["高", "低"], "level": [levels[3], levels[1]]})
    assert "<dt>措施后等级</dt><dd>低</dd>" in page(keeper, imported)
    key = plan_of(imported).rows[0].row.key
    press(keeper, imported, row=key, risk=ROW[2], level="低", level_after="高", measures=ROW[4])
    imported.refresh_from_db()
    assert "措施后等级不能高于风险等级" in page(keeper, imported)
    press(keeper, imported, row=key, risk=ROW[2], level="高", level_after="高", measures=ROW[4])
    imported.refresh_from_db()
    press(keeper, imported, seen=plan_of(imported).fingerprint)
    version = PointVersion.objects.get()
    assert (version.level_id, version.level_after_id) == (levels[3], levels[3])


@pytest.mark.parametrize("asks", [True, False])
def test_the_command_writes_it_where_the_year_asks(cast, levels, tmp_path, asks):
    Programme.objects.update(asks_level_after=asks)
    path, report = tmp_path / "风险点.csv", tmp_path / "report.json"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, ROW])
    mapping = ["--level", "高=一级", "--level", "低=三级"]
    options = ["--unit", "LARGE", "--by", "keeper", "--report", str(report), *mapping]
    call_command("import_points", str(path), *options)
    assert PointVersion.objects.get().level_after_id == (levels[1] if asks else None)
    said = json.loads(report.read_text())
    assert said["columns"]["采取措施后等级"] == "level_after"
    rules = [finding["rule"] for finding in said["rows"][0]["findings"]]
    assert ("level_after_unasked" in rules) != asks
