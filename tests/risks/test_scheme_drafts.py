"""Schemes as versioned data: drafts, their form for each kind, and switching one on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.organisation.defaults import shipped_schemes
from registry.organisation.models import Programme, Scheme
from registry.papers.stamps import stamp_of
from registry.trail.models import TrailEntry
from risks.forms.schemes import SchemeEntry
from risks.models import PointVersion
from risks.scheme_drafts import SchemeRefused, copy_scheme, remove_scheme, save_scheme, switch_on
from tests.architecture.page_forms import form_with

from .factory import add_point, confirm, make_form
from .pages import shown

CODES = [
    "likelihood-harm",
    "matters-education",
    "standards-enforcement",
    "six-factors",
    "criteria-count",
]


@pytest.fixture
def draft_of(cast):
    shipped_schemes()

    def make(code="likelihood-harm"):
        scheme = Scheme.objects.get(code=code)
        return copy_scheme(scheme=scheme, unit=cast.bureau, by=cast.people.office)

    return make


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.office)
    return client


def address(cast, name, scheme):
    return reverse(name, args=[cast.programme.pk, scheme.pk])


def opened(office, cast, draft):
    return form_with("stamp", office.get(address(cast, "scheme-edit", draft)))


def plain(rules):
    """Without blank words of help, and with every weight written out."""
    if isinstance(rules, list):
        return [plain(row) for row in rules]
    if not isinstance(rules, dict):
        return rules
    given = {key: plain(value) for key, value in rules.items() if value not in ("", False)}
    return {"weight": 1, **given} if "options" in given else given


# --- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_a_form_that_is_saved_as_it_stands_says_the_same(office, cast, draft_of, code):
    draft = draft_of(code)
    before = draft.rules
    answer = office.post(address(cast, "scheme-edit", draft), opened(office, cast, draft))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert plain(draft.rules) == plain(before)


CHANGES = [
    ("likelihood-harm", {"from_3": "9", "from_2": "4"}, lambda rules: rules["levels"][0], 9),
    ("likelihood-harm", {"likelihood-3-label": "天天发生"}, lambda r: len(r["likelihood"]), 4),
    ("likelihood-harm", {"likelihood-2-label": ""}, lambda r: len(r["likelihood"]), 2),
    ("likelihood-harm", {"from_3": ""}, lambda r: [x["rank"] for x in r["levels"]], [2, 1]),
    ("six-factors", {"weight_concern": "0"}, lambda r: len(r["factors"]), 5),
    ("six-factors", {"weight_concern": "3"}, lambda r: r["levels"][-1]["at_least"], 8),
    ("matters-education", {"matters-0-rank": "2"}, lambda r: r["matters"][0]["rank"], 2),
    (
        "matters-education",
        {"matters-19-label": "校服选定", "matters-19-rank": "3"},
        lambda r: [r["matters"][-1][key] for key in ("label", "rank", "code")],
        ["校服选定", 3, "new_1"],
    ),
    ("criteria-count", {"criteria-0-frequent": "on"}, lambda r: r["criteria"][0]["frequent"], True),
    ("criteria-count", {"label": "符合哪几条"}, lambda r: r["label"], "符合哪几条"),
]


@pytest.mark.parametrize(("code", "typed", "look", "seen"), CHANGES)
def test_what_is_typed_becomes_rules(office, cast, draft_of, code, typed, look, seen):
    draft = draft_of(code)
    data = opened(office, cast, draft) | typed
    assert office.post(address(cast, "scheme-edit", draft), data).status_code == 302
    draft.refresh_from_db()
    found = look(draft.rules)
    assert (found["at_least"] if isinstance(found, dict) else found) == seen


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("likelihood-harm", {"name": ""}, "请写一个名称"),
        ("likelihood-harm", {"from_3": "3", "from_2": "6"}, "等级越重，起点要越高"),
        ("likelihood-harm", {"from_3": "3", "from_2": "3"}, "等级越重，起点要越高"),
        ("likelihood-harm", {f"severity-{n}-label": "" for n in range(3)}, "危害程度"),
        ("six-factors", {"weight_importance": "-1"}, "0"),
        ("six-factors", {f"concern-{n}-label": "" for n in range(3)}, "因素"),
        ("matters-education", {"matters-19-label": "校服选定"}, "请选择这个事项属于哪一级"),
        ("matters-education", {f"matters-{n}-label": "" for n in range(19)}, "事项"),
        ("criteria-count", {f"criteria-{n}-label": "" for n in range(8)}, "情形"),
    ],
)
def test_what_could_not_be_read_is_refused_and_kept_on_the_page(
    office, cast, draft_of, code, typed, said
):
    draft = draft_of(code)
    before = draft.rules
    data = opened(office, cast, draft) | typed
    answer = office.post(address(cast, "scheme-edit", draft), data)
    assert answer.status_code == 422
    assert said in shown(answer)
    draft.refresh_from_db()
    assert draft.rules == before


def test_a_stale_tab_writes_nothing_over_what_was_saved(office, cast, draft_of):
    draft = draft_of()
    stale = opened(office, cast, draft)
    url = address(cast, "scheme-edit", draft)
    assert office.post(url, stale | {"name": "先保存的"}).status_code == 302
    answer = office.post(url, stale | {"name": "后保存的"})
    assert answer.status_code == 409
    assert "后保存的" in shown(answer)
    draft.refresh_from_db()
    assert draft.name == "先保存的"


def test_more_rows_come_with_every_save(office, cast, draft_of):
    draft = draft_of("criteria-count")
    data = opened(office, cast, draft) | {"criteria-8-label": "新的一条", "stay": "1"}
    answer = office.post(address(cast, "scheme-edit", draft), data, follow=True)
    assert 'name="criteria-11-label"' in shown(answer)


# --- versions ------------------------------------------------------------------------------------


def test_copies_are_versions_of_the_units_own_line(cast, draft_of):
    first, second = draft_of(), draft_of()
    third = copy_scheme(scheme=first, unit=cast.bureau, by=cast.people.office)
    assert {draft.code for draft in (first, second, third)} == {"likelihood-harm-BUREAU"}
    assert [draft.version for draft in (first, second, third)] == [1, 2, 3]
    assert first.is_draft
    assert first.made_by == cast.people.office


def test_a_settled_scheme_is_not_changed_by_anybody(cast, draft_of):
    shipped_schemes()
    settled = Scheme.objects.get(code="six-factors")
    with pytest.raises(SchemeRefused):
        save_scheme(scheme=settled, name="改", rules=settled.rules, by=cast.people.office)
    with pytest.raises(SchemeRefused):
        remove_scheme(scheme=settled, by=cast.people.office)
    for change in ({"rules": {}}, {"settled_at": None}, {"version": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scheme.objects.filter(pk=settled.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.filter(pk=settled.pk).delete()


def test_a_draft_can_be_changed_and_thrown_away(cast, draft_of):
    """The control of the guard above."""
    draft = draft_of()
    save_scheme(scheme=draft, name="改", rules=draft.rules, by=cast.people.office)
    assert Scheme.objects.get(pk=draft.pk).name == "改"
    remove_scheme(scheme=draft, by=cast.people.office)
    assert not Scheme.objects.filter(pk=draft.pk).exists()


def test_rules_that_cannot_be_read_are_not_written(cast, draft_of):
    draft = draft_of()
    with pytest.raises(SchemeRefused):
        save_scheme(scheme=draft, name="改", rules={"levels": []}, by=cast.people.office)


def test_a_year_is_not_set_to_a_draft_by_hand(cast, draft_of):
    programme = Programme.objects.get(pk=cast.programme.pk)
    programme.scheme = draft_of()
    with pytest.raises(ValidationError, match="试用稿"):
        programme.clean()


@pytest.mark.parametrize("whose", ["own", "above", "beside", "shipped"])
@pytest.mark.parametrize("settled", [True, False])
def test_which_schemes_a_year_is_offered(cast, draft_of, whose, settled):
    """What is settled there and above; drafts only of the own unit."""
    units = {"own": cast.school_large, "above": cast.bureau, "beside": cast.school_small}
    draft = draft_of()
    given = {"unit": units.get(whose)}
    if settled:
        given["settled_at"] = draft.made_at
    Scheme.objects.filter(pk=draft.pk).update(**given)
    programme = Programme(unit=cast.school_large, scale=cast.scale, year=cast.year)
    offered = Scheme.objects.offered_to(programme).filter(pk=draft.pk).exists()
    assert offered == (whose == "own" or (settled and whose != "beside"))


# --- switching on --------------------------------------------------------------------------------


def test_switching_on_settles_the_draft_and_keeps_every_level(cast, draft_of):
    paper, revision = make_form(cast)
    add_point(cast, paper)
    confirm(cast, revision)
    kept = list(PointVersion.objects.values("level", "proposed", "scheme", "answers", "digest"))
    draft = draft_of()
    tried = stamp_of(draft.rules)
    for _ in range(2):  # a double click
        switch_on(programme=cast.programme, scheme=draft, tried=tried, by=cast.people.office)
    draft.refresh_from_db()
    assert not draft.is_draft
    assert draft.settled_by == cast.people.office
    assert Programme.objects.get(pk=cast.programme.pk).scheme == draft
    told = list(PointVersion.objects.values("level", "proposed", "scheme", "answers", "digest"))
    assert told == kept
    assert TrailEntry.objects.filter(action="programme.changed").count() == 1


def test_what_was_changed_after_the_trial_is_not_switched_on(cast, draft_of):
    draft = draft_of()
    tried = stamp_of(draft.rules)
    rules = {**draft.rules, "levels": [{"at_least": 1, "rank": 3}]}
    save_scheme(scheme=draft, name="改", rules=rules, by=cast.people.office)
    with pytest.raises(SchemeRefused, match="又改过"):
        switch_on(programme=cast.programme, scheme=draft, tried=tried, by=cast.people.office)
    assert Programme.objects.get(pk=cast.programme.pk).scheme == cast.programme.scheme


def test_a_year_that_is_over_keeps_its_scheme(cast, draft_of):
    Programme.objects.filter(pk=cast.programme.pk).update(year=2020)
    draft = draft_of()
    given = {"scheme": draft, "tried": stamp_of(draft.rules), "by": cast.people.office}
    with pytest.raises(SchemeRefused, match="过去的年度"):
        switch_on(programme=cast.programme, **given)
    assert Scheme.objects.get(pk=draft.pk).is_draft


def test_a_draft_of_another_unit_is_not_switched_on(cast, draft_of):
    draft = draft_of()
    Scheme.objects.filter(pk=draft.pk).update(unit=cast.school_small)
    with pytest.raises(SchemeRefused):
        switch_on(
            programme=cast.programme,
            scheme=draft,
            tried=stamp_of(draft.rules),
            by=cast.people.office,
        )


def test_the_whole_way_without_a_script(office, cast, draft_of):
    """Copy, change, try, switch on: links and buttons only."""
    paper, revision = make_form(cast)
    add_point(cast, paper)  # 2 × 2
    confirm(cast, revision)
    copied = office.post(address(cast, "scheme-copy", cast.programme.scheme), follow=True)
    draft = Scheme.objects.get(settled_at=None)
    assert "修改试用稿" in shown(copied)
    data = opened(office, cast, draft) | {"name": "从严的办法", "from_3": "4", "from_2": "2"}
    trial = office.post(address(cast, "scheme-edit", draft), data, follow=True)
    assert "变重的 1 个" in shown(trial)
    tried = form_with("tried", trial)
    done = office.post(address(cast, "scheme-switch", draft), tried, follow=True)
    assert "从严的办法（第 1 版）" in shown(done)
    assert Programme.objects.get(pk=cast.programme.pk).scheme == draft
    assert office.get(address(cast, "scheme-edit", draft)).status_code == 404


def test_a_refusal_is_told_on_the_page_of_the_trial(office, cast, draft_of):
    draft = draft_of()
    answer = office.post(address(cast, "scheme-switch", draft), {"tried": "old"}, follow=True)
    assert "请重新试算" in shown(answer)


def test_the_form_of_a_kind_has_the_questions_of_the_kind(draft_of):
    found = {code: [title for title, _ in SchemeEntry(draft_of(code)).lists] for code in CODES}
    assert found["likelihood-harm"] == ["可能性", "危害程度"]
    assert found["matters-education"] == found["standards-enforcement"] == ["事项"]
    assert found["criteria-count"] == ["情形"]
    assert len(found["six-factors"]) == 6
