"""What is typed into the forms of the access table: as its role finds them on the page."""

from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.papers.stamps import stamp_of
from reviews import opinions
from tests.architecture.access_world import PDF
from tests.architecture.page_forms import form_with
from tests.hands_on_paper import sheet

WHY = "试填一次，不再办理"
NEW_DUTY = {"name": "月查", "whom": "everybody", "every": "month", "day": 5, "due_day": 9}


ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789"


def scan():
    return SimpleUploadedFile("扫描件.pdf", PDF, "application/pdf")


def _form(role, field, address, thing, **typed):
    """The form as this role finds it on the page, with something typed in."""

    def made(world):
        key = (role, address, thing)
        if key not in world.forms:
            page = world.client(role).get(world.address(address, thing))
            world.forms[key] = form_with(field, page)
        return {**world.forms[key], **typed}

    return made


def _activity(world):
    return {
        "stamp": stamp_of({}),
        "kind": world.activity.kind_id,
        "about": "节前警示教育",
        "planned_on": timezone.localdate().isoformat(),
        "place": "阶梯教室",
        "holder": world.people.group.pk,
        "groups": ["middle"],
    }


def _inspection(world):
    """By the large school's own office; others do not have that choice."""
    unit = world.cast.school_large
    return {
        "office": f"prevention_office-{unit.pk}",
        "unit": unit.pk,
        "about": "学籍办理",
        "on": timezone.localdate().isoformat(),
        "team": "温如玉",
        "size": 1,
    }


def _signed(paper):
    """The verdict "pass" on what the paper says now."""
    return lambda world: {"digest": getattr(world, paper).current.digest, "action": "pass"}


def _sheet(world):
    return {
        **_signed("on_paper")(world),
        "sheet-name": "马达川",
        "sheet-title": "总务主任",
        "sheet-signed_on": "2026-01-05",
        "sheet-scan": scan(),
    }


def _counter(paper):
    return lambda world: {"counter": getattr(world, paper).current.counter}


def _confirmation(world):
    """As the principal, who has opened the paper: a batch goes after its drawn sample is read."""
    if "confirmation" not in world.forms:
        world.client("principal").get(world.address("paper-detail", "ready"))
        world.forms["confirmation"] = True
    pk = world.ready.pk
    return {"paper": pk, f"digest-{pk}": world.ready.current.digest}


def _pasted(world):
    """A row pasted and looked at; the button that adds it is pressed."""
    if "pasted" not in world.forms:
        text = "风险点\t风险等级\t防控措施\n未核对原件就办理，造成不公\t高\t两人核对原件"
        address = world.address("paper-paste", "draft")
        page = world.client("staff").post(address, {"text": text, "look": "1"})
        world.forms["pasted"] = form_with("seen", page)
    return {**world.forms["pasted"], "add": "1"}


def _moved(world):
    """A post moves to another section: shown to the keeper, and confirmed."""
    if "moved" not in world.forms:
        typed = {
            "unit": world.cast.school_large.code,
            "kind": "move_post",
            "post": world.posts.keeper.pk,
            "into_section": world.cast.sections.general_affairs.pk,
            "on": timezone.localdate().isoformat(),
        }
        page = world.client("keeper").post(world.address("reorganisation"), typed)
        world.forms["moved"] = form_with("digest", page)
    return {**world.forms["moved"], "confirm": "1"}


def _from_the_public(world):
    return _sent_on(world.public_publicity)


def _sent_on(publication):
    """What the public sends on a publication, with the question beside it answered."""
    key = CaptchaStore.generate_key()
    return {
        "receipt": opinions.new_receipt(publication),
        "ask": "signs",
        "text": "写清多久查一次",
        "challenge_0": key,
        "challenge_1": CaptchaStore.objects.get(hashkey=key).response,
    }


_CSV = {"format": "csv"}
_PRINT = {"format": "docx", "copies": "3", "names": "blank"}


def _away(world):
    """Signed on paper by whoever cannot sign in."""
    return {"person": world.people.other_section_head.pk, **sheet()}
