"""Pages of comparisons."""

from django.urls import path

from heliu.interest.comparing import views

urlpatterns = [
    path("compare/", views.compare_page, name="compare"),
    path("compare/export/", views.compare_export, name="compare_export"),
    path("compare/clear/", views.compare_clear, name="compare_clear"),
    path("compare/<slug:kind>/<int:pk>/", views.compare_toggle, name="compare_toggle"),
]
