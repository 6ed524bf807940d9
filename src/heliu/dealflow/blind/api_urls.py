from django.urls import path
from rest_framework.routers import SimpleRouter

from heliu.dealflow.blind import api

router = SimpleRouter()
router.register("blind-matches", api.BlindMatchViewSet, basename="api-blind-match")

urlpatterns = [
    *router.urls,
    path(
        "blind-participation/<slug:kind>/<int:pk>/", api.ParticipationView.as_view(), name="api-blind-participation"
    ),
]  # fmt: skip
