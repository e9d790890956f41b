"""Questionnaires of the cast: the bureau's discipline office asks about the large school."""

import uuid
from datetime import timedelta

from captcha.models import CaptchaStore
from django.urls import reverse
from django.utils import timezone

from registry.papers.stamps import stamp_of
from reviews.questionnaires import answering, asking, drafting
from reviews.questionnaires.models import Questionnaire
from tests.architecture.page_forms import form_with

TEXT = "午餐费每学期公布一次就更好了"


def facts(cast, **changes):
    today = timezone.localdate()
    given = {
        "unit": cast.school_large,
        "title": "办事满意度问卷",
        "intro": "请您花两分钟。",
        "audience": "public",
        "opens_on": today,
        "closes_on": today + timedelta(days=10),
    }
    return {**given, **changes}


def drafted(cast, *, pattern="served", **changes):
    by = cast.people.discipline
    return drafting.draft(facts=facts(cast, **changes), by=by, pattern=pattern)


def switched_on(cast, **changes):
    made = drafted(cast, **changes)
    seen = stamp_of(drafting.whole_of(made))
    asking.switch_on(questionnaire=made, seen=seen, by=cast.people.discipline)
    return Questionnaire.objects.get(pk=made.pk)


def said_to(questionnaire, *, option=0, text=TEXT):
    """An answer to every question; without words where `text` is blank."""
    return {
        each: text if each.is_text else option
        for each in questionnaire.questions.order_by("position")
        if text or not each.is_text
    }


def answer(questionnaire, times=1, **said):
    for _ in range(times):
        given = said_to(questionnaire, **said)
        answering.keep(questionnaire=questionnaire, said=given, key=uuid.uuid4())


def closed(cast, *, sheets, **changes):
    made = switched_on(cast, **changes)
    answer(made, sheets)
    asking.close(questionnaire=made, by=cast.people.discipline)
    return Questionnaire.objects.get(pk=made.pk)


def address(questionnaire, name="questionnaire", **more):
    return reverse(name, kwargs={"pk": questionnaire.pk, **more})


def page_of(questionnaire):
    return address(questionnaire, "public-questionnaire")


def posted(questionnaire, page, *, option="0", text=TEXT, **typed):
    """The form of a page as sent by whoever answers it, the question against programs included."""
    form = {name: values[0] for name, values in form_with("challenge_0", page).items()}
    given = {
        f"question-{each.pk}": text if each.is_text else option
        for each in questionnaire.questions.all()
    }
    asked = CaptchaStore.objects.get(hashkey=form["challenge_0"])
    return {**form, **given, "challenge_1": asked.response, **typed}
