"""What a version of a risk point says, as plain data.

The plain data is a dict of JSON values: the text fields and codes, `duty`, `power`, `step`,
`level`, `level_after` (ids or None), `answers` ({question of the scheme: value, or list of codes}),
and `measures` in order, each {"measure" (the identity, None: a new one), "text", "stage", "kind",
"post", "rule" (ids or None), "rhythm", "due_on" (ISO date or None)}. Digests, stamps and the
editing functions all speak of it; `why` tells of a change, not of the point.
"""

import re

TEXTS = (
    "wording",
    "source",
    "risk",
    "harm",
    "text",
    "kind",
    "found_by",
    "way",
    "presence",
    "level_why",
    "visibility",
    "ground",
)
LINKS = ("duty", "power", "step", "level", "level_after")
LINKS_KEPT = LINKS[1:]
MEASURE_TEXTS = ("text", "stage", "kind", "rhythm")

DEFAULTS = {
    "wording": "cause_effect",
    "source": "",
    "risk": "",
    "harm": "",
    "text": "",
    "kind": "duties",
    "found_by": "self",
    "way": "forward",
    "presence": "latent",
    "level_why": "",
    "visibility": "",
    "ground": "",
    "duty": None,
    "power": None,
    "step": None,
    "level": None,
    "level_after": None,
    "answers": {},
    "measures": [],
}
MEASURE_DEFAULTS = {
    "measure": None,
    "text": "",
    "stage": "before",
    "kind": "procedure",
    "post": None,
    "rule": None,
    "rhythm": "each_time",
    "due_on": None,
}


_RESTS_ON = re.compile(r"（依据《[^》]+》(?:（[^（）]*）)?）$")


def told(text, cites):
    """A measure as lists, prints and exports show it: with the rule it cites."""
    return f"{text}（依据{cites}）" if cites else text


def text_of_told(text):
    """The measure itself of one that was exported with the rule it rests on."""
    return _RESTS_ON.sub("", text)


def point_content(**given):
    """Plain data of a point: what is given over the defaults; measures may be partial too."""
    content = {**DEFAULTS, **given}
    measures = [{**MEASURE_DEFAULTS, **measure} for measure in content["measures"]]
    return {**content, "measures": measures}


def content_of(version):
    """The plain data of a version; no query when its duty and measures were read along.

    `duty` is the one it stands under now: a duty taken as another's is named by that one.
    """
    return {
        **{field: getattr(version, field) for field in TEXTS},
        "duty": version.duty_now,
        **{link: getattr(version, f"{link}_id") for link in LINKS_KEPT},
        "answers": version.answers,
        "measures": [_measure_content(measure) for measure in version.measures.all()],
    }


def sealed_content(version):
    """What the digest of a version covers: its content, whose it is and what it replaces."""
    return {
        **content_of(version),
        "measures": [_sealed_measure(measure) for measure in version.measures.all()],
        "duty": version.duty_id,
        "point": version.point_id,
        "base": version.base_id,
        "scheme": version.scheme_id,
        "proposed": version.proposed_id,
        "struck": version.struck,
        "why": version.why,
    }


def says_the_same(content, version):
    """Whether the version, not struck, already says this; a new measure counts by its text."""
    return not version.struck and same_content(content, content_of(version))


def same_content(one, other):
    return _comparable(one, other) == _comparable(other, one)


def sealed_duty(version):
    return {
        "duty": version.duty_id,
        "base": version.base_id,
        "kind": version.kind,
        "text": version.text,
        "struck": version.struck,
        "why": version.why,
    }


def _measure_content(measure):
    return {
        "measure": measure.measure_id,
        **{field: getattr(measure, field) for field in MEASURE_TEXTS},
        "post": measure.post_id,
        "rule": measure.rule_id,
        "due_on": measure.due_on.isoformat() if measure.due_on else None,
    }


def _sealed_measure(measure):
    """With the name by which a rule was cited; without one as before there were rules."""
    content = _measure_content(measure)
    rule = content.pop("rule")
    return content if rule is None else {**content, "rule": rule, "cites": measure.cites}


def _comparable(content, other):
    """Without the identity of a measure wherever the other side does not know it yet."""
    theirs = other["measures"]
    measures = [
        {**measure, "measure": None}
        if place < len(theirs) and None in (measure["measure"], theirs[place]["measure"])
        else measure
        for place, measure in enumerate(content["measures"])
    ]
    return {**content, "measures": measures}
