"""What is posted to the pages of questionnaires and sources; part of `access_posts`."""

from captcha.models import CaptchaStore

from registry.papers.stamps import stamp_of
from reviews.questionnaires import answering, drafting
from tests.architecture.access_secret import entry_of, order_of
from tests.architecture.access_typed import WHY, _form, scan
from tests.questionnaires import hands

NEW_QUESTION = {"text": "等了几天？", "kind": "one", "options": "三天以内\n更久"}


def _head(world):
    given = hands.facts(world.cast)
    days = {name: given[name].isoformat() for name in ("opens_on", "closes_on")}
    return {**given, **days, "unit": given["unit"].pk, "pattern": "", "stamp": stamp_of({})}


def _answered(world):
    key = CaptchaStore.generate_key()
    given = {f"question-{each.pk}": value for each, value in hands.said_to(world.asked).items()}
    return {
        **given,
        "key": answering.new_key(world.asked),
        "ask": "signs",
        "challenge_0": key,
        "challenge_1": CaptchaStore.objects.get(hashkey=key).response,
    }


def _source(world):
    return {
        "unit": world.cast.school_large.pk,
        "channel": "questionnaire",
        "came_on": hands.facts(world.cast)["opens_on"].isoformat(),
        "weight": "low",
        "text": "午餐费没有定期公布",
        "stamp": stamp_of({}),
    }


TYPED = {
    ("source-add", "-"): lambda world: {**entry_of(world), "stamp": stamp_of({})},
    ("source-edit", "source"): _form(
        "discipline", "stamp", "source-edit", "source", text="换一种写法"
    ),
    ("source-withdraw", "source"): lambda world: {"why": WHY},
    ("source-link", "source"): lambda world: {"kind": "post", "target": world.posts.group.pk},
    ("source-attach", "source"): lambda world: {"file": scan()},
    ("source-order", "source"): order_of,
    ("questionnaire-add", "-"): _head,
    ("questionnaire-switch-on", "asked_draft"): lambda world: {
        "seen": stamp_of(drafting.whole_of(world.asked_draft))
    },
    ("questionnaire-edit", "asked_draft"): _form(
        "discipline", "stamp", "questionnaire-edit", "asked_draft", title="换一个标题"
    ),
    ("question-edit", "asked_draft.question"): _form(
        "discipline", "stamp", "question-edit", "asked_draft.question", text="换一种问法"
    ),
    ("question-add", "asked_draft"): lambda world: {**NEW_QUESTION, "stamp": stamp_of({})},
    ("source-from-answer", "asked_text"): _source,
    ("public-questionnaire", "asked"): _answered,
}
