"""What is required held against what is offered, parameter by parameter."""

from heliu_engine.verdicts.verdict import Obstacle, Outcome, Verdict

__all__ = ["Obstacle", "Outcome", "Verdict"]
