"""A questionnaire is written as a draft, switched on as it was shown, and stays so."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.papers.stamps import stamp_of
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews.questionnaires import asking, drafting
from reviews.questionnaires.forms import QuestionForm
from reviews.questionnaires.models import MOST_QUESTIONS, Questionnaire, Sheet
from reviews.questionnaires.shipped import GRADES, PATTERNS
from reviews.refusals import Refused
from tests.questionnaires.hands import drafted, facts, switched_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return cast.people.discipline


def texts(questionnaire):
    return list(questionnaire.questions.order_by("position").values_list("text", flat=True))


def asked(text="收费公示了吗？", kind="one", options=("有", "没有"), is_required=False):
    return {"text": text, "kind": kind, "options": list(options), "is_required": is_required}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_gives_questions_that_the_form_would_take(cast, pattern):
    made = drafted(cast, pattern=pattern)
    assert len(texts(made)) == len(PATTERNS[pattern].questions) >= 4
    for question in made.questions.all():
        typed = {**asked_as_typed(question), "stamp": stamp_of({})}
        form = QuestionForm(typed, current={})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["options"] == question.options


def asked_as_typed(question):
    typed = {"text": question.text, "kind": question.kind, "options": "\n".join(question.options)}
    return {**typed, "is_required": "on"} if question.is_required else typed


@pytest.mark.parametrize(
    ("kind", "options", "found"),
    [
        ("one", "有\n没有", ["有", "没有"]),
        ("one", " 有 \n\n没有\n有", ["有", "没有"]),
        ("one", "有", None),
        ("one", "", None),
        ("one", "\n".join(map(str, range(11))), None),
        ("one", "好" * 61 + "\n差", None),
        ("grade", "", GRADES),
        ("grade", "满意\n不满意", ["满意", "不满意"]),
        ("text", "白写的", []),
        ("other", "有\n没有", None),
    ],
)
def test_options_of_a_question(kind, options, found):
    typed = {"text": "问", "kind": kind, "options": options, "stamp": stamp_of({})}
    form = QuestionForm(typed, current={})
    assert form.is_valid() == (found is not None)
    if found is not None:
        assert form.cleaned_data["options"] == found


def test_questions_move_and_go(cast, by):
    made = drafted(cast, pattern="")
    for text in ("一", "二", "三"):
        drafting.add_question(questionnaire=made, asked=asked(text), by=by)
    first, _, third = made.questions.order_by("position")
    drafting.move_up(question=third, by=by)
    assert texts(made) == ["一", "三", "二"]
    drafting.move_up(question=first, by=by)
    assert texts(made) == ["一", "三", "二"]
    drafting.remove_question(question=first, by=by)
    assert list(made.questions.values_list("position", "text")) == [(1, "三"), (2, "二")]


def test_there_are_at_most_twenty(cast, by):
    made = drafted(cast, pattern="")
    for _ in range(MOST_QUESTIONS):
        drafting.add_question(questionnaire=made, asked=asked(), by=by)
    with pytest.raises(Refused, match="最多"):
        drafting.add_question(questionnaire=made, asked=asked(), by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.questions.create(position=MOST_QUESTIONS + 1, **asked())


def test_only_a_unit_that_the_office_oversees(cast):
    with pytest.raises(Refused):
        drafting.draft(facts=facts(cast), by=cast.people.school_office)


def test_what_changed_since_it_was_shown_is_not_switched_on(cast, by):
    made = drafted(cast)
    seen = stamp_of(drafting.whole_of(made))
    drafting.add_question(questionnaire=made, asked=asked(), by=by)
    with pytest.raises(Refused, match="别处改过"):
        asking.switch_on(questionnaire=made, seen=seen, by=by)
    assert Questionnaire.objects.get(pk=made.pk).is_draft


@pytest.mark.parametrize(
    ("changes", "said"), [({"pattern": ""}, "没有题目"), ({"days": -1}, "已经过了")]
)
def test_what_cannot_be_asked_is_not_switched_on(cast, by, changes, said):
    today = timezone.localdate()
    if changes.pop("days", None):
        day = today - timezone.timedelta(days=1)
        changes = {"opens_on": day, "closes_on": day}
    made = drafted(cast, **changes)
    with pytest.raises(Refused, match=said):
        asking.switch_on(questionnaire=made, seen=stamp_of(drafting.whole_of(made)), by=by)


def writes(made, by):
    question = made.questions.order_by("position").last()
    return [
        lambda: drafting.change(questionnaire=made, facts={**drafting_facts(made)}, by=by),
        lambda: drafting.add_question(questionnaire=made, asked=asked(), by=by),
        lambda: drafting.change_question(question=question, asked=asked(), by=by),
        lambda: drafting.remove_question(question=question, by=by),
        lambda: drafting.move_up(question=question, by=by),
    ]


def drafting_facts(made):
    return {name: getattr(made, name) for name in drafting.FACTS}


def test_switched_on_nothing_of_it_is_written(cast, by):
    made = switched_on(cast)
    before = drafting.whole_of(made)
    for write in writes(made, by):
        with pytest.raises(Refused, match="已经启用"):
            write()
    assert drafting.whole_of(made) == before
    draft = drafted(cast)
    for write in writes(draft, by):  # the control: a draft takes all of it
        write()
    assert drafting.whole_of(draft) != before


FROZEN = [
    lambda made: Questionnaire.objects.filter(pk=made.pk).update(title="别的"),
    lambda made: Questionnaire.objects.filter(pk=made.pk).update(
        switched_on_at=timezone.now(), switched_on_by=made.drafted_by
    ),
    lambda made: made.delete(),
    lambda made: made.questions.update(text="别的"),
    lambda made: made.questions.filter(position=5).delete(),
    lambda made: made.questions.create(position=9, **asked()),
]


@pytest.mark.every_case
@pytest.mark.parametrize("act", FROZEN)
def test_the_database_refuses_it_too(cast, act):
    made = switched_on(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        act(made)
    act(drafted(cast))  # the control


@pytest.mark.every_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"opens_on": timezone.datetime(2030, 1, 1).date()},
        {"closed_at": timezone.now()},
        {"switched_on_at": timezone.now()},
        {"results_read_at": timezone.now()},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_must_never_be_is_a_constraint(cast, wrong):
    made = drafted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Questionnaire.objects.filter(pk=made.pk).update(**wrong)


def test_no_sheet_of_a_draft_nor_of_what_was_closed(cast, by):
    for made in (drafted(cast), switched_on(cast)):
        if not made.is_draft:
            Sheet.objects.create(questionnaire=made)  # the control
            asking.close(questionnaire=made, by=by)
        with pytest.raises(IntegrityError), transaction.atomic():
            Sheet.objects.create(questionnaire=made)


def test_no_two_questions_have_one_place(cast):
    made = drafted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.questions.create(position=1, **asked())


def test_who_did_what_is_told_under_seal_only(cast, by):
    last = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made = switched_on(cast)
    drafting_entries = TrailEntry.objects.filter(pk__gt=last)
    assert {each.chain for each in drafting_entries} == {SEALED_CHAIN}
    actions = list(TrailEntry.objects.sealed_about(made).values_list("action", flat=True))
    assert actions == ["questionnaire.drafted", "questionnaire.switched_on"]


def test_the_pages_of_a_draft(client, cast):
    client.force_login(cast.accounts.discipline)
    add = reverse("questionnaire-add")
    given = facts(cast)
    typed = {
        **given,
        "unit": given["unit"].pk,
        "opens_on": given["opens_on"].isoformat(),
        "closes_on": given["closes_on"].isoformat(),
        "pattern": "colleagues",
        "intro": "",
        "stamp": stamp_of({}),
    }
    wrong = client.post(add, {**typed, "closes_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert "截止日期不会早于开始日期" in wrong.text
    assert given["title"] in wrong.text
    assert client.post(add, typed).status_code == 302
    made = Questionnaire.objects.get()
    assert made.intro == PATTERNS["colleagues"].intro
    page = client.get(reverse("questionnaire", args=[made.pk])).text
    assert PATTERNS["colleagues"].questions[0][1] in page
    preview = client.get(reverse("questionnaire-switch-on", args=[made.pk]))
    seen = preview.context["seen"]
    client.post(reverse("questionnaire-switch-on", args=[made.pk]), {"seen": "0" * 16})
    assert Questionnaire.objects.get().is_draft
    client.post(reverse("questionnaire-switch-on", args=[made.pk]), {"seen": seen})
    assert not Questionnaire.objects.get().is_draft
    edit = client.get(reverse("questionnaire-edit", args=[made.pk]), follow=True)
    assert drafting.SWITCHED_ON in edit.text
