"""Acts and warnings of the cast: the discipline office of the bureau and the large school's staff.

act = issued(cast)                    the registrar of the large school, led by the head
act = at(cast, "rectified")           the same, that far
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.disposal import issuing, proceeding
from reviews.disposal.models import Disposal, LadderStep, WarningColour

WHY, DEMAND = "两次没有按时核对学籍异动", "请说明原因，补上核对记录"
TEXTS = {
    "analysis": "月底集中办理，没有留出核对时间",
    "commitment": "今后按时核对",
    "plan": "每周五核对一次",
}
PDF = b"%PDF-1.4\n%%EOF\n"


def colour(code):
    return WarningColour.objects.get(pk=code)


def step(name, for_whom="person", *, unit=None):
    """Of the ladder that counts for a unit; of the shipped one without."""
    ladder = LadderStep.objects.of_unit(unit) if unit else LadderStep.objects.filter(unit=None)
    return ladder.get(name=name, for_whom=for_whom)


def warned(cast, code="yellow", **changes):
    given = {"unit": cast.school_large, "post": cast.posts.staff, "by": cast.people.discipline}
    return issuing.warn(**{**given, "colour": colour(code), "grounds": WHY, **changes})


def issued(cast, *, name="谈话提醒", **changes):
    given = {
        "to": issuing.Addressee(cast.school_large, cast.people.staff, cast.posts.staff),
        "step": step(name, unit=cast.school_large),
        "leader_post": cast.posts.supervisor,
        "why": WHY,
        "demand": DEMAND,
        "by": cast.people.discipline,
    }
    return issuing.issue(**{**given, **changes})


def issued_to_unit(cast, **changes):
    to = issuing.Addressee(cast.school_large)
    given = {
        "to": to,
        "step": step("限期整改", "unit", unit=cast.school_large),
        "leader_post": cast.posts.bureau_deputy,
    }
    return issued(cast, **{**given, **changes})


def evidence(name="核对记录.pdf"):
    return SimpleUploadedFile(name, PDF)


def replied(cast, act=None):
    act = act or issued(cast)
    proceeding.reply(act=act, texts=TEXTS, by=cast.people.staff)
    return act


def rectified(cast, act=None):
    act = replied(cast, act)
    hand_in(cast, act)
    return act


def hand_in(cast, act):
    proceeding.rectify(
        act=act, said="已补齐四周的核对记录", uploads=[evidence()], by=cast.people.staff
    )


def closed(cast):
    act = rectified(cast)
    proceeding.passed(act=act, said="记录齐全", by=cast.people.discipline)
    return act


def handed_over(cast, act=None):
    act = act or replied(cast)
    proceeding.hand_over(act=act, why="需要进一步了解", by=cast.people.discipline)
    return act


def fresh(act):
    return Disposal.objects.get(pk=act.pk)
