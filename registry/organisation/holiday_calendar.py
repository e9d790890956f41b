"""Public holidays and make-up working days as the State Council announced them.

2025: 国办发明电〔2024〕12号; 2026: 国办发明电〔2025〕7号. Later years are entered in the admin.
"""

from datetime import date, timedelta

# (name, first day off, last day off, make-up working days)
ANNOUNCED = [
    ("元旦", date(2025, 1, 1), date(2025, 1, 1), []),
    ("春节", date(2025, 1, 28), date(2025, 2, 4), [date(2025, 1, 26), date(2025, 2, 8)]),
    ("清明节", date(2025, 4, 4), date(2025, 4, 6), []),
    ("劳动节", date(2025, 5, 1), date(2025, 5, 5), [date(2025, 4, 27)]),
    ("端午节", date(2025, 5, 31), date(2025, 6, 2), []),
    (
        "国庆节、中秋节",
        date(2025, 10, 1),
        date(2025, 10, 8),
        [date(2025, 9, 28), date(2025, 10, 11)],
    ),
    ("元旦", date(2026, 1, 1), date(2026, 1, 3), [date(2026, 1, 4)]),
    ("春节", date(2026, 2, 15), date(2026, 2, 23), [date(2026, 2, 14), date(2026, 2, 28)]),
    ("清明节", date(2026, 4, 4), date(2026, 4, 6), []),
    ("劳动节", date(2026, 5, 1), date(2026, 5, 5), [date(2026, 5, 9)]),
    ("端午节", date(2026, 6, 19), date(2026, 6, 21), []),
    ("中秋节", date(2026, 9, 25), date(2026, 9, 27), []),
    ("国庆节", date(2026, 10, 1), date(2026, 10, 7), [date(2026, 9, 20), date(2026, 10, 10)]),
]


def _days(name, first, last, make_up):
    """(day, is a working day, what it is) for one announced holiday."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset), False, name
    for day in make_up:
        yield day, True, f"{name}调休上班"


HOLIDAYS = [entry for announced in ANNOUNCED for entry in _days(*announced)]
