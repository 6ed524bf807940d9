"""Addresses of valuations."""

from django.urls import path

from heliu.valuation import views

urlpatterns = [
    path("achievements/<int:pk>/valuations/", views.valuation_compare, name="valuation_compare"),
    path("achievements/<int:pk>/valuations/new/", views.valuation_choose, name="valuation_choose"),
    path("achievements/<int:pk>/valuations/new/<slug:method>/", views.valuation_create, name="valuation_create"),
    path("valuations/<int:pk>/", views.valuation_detail, name="valuation_detail"),
    path("valuations/<int:pk>/edit/", views.valuation_edit, name="valuation_edit"),
    path("valuations/<int:pk>/versions/", views.valuation_versions, name="valuation_versions"),
    path("valuations/<int:pk>/delete/", views.valuation_delete, name="valuation_delete"),
    path("valuations/<int:pk>/export/", views.valuation_export, name="valuation_export"),
]
