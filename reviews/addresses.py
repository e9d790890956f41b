"""How numbers and unit codes stand in addresses: letters, figures, dots and dashes, no more."""

from django.urls import register_converter


class Number:
    """Whatever else is asked for (a NUL, a slash) is not found instead of reaching the database."""

    regex = r"[\w.-]{1,80}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(Number, "number")
