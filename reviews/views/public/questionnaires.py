"""问卷: those for society in a list; answering one by its address, without a name (ADR 0059)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone

from reviews import sending_limit
from reviews.challenges import SIGNS, SUM
from reviews.models import ReportChannel
from reviews.questionnaires import answering, results
from reviews.questionnaires.answer_forms import AnswerForm
from reviews.questionnaires.models import Questionnaire, State
from reviews.refusals import Refused

from .page import public_page, render_page
from .sending import SWITCH, public_form

PAGE = 30


@public_page
def questionnaire_list(request):
    running = Questionnaire.objects.public().open_on(timezone.localdate())
    page = Paginator(running.listed(), PAGE).get_page(request.GET.get("page"))
    return render_page(request, "public/questionnaire_list.html", {"page_obj": page})


@public_form
def questionnaire(request, pk):
    """The form while it runs. What was typed when it ended stays to be copied."""
    asked = Questionnaire.objects.switched_on().select_related("unit", "office").filter(pk=pk)
    if (found := asked.first()) is None:
        raise Http404
    response = _answered(request, found) if request.method == "POST" else _shown(request, found)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _shown(request, found):
    state = found.state_on(timezone.localdate())
    if state != State.OPEN:
        context = {"questionnaire": found, "state": state, **_channels(found)}
        return render_page(request, "public/questionnaire_not_open.html", context)
    return _page(request, found, _form(found, SIGNS))


def _answered(request, found):
    ask = SUM if request.POST.get("ask") == SUM else SIGNS
    key = answering.key_in(request.POST.get("key", ""), found)
    if key is not None and answering.is_kept(key):
        return _thanks(request, found)
    if SWITCH in request.POST:
        return _page(request, found, _form(found, SIGNS if ask == SUM else SUM, request.POST))
    form = AnswerForm(request.POST, questionnaire=found, questions=_questions(found), ask=ask)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        answering.receive(
            questionnaire=found,
            said=form.said(),
            key=form.cleaned_data["key"],
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
        return _page(
            request, found, form, 429 if isinstance(refusal, sending_limit.TooMany) else 422
        )
    return _thanks(request, found)


def _form(found, ask, typed=None):
    """A form that has not been sent, with what was typed so far."""
    initial = dict(typed.items()) if typed else {}
    initial["key"] = initial.get("key") or answering.new_key(found)
    initial["ask"] = ask
    return AnswerForm(questionnaire=found, questions=_questions(found), ask=ask, initial=initial)


def _questions(found):
    return found.questions.order_by("position")


def _page(request, found, form, status=200):
    context = {"questionnaire": found, "form": form, "fewest": results.FEWEST, **_channels(found)}
    return render_page(request, "public/questionnaire.html", context, status)


def _thanks(request, found):
    context = {"questionnaire": found, **_channels(found)}
    return render_page(request, "public/questionnaire_thanks.html", context)


def _channels(found):
    return {"channels": ReportChannel.objects.shown_for(found.unit)}
