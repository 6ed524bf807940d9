"""What is required held against what is offered, parameter by parameter.

`compare` takes the parameters that `heliu_engine.quantities.extract` finds in a need and in a record. How the two
values of a property are chosen and judged is documented in docs/reference/engine.md. `Meaning` makes an encoder pair
names that share no word.
"""

from heliu_engine.verdicts.comparing import compare, offered_of, required_of
from heliu_engine.verdicts.meaning import Meaning
from heliu_engine.verdicts.pairing import Nearness
from heliu_engine.verdicts.verdict import Obstacle, Outcome, Verdict

__all__ = ["Meaning", "Nearness", "Obstacle", "Outcome", "Verdict", "compare", "offered_of", "required_of"]
