"""The kinds of activities that come with the software: kept after every `migrate`."""

# (name, the grades of a ballot where there is one)
SHIPPED = (
    ("廉政教育", ""),
    ("警示教育", ""),
    ("廉政听证", ""),
    ("党务政务校务公开", ""),
    ("述职述廉", "好、较好、一般、差"),
    ("民主测评", "满意、基本满意、不满意、不了解"),
)


def keep_shipped(kinds):
    """Those that are not among `kinds` yet; asked again it changes nothing."""
    known = set(kinds.filter(unit__isnull=True).values_list("name", flat=True))
    kinds.bulk_create(
        kinds.model(name=name, grades=grades, order=order)
        for order, (name, grades) in enumerate(SHIPPED, start=1)
        if name not in known
    )
