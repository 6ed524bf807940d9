"""What introductions announce. Receivers in higher features call one action and hold no rule."""

from django.dispatch import Signal

introduction_accepted = Signal()
"""Both sides want to talk. Carries ``introduction`` and ``actor``, and is sent inside the transaction of the change."""
