"""An answer: one sheet that leads to nobody, kept as long as the questionnaire runs (ADR 0059).

No trail entry, no notice, no log line. Of an address nothing is kept but that it sent one more
today, as with what the public sends otherwise (ADR 0028).
"""

import uuid

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews import sending_limit
from reviews.refusals import NotReady

from .models import Answer, Questionnaire, Sheet, State

# A whole school answers from behind one address; counted apart from opinions and missives.
LIMIT = sending_limit.Limit("questionnaires", 200)
OVER = (
    "这份问卷已经结束，这一份没有收下，抱歉让您白费了时间。您写的文字还在下面，可以复制；"
    "想反映情况的，请用本页列出的渠道。"
)
NOTHING_SAID = "还没有回答任何一题，请至少答一题。"


def new_key(questionnaire):
    """The key of a sheet to come, signed for the page that carries it: sent twice it is one."""
    return _signer(questionnaire).sign(str(uuid.uuid4()))


def key_in(signed, questionnaire):
    """The key, or None where it was not made here for this questionnaire."""
    try:
        return uuid.UUID(_signer(questionnaire).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None


def _signer(questionnaire):
    return signing.Signer(salt=f"reviews.questionnaires.sheet.{questionnaire.pk}")


def receive(*, questionnaire, said, key, address):
    """Keep what a visitor answered; the same page sent again changes nothing.

    `said`: {question: which option, or a text}.
    """
    try:
        with transaction.atomic():
            if is_kept(key):
                return
            keep(questionnaire=questionnaire, said=said, key=key)
            # Last: whoever sent this already is not one more.
            sending_limit.take(address, timezone.localdate(), LIMIT)
    except IntegrityError:  # sent twice at the same moment
        if not is_kept(key):
            raise


def is_kept(key):
    return Sheet.objects.filter(pk=key).exists()


@transaction.atomic
def keep(*, questionnaire, said, key):
    """One sheet. The lock is the questionnaire's: closing it and an answer never cross."""
    if not said:
        raise NotReady([NOTHING_SAID])
    locked = _locked(questionnaire)
    if locked.state_on(timezone.localdate()) != State.OPEN:
        raise NotReady([OVER])
    sheet = Sheet.objects.create(pk=key, questionnaire=locked)
    Answer.objects.bulk_create(
        Answer(sheet=sheet, question=question, **_as_row(question, value))
        for question, value in said.items()
    )


def _locked(questionnaire):
    return Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)


def _as_row(question, value):
    return {"text": value} if question.is_text else {"chosen": value}
