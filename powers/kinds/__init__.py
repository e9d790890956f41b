"""The kinds of powers (职权类型): the official ones and those a unit adds for its own matters."""
