"""A duty copied from the same text by two at once: the register, or the draft, has it once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.intake.models import TableImport
from reviews import filing, importing
from risks.models import Duty, RiskPoint
from tests import way
from tests.flows.test_shared_points import write_duty
from tests.races.test_one_effect import made_ready
from tests.reviews.test_import_pages import HEAD, workbook

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TEXT = "组织课后服务"


def confirmations(cast):
    """Two teachers' own forms with the same duty, and a point of each one's own under it."""
    tasks = []
    for number, teacher in enumerate((cast.people.teacher, cast.people.second_teacher), start=3):
        paper = way.begin_form(cast, post=cast.posts.teacher, by=teacher)
        write_duty(paper, teacher, number)
        digest = made_ready(cast, paper, teacher).current.digest
        tasks.append({"do": "confirm", "paper": paper.pk, "digest": digest, "waits_after": "same"})
    return [{**task, "person": cast.people.principal.pk} for task in tasks]


def in_force():
    return list(Duty.objects.in_force().filter(in_force__text=TEXT))


def test_a_copied_duty_of_two_holders_stands_in_the_register_once(cast, race):
    answers = race(*confirmations(cast))
    assert answers == [{"done": True}] * 2
    (first,) = in_force()
    assert Duty.objects.get(taken_as__isnull=False).taken_as == first
    points = RiskPoint.objects.in_force()
    assert {point.in_force.duty_now for point in points} == {first.pk}
    assert len(points) == 2


def test_control_a_copied_duty_stands_there_twice(cast, race):
    race(*confirmations(cast), guards=False)
    assert len(in_force()) == 2


def imports(cast):
    """The same table, taken in by the keeper and by the office, for one form; both looked at it."""
    filing.prepare_form(
        post=cast.posts.other_staff, programme=cast.programme, by=cast.people.keeper
    )
    row = ["总务处", "采购员", TEXT, "虚报数量，造成损失", "双人验收"]
    content = workbook(row, head=[*HEAD[:2], "岗位职责", "风险点", "防控措施"])
    return [
        import_task(cast, content, by) for by in (cast.people.keeper, cast.people.school_office)
    ]


def import_task(cast, content, by):
    imported = importing.take_in(
        file=SimpleUploadedFile("风险点.xlsx", content),
        unit=cast.school_large,
        programme=cast.programme,
        by=by,
    )
    plan = importing.plan_of(imported)
    assert not plan.errors
    seen = {"import": imported.pk, "seen": plan.fingerprint}
    return {"do": "import", "person": by.pk, "waits_after": "said", **seen}


def written():
    return Duty.objects.filter(versions__text=TEXT).count()


def test_the_same_table_of_two_keepers_is_written_once(cast, race):
    answers = race(*imports(cast))
    assert sorted(answer.get("refused", "done") for answer in answers) == ["NotAsSeen", "done"]
    assert written() == 1
    assert TableImport.objects.filter(confirmed_at__isnull=False).count() == 1


def test_control_the_same_table_is_written_twice(cast, race):
    race(*imports(cast), guards=False)
    assert written() == 2
