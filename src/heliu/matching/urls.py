"""Pages of matching."""

from django.urls import include, path

from heliu.matching import views

urlpatterns = [
    path("", views.home, name="home"),
    path("match/<slug:kind>/<int:pk>/", views.record_matches, name="record_matches"),
    path("", include("heliu.matching.coaching.urls")),
    path("", include("heliu.matching.outcomes.urls")),
    path("", include("heliu.matching.drafting.urls")),
    path("", include("heliu.matching.sheets.urls")),
    path("", include("heliu.matching.whynot.urls")),
]
