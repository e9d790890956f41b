"""One place in a text that looks like personal data, and how each kind is hidden."""

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    ID_NUMBER = "id_number", "身份证号"
    MOBILE = "mobile", "手机号码"
    LANDLINE = "landline", "固定电话"
    BANK_CARD = "bank_card", "银行卡号"
    EMAIL = "email", "电子邮箱"
    HOME_ADDRESS = "home_address", "家庭住址"
    PASSPORT = "passport", "护照、通行证号"


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count characters of the text as it was given."""

    kind: Kind
    start: int
    end: int
    text: str
    masked: str


# How many signs stay readable at the beginning and at the end of a number.
READABLE = {
    Kind.ID_NUMBER: (2, 2),
    Kind.MOBILE: (3, 4),
    Kind.LANDLINE: (0, 2),
    Kind.BANK_CARD: (0, 4),
    Kind.PASSPORT: (1, 2),
}


def masked_number(kind, signs):
    """The signs of a number without what split them, the middle hidden: 138****1234."""
    first, last = READABLE[kind]
    hidden = "*" * (len(signs) - first - last)
    return signs[:first] + hidden + signs[-last:]
