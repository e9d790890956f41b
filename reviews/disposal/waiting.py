"""What of the disposal waits for a person, and reminding them; told to the circle alone."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from registry.access.reach import reach_of
from registry.notices.notifying import notify

from . import circle, from_paper, issuing
from .models import Disposal, Receipt

State = Disposal.State
DAYS_BEFORE = (7, 3, 1)
ACTIONS = {State.ISSUED: "去回复", State.REPLIED: "去报送整改", State.RECTIFIED: "去复查"}


def acts_waiting(person):
    """For the addressee to reply or rectify, the office to look again, the leader to sign."""
    reach = reach_of(person)
    visible = Disposal.objects.visible_to(reach)
    signed = Receipt.objects.filter(disposal=OuterRef("pk"), by=person.pk)
    addressed = circle.addressed_q(reach)
    condition = addressed & Q(state__in=[State.ISSUED, State.REPLIED])
    condition |= circle.kept_q(reach) & (Q(state=State.RECTIFIED) | _on_paper())
    led = circle.led_q(reach) & ~addressed & Q(state__in=Disposal.RUNNING)
    condition |= led & ~Exists(signed)
    return visible.filter(condition).order_by("issued_at", "number")


def _on_paper():
    """To somebody who cannot sign in: the office brings it, and enters what comes back."""
    cannot = Q(person__account__isnull=True) | Q(person__account__is_active=False)
    return cannot & Q(person__isnull=False, state__in=[State.ISSUED, State.REPLIED])


def waiting_count(person):
    """A part of what waits in 待办."""
    return acts_waiting(person).count()


def waiting_for_office(person):
    """Beside the menu entry: what the discipline office is to look at again."""
    kept = circle.kept_q(reach_of(person))
    return Disposal.objects.filter(kept, state=State.RECTIFIED).count()


def cards_for(person):
    """For 待办."""
    reach = reach_of(person)
    return [_card(act, reach) for act in acts_waiting(person).select_related("unit")]


def _card(act, reach):
    mine = circle.is_addressee(act, reach)
    office = circle.is_office(act, reach)
    return {
        "title": act.step_name if mine else f"{act.step_name}：{act.addressee_name}",
        "url": reverse("disposal", args=[act.pk]),
        "text": "只有您和文书上写明的人看得到。",
        "meta": ["廉政文书", act.unit.name, act.get_state_display()],
        "due": act.due_on if mine else None,
        "action": _action(act, mine, office),
    }


def _action(act, mine, office):
    if office and act.state != State.RECTIFIED:
        return "去补录"
    return ACTIONS[act.state] if mine or office else "去签收"


def remind(day):
    """To the addressee before a day comes, the nearest turn only; once more to addressee and leader
    when it has passed. The keys keep anybody from being told twice.
    """
    acts = Disposal.objects.filter(state__in=[State.ISSUED, State.REPLIED]).select_related(
        "leader_post", "person__account"
    )
    for act in acts.order_by("issued_at", "number").iterator(chunk_size=200):
        left = (act.due_on - day).days
        turn = next((each for each in sorted(DAYS_BEFORE) if 0 <= left <= each), None)
        if turn is not None:
            said = "今天到期" if left == 0 else f"还有 {left} 天到期"
            _remind(_asked(act, day), act, f"一份廉政文书{said}，请抽空办理。", turn)
        elif left < 0:
            people = [*_asked(act, day), *circle.leaders(act, day)]
            _remind(people, act, "一份廉政文书已过期限，请尽快办理；有困难请说一声。", "late")


def _asked(act, day):
    """Whose it is to do the next thing: the addressee, else who enters it for them."""
    on_paper = from_paper.addressees(act, day)
    return circle.office_people(act, day) if on_paper else circle.addressees(act, day)


def _remind(people, act, text, turn):
    notify(
        people=people,
        text=text,
        url=issuing.act_url(act),
        key=f"disposal:{act.pk}:{act.round}:{act.state}:{turn}",
        kind="disposal",
    )
