"""Writing deals: every page, API call and job goes through these. Refusals are drawn in ``deals.errors``."""

from heliu.deals.actions.editing import edit_deal
from heliu.deals.actions.forgetting import forget_deal
from heliu.deals.actions.opening import open_deal
from heliu.deals.actions.steps import take_step

__all__ = ["edit_deal", "forget_deal", "open_deal", "take_step"]
