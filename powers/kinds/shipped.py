"""The official kinds of power lists, as they come with the software.

Their codes stand in frozen versions and in what digests cover: they never change. Names, order and
side are those of the first start; what the office at the top made of them since stays.
"""

from .models import PowerKind

BOTH, EXTERNAL = PowerKind.Applies.BOTH, PowerKind.Applies.EXTERNAL
# (code, name, side): the ten kinds of administrative powers, then what lists publish besides.
OFFICIAL = (
    ("permission", "行政许可", EXTERNAL),
    ("penalty", "行政处罚", EXTERNAL),
    ("coercion", "行政强制", EXTERNAL),
    ("levy", "行政征收", EXTERNAL),
    ("payment", "行政给付", BOTH),
    ("inspection", "行政检查", BOTH),
    ("confirmation", "行政确认", BOTH),
    ("reward", "行政奖励", BOTH),
    ("adjudication", "行政裁决", EXTERNAL),
    ("other", "其他职权", BOTH),
    ("service", "公共服务", EXTERNAL),
    ("forwarding", "审核转报", EXTERNAL),
)
OTHER = "other"


def keep_official(kinds):
    """Those that are not among `kinds` yet; asked again it changes nothing."""
    known = set(kinds.filter(unit__isnull=True).values_list("code", flat=True))
    kinds.bulk_create(
        kinds.model(code=code, name=name, applies=applies, order=order)
        for order, (code, name, applies) in enumerate(OFFICIAL, start=1)
        if code not in known
    )
