"""What a whole catalogue may have left out [3]: a thought about it, never more than a hint.

Other apps tell which duties of a unit name a power (`duties_of`), since powers know no duties.
"""

import re
from collections import Counter, defaultdict
from itertools import islice

from powers.checklist import name_key
from powers.models import PowerBasis, PowerVersion
from registry.laws.citing import title_key

from .rules import HINT, Found
from .rules.names import NATURES

MOST = 8  # of each sort
# So many other units of the same kind must rest a power on a law.
UNITS = 2
# Of the bigrams of a power's name without its nature so many in a duty, and it is covered.
COVERED = 0.3
# What a duty must say to be a power: that somebody decides, not registers or hands on.
_DECIDES = re.compile(
    "审批|审定|核准|批准|签批|许可|处罚|处分|认定|核发|裁决|任免|评定|分配|拨付|减免|征收"
)
CLAUSE = "[3] 把该清理的权力都清理出来，无一遗漏"
_NATURE = re.compile("|".join(NATURES))
_sources = []


def duties_of(source):
    """Offer `source(unit)` → texts of duties in force on which no power hangs."""
    _sources.append(source)
    return source


def omissions(unit, contents):
    """Findings on the catalogue as a whole: `contents` are the plain data of its rows."""
    return [
        *islice(_duties_without_power(unit, contents), MOST),
        *islice(_laws_cited_elsewhere(unit, contents), MOST),
    ]


def _duties_without_power(unit, contents):
    names = [set(_bigrams(_core(content["name"]))) for content in contents]
    texts = dict.fromkeys(text for source in _sources for text in source(unit))
    for text in texts:
        if (nature := _DECIDES.search(text)) and not _is_covered(name_key(text), names):
            yield Found(
                rule="duty_without_power",
                severity=HINT,
                clause=CLAUSE,
                part="catalogue",
                text=f"岗位职责里有“{_short(text)}”，目录里没有找到对应的职权。",
                example=f"需要时列一项“……{nature[0]}”；不属于职权的，写一句说明",
                about=text,
            )


def _is_covered(text, names):
    said = set(_bigrams(text))
    return any(name and len(name & said) >= COVERED * len(name) for name in names)


def _laws_cited_elsewhere(unit, contents):
    """Of units beside this one only what is public answers (ADR 0019)."""
    if unit.parent_id is None:
        return
    known = {title_key(basis["law"]) for content in contents for basis in content["bases"]}
    bases = PowerBasis.objects.filter(
        version__in_force_for__unit__parent=unit.parent_id,
        version__visibility=PowerVersion.Visibility.PUBLIC,
        version__struck=False,
    ).exclude(version__in_force_for__unit=unit.pk)
    units, names, titles = defaultdict(set), defaultdict(Counter), {}
    told = bases.order_by("pk").values_list("law", "version__power__unit", "version__name")
    for law, of, name in told:
        key = title_key(law)
        if key not in known:
            units[key].add(of)
            names[key][name] += 1
            titles.setdefault(key, law)
    for key in sorted(units, key=lambda key: (-len(units[key]), key)):
        if len(units[key]) >= UNITS:
            yield _elsewhere(titles[key], len(units[key]), names[key].most_common(1)[0][0])


def _elsewhere(law, count, name):
    return Found(
        rule="law_cited_elsewhere",
        severity=HINT,
        clause=CLAUSE,
        part="catalogue",
        text=f"同级有 {count} 个单位以《{law}》为依据列了职权（如“{name}”），本目录没有引用它。",
        example="漏列的补上；本单位没有这项权力的，写一句说明",
        about=law,
    )


def _core(name):
    return _NATURE.sub("", name_key(name))


def _bigrams(text):
    return (text[place : place + 2] for place in range(len(text) - 1))


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"
