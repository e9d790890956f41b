"""纠错: saying that something is wrong in a published list."""

from reviews import mistakes
from reviews.mistake_forms import MistakeForm
from reviews.models import Mistake

from .page import fetch_publication
from .sending import Sending, public_form

MISTAKE = Sending(
    form=MistakeForm,
    kept=Mistake,
    receive=mistakes.receive,
    page="public/mistake_add.html",
    receipt_page="public/mistake_receipt.html",
)


@public_form
def mistake_add(request, number):
    """Of a catalogue or a directory that can be read; `?row=3` names the row one came from."""
    return MISTAKE.answer(request, fetch_publication(number, *mistakes.LISTS))
