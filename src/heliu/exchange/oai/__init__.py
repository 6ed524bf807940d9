"""OAI-PMH 2.0: what a harvester asks, and the XML that it is answered with.

``arguments`` reads the question, ``listing`` finds the items, ``dublin_core`` and ``cerif`` write one of them, and
``answers`` puts it together. Refusals are `errors.Refused` and become answers, too.
"""

from heliu.exchange.oai.answers import answer

__all__ = ["answer"]
