"""The question beside the public form, by django-simple-captcha: signs on an image, or a sum in
words for whoever cannot read the image. Each is asked once and forgotten with its answer.
"""

import secrets

from captcha.fields import CaptchaField, CaptchaTextInput
from captcha.models import CaptchaStore

SIGNS, SUM = "signs", "sum"
# Without those that are taken for each other on an image.
LEGIBLE = "2345678ACDEFHJKLMNPRTUVWXY"
LENGTH = 4
FIGURES = "零一二三四五六七八九"
WRONG = "没有答对，或者放得太久，换了一题，请再答一次。您写的文字还在。"


def signs():
    """(shown, expected) of signs on an image; upper and lower case count alike."""
    shown = "".join(secrets.choice(LEGIBLE) for _ in range(LENGTH))
    return shown, shown.lower()


def sum_in_words():
    """(shown, expected) of a sum that a screen reader reads aloud."""
    one, other = (1 + secrets.randbelow(9) for _ in range(2))
    return f"{FIGURES[one]}加{FIGURES[other]}等于几？", str(one + other)


class SignsInput(CaptchaTextInput):
    template_name = "public/challenges/signs.html"


class SumInput(CaptchaTextInput):
    template_name = "public/challenges/sum.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["question"] = CaptchaStore.objects.get(hashkey=self._key).challenge
        return context


LABELS = {SIGNS: "图里的四个字母和数字", SUM: "算术题的得数"}


def challenge_field(kind):
    """The field that asks this kind of question."""
    plain = {"class": "form-control"}
    asked = {**plain, "aria-describedby": "challenge-question"}
    widget = SumInput(asked, generator=sum_in_words) if kind == SUM else SignsInput(plain)
    errors = {"required": "请答一下这一题，用来挡住自动程序。", "invalid": WRONG}
    return CaptchaField(label=LABELS[kind], widget=widget, error_messages=errors)
