"""What agreements announce. Receivers in higher features call one action and hold no rule.

Both carry ``agreement`` and are sent inside the transaction of the change, so that what a receiver writes is kept or
lost together with it. The agreement's row is locked while they are sent.
"""

from django.dispatch import Signal

agreement_in_force = Signal()
"""Both sides have accepted: from now on the agreement protects what they disclose to each other."""

agreement_ended = Signal()
"""An agreement that was in force is over: its term has ended, or one side has terminated it."""
