"""Measures that rest on rules: choosing one, what stays of it, where one is wanting."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Programme
from registry.rules.models import Rule
from reviews.archive import is_intact
from risks import editing
from risks.content import content_of, sealed_content, text_of_told, told
from risks.forms.measures import MeasureForm
from risks.models import PointVersion, RiskPoint
from risks.offline.book import POINTS
from risks.resting.grounds import Gap, years_before
from tests import way
from tests.offline_hands import FIRST, counts, download, put, send, take
from tests.rules.factory import make_rule, tell

from .factory import add_point, confirm, make_form
from .pages import address, only, post_new, shown

RULES = [
    (1, "《采购会审制度》（校发〔2026〕3号）"),
    (2, "《廉政谈话制度》"),
    (3, "《谈话记录制度》 第一中学"),
    (4, "《谈话记录制度》 区教体局"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("《廉政谈话制度》", 2),
        ("廉政谈话制度", 2),
        ("《采购会审制度》（校发〔2026〕3号）", 1),
        ("采购会审制度", 1),
        ("采购", 1),
        ("《谈话记录制度》 区教体局", 4),
        ("谈话记录制度", "?"),
        ("谈话", "?"),
        ("财务制度", "?"),
    ],
)
def test_a_rule_is_meant_by_its_name_or_a_part_that_no_other_has(typed, meant):
    form = MeasureForm({"text": "两人会审", "rule": typed}, posts=[], rules=RULES)
    assert form.is_valid() == (meant != "?")
    if meant != "?":
        assert form.content()["rule"] == meant


@pytest.mark.parametrize("cites", ["《谈话制度》", "《采购会审制度》（校发〔2026〕3号）", ""])
def test_what_is_exported_with_its_rule_is_found_again_without(cites):
    assert text_of_told(told("两人会审（每周）", cites)) == "两人会审（每周）"


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (date(2026, 3, 1), 5, date(2021, 3, 1)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
    ],
)
def test_years_are_counted_back_by_the_calendar(day, years, before):
    assert years_before(day, years) == before


def test_a_rule_is_chosen_in_the_form_and_stays_through_the_workbook(cast, browser, draft):
    paper, revision = draft
    rule = make_rule("转学会审制度", unit=cast.bureau, number="1号")
    make_rule("食材验收制度", unit=cast.school_small)
    page = shown(browser.get(address("paper-row-add", paper)))
    assert "《转学会审制度》（1号）" in page
    assert "食材验收制度" not in page
    measure = {"measures-0-kind": "institution"}
    wrong = post_new(browser, paper, **measure, **{"measures-0-rule": "没有的制度"})
    assert wrong.status_code == 422
    assert "没有找到这一项" in shown(wrong)
    post_new(browser, paper, **measure, **{"measures-0-rule": "转学会审"})
    version = only(revision).version
    assert (version.measures.get().rule, version.measures.get().cites) == (
        rule,
        "《转学会审制度》（1号）",
    )
    assert "依据《转学会审制度》（1号）" in shown(browser.get(address("paper-edit", paper)))

    book = download(browser, paper)
    put(book[POINTS], FIRST, 防控措施="收件、会审、告知由三人分别办理")
    assert send(browser, paper, book).status_code == 302
    assert counts(browser, paper)["changed"] == 1
    take(browser, paper)
    measure = PointVersion.objects.get(pk=only(revision).version_id).measures.get()
    assert (measure.text, measure.rule) == ("收件、会审、告知由三人分别办理", rule)


def test_what_was_cited_is_frozen_and_what_became_of_it_is_asked_of_the_rule(cast):
    rule = make_rule("转学会审制度", unit=cast.school_large)
    paper = way.begin_form(cast)
    measures = [{"text": "三人会审", "kind": "institution", "rule": rule.pk}]
    editing.save_point(paper=paper, content=way.point(measures=measures), by=cast.people.staff)
    editing.save_duty(paper=paper, kind="duty", text="办理转学", by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    Rule.objects.filter(pk=rule.pk).update(title="转学会审办法")
    version = PointVersion.objects.get(point__post=cast.posts.staff)
    assert version.measures.get().told == "三人会审（依据《转学会审制度》）"
    assert is_intact(paper.revisions.get())
    version.measures.update(cites="《别的制度》")
    assert not is_intact(paper.revisions.get()), "the digest covers what was cited"


def test_a_measure_without_a_rule_is_sealed_as_before_there_were_rules(cast):
    paper, revision = make_form(cast)
    add_point(cast, paper)
    version = only(revision).version
    assert content_of(version)["measures"][0]["rule"] is None
    assert set(sealed_content(version)["measures"][0]) == {
        "measure", "text", "stage", "kind", "rhythm", "post", "due_on",
    }  # fmt: skip


def register(cast):
    """Points in force: of no rule, of one that stands, one superseded, one repealed, one old."""
    office, today = cast.people.office, timezone.localdate()
    new = make_rule("新制度", unit=cast.bureau, in_force_from=today)
    superseded = make_rule("旧制度", unit=cast.bureau)
    repealed = make_rule("停用制度", unit=cast.bureau)
    old = make_rule("老制度", unit=cast.bureau, issued_on=years_before(today, 3))
    tell(superseded, "superseded", "2026-01-01", office, replaced_by=new)
    tell(repealed, "repealed", "2026-01-01", office)
    paper, revision = make_form(cast)
    duty = editing.save_duty(paper=paper, kind="duty", text="办理转学", by=cast.people.staff)
    for rule in (None, new, superseded, repealed, old):
        measure = {"text": "三人会审", "kind": "institution", "rule": rule and rule.pk}
        risk = f"依{rule.title if rule else '无制度'}办理时放宽条件"
        add_point(
            cast, paper, duty=duty.version.duty_id, risk=risk, measures=[measure, {"text": "公示"}]
        )
    confirm(cast, revision)
    return {"old": old}


@pytest.mark.parametrize(("years", "old"), [(3, {"老制度"}), (4, set()), (0, set())])
def test_points_where_a_rule_is_wanting_are_counted_and_listed_alike(client, cast, years, old):
    register(cast)
    Programme.objects.update(rules_old_after=years)
    expected = {Gap.MISSING: {"无制度"}, Gap.LAPSED: {"旧制度", "停用制度"}, Gap.OLD: old}
    client.force_login(cast.accounts.principal)
    for gap, titles in expected.items():
        context = client.get(reverse("rule-gaps"), {"gap": gap}).context
        listed = {row["point"].in_force.risk for row in context["rows"]}
        assert listed == {f"依{title}办理时放宽条件" for title in titles}, gap
        counts_of = {tab["label"]: tab["count"] for tab in context["tabs"]}
        assert counts_of[gap.label] == len(context["rows"])


def test_each_row_leads_to_the_form_for_whoever_may_open_it(client, cast):
    old = register(cast)["old"]
    point = RiskPoint.objects.first()
    start = reverse("form-start", args=[point.post_id])
    for role, opens in (("staff", True), ("principal", False)):
        client.force_login(getattr(cast.accounts, role))
        page = client.get(reverse("rule-gaps")).content.decode()
        assert (f'action="{start}"' in page) == opens, role
        assert reverse("point-detail", args=[point.pk]) in page
    detail = client.get(reverse("rule-detail", args=[old.pk]))
    assert [measure.text for measure in detail.context["page_obj"]] == ["三人会审"]
    client.force_login(cast.accounts.small_staff)
    assert not client.get(reverse("rule-gaps")).context["rows"]
    detail = client.get(reverse("rule-detail", args=[old.pk]))
    assert not detail.context["page_obj"].object_list, "the rule binds, the points are another's"
