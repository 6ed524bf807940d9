"""Addresses of benefit splits in the API."""

from typing import Any

from django.urls import path

from heliu.deals.benefit.api import OwnRewardsView, SplitViewSet

_OF = "deals/<int:pk>/benefit/"


def _view(**methods: Any) -> Any:
    return SplitViewSet.as_view(methods)


urlpatterns = [
    path("me/rewards/", OwnRewardsView.as_view(), name="api-own-rewards"),
    path(_OF, _view(get="retrieve", post="create", patch="partial_update"), name="api-benefit"),
    path(f"{_OF}approve/", _view(post="approve"), name="api-benefit-approve"),
    path(f"{_OF}discard/", _view(post="discard"), name="api-benefit-discard"),
    path(f"{_OF}new-version/", _view(post="new_version"), name="api-benefit-new-version"),
    path(f"{_OF}none-due/", _view(post="none_due", delete="none_due_back"), name="api-benefit-none-due"),
    path(f"{_OF}payments/", _view(post="pay"), name="api-benefit-payments"),
    path(f"{_OF}payments/<int:payment>/take-back/", _view(post="unpay"), name="api-benefit-unpay"),
    path(f"{_OF}versions/<int:number>/xlsx/", _view(get="workbook"), name="api-benefit-workbook"),
]
