"""What comes with the software: the scale of levels, the way to propose one, the holidays known."""

import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .holiday_calendar import HOLIDAYS
from .models import Holiday, Scale, ScaleLevel, Scheme

SCALE_NAME = "三级风险等级"
SCHEME_CODE = "likelihood-harm"
SCHEMES = settings.BASE_DIR / "fixtures" / "schemes"

# (rank, label, word, colour); the rank alone says which is graver, see design §8.
LEVELS = [
    (3, "一级", "高", ScaleLevel.Colour.RED),
    (2, "二级", "中", ScaleLevel.Colour.ORANGE),
    (1, "三级", "低", ScaleLevel.Colour.BLUE),
]

RULES = {
    "likelihood": [
        {"value": 1, "label": "很少发生", "help": "办理次数少，步骤固定，一般不会出现。"},
        {"value": 2, "label": "有时发生", "help": "一年里会遇到几次，有一定的个人判断余地。"},
        {"value": 3, "label": "经常发生", "help": "经常办理，个人判断余地大，或者过去出现过。"},
    ],
    "severity": [
        {"value": 1, "label": "较轻", "help": "影响工作质量或单位形象，提醒改正即可。"},
        {"value": 2, "label": "较重", "help": "损害群众或集体利益，可能违反纪律。"},
        {"value": 3, "label": "严重", "help": "可能造成重大损失，或者涉嫌违法犯罪。"},
    ],
    "levels": [
        {"at_least": 6, "rank": 3},
        {"at_least": 3, "rank": 2},
        {"at_least": 1, "rank": 1},
    ],
}


@transaction.atomic
def shipped_scale():
    """The scale 一级(高) 二级(中) 三级(低) of [0][2]; made once, found afterwards."""
    scale, _ = Scale.objects.get_or_create(unit=None, name=SCALE_NAME)
    for rank, label, word, colour in LEVELS:
        ScaleLevel.objects.get_or_create(
            scale=scale, rank=rank, defaults={"label": label, "word": word, "colour": colour}
        )
    return scale


def shipped_scheme():
    """Likelihood × harm; made once, a changed way is a new version and never this row edited."""
    scheme, _ = Scheme.objects.get_or_create(
        code=SCHEME_CODE,
        version=1,
        defaults={
            "name": "可能性与危害程度评定办法",
            "kind": Scheme.Kind.LIKELIHOOD_HARM,
            "scale": shipped_scale(),
            "rules": RULES,
            "settled_at": timezone.now(),
        },
    )
    return scheme


@transaction.atomic
def shipped_schemes():
    """Every way to propose a level that comes with the software; made once, found afterwards."""
    scale = shipped_scale()
    found = [shipped_scheme()]
    for path in sorted(SCHEMES.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        defaults = {name: row[name] for name in ("name", "kind", "rules")}
        defaults |= {"scale": scale, "settled_at": timezone.now()}
        found.append(
            Scheme.objects.get_or_create(code=row["code"], version=1, defaults=defaults)[0]
        )
    return found


def shipped_holidays():
    """Days off and make-up working days of the years known; a day edited by hand stays as it is."""
    known = set(Holiday.objects.values_list("day", flat=True))
    Holiday.objects.bulk_create(
        Holiday(day=day, is_working=is_working, name=name)
        for day, is_working, name in HOLIDAYS
        if day not in known
    )
    return Holiday.objects.all()
