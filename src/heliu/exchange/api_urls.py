from django.urls import path

from heliu.exchange import api

urlpatterns = [
    path("data/", api.OpenDataView.as_view(), name="api-open-data"),
    path("linked/<slug:kind>/<int:pk>/", api.LinkedDataView.as_view(), name="api-jsonld"),
    path("organisations/<int:pk>/open-data/", api.ChoiceView.as_view(), name="api-open-data-choice"),
]
