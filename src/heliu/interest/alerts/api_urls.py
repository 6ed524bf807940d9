from django.urls import path
from rest_framework.routers import SimpleRouter

from heliu.interest.alerts import api

router = SimpleRouter()
router.register("alerts", api.AlertViewSet, basename="api-alert")

urlpatterns = [
    *router.urls,
    path("alert-settings/<slug:kind>/<int:pk>/", api.AlertSettingView.as_view(), name="api-alert-setting"),
]
