"""Kinds of powers that declarations of a clearing were handed in with: they keep their names."""

from powers.kinds.keeping import said_in

from .models import DeclaredPower


@said_in
def handed_in():
    """One taken back counts no more until it is handed in again."""
    return DeclaredPower.objects.filter(declaration__handed_in_at__isnull=False)
