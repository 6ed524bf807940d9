from django.urls import path

from heliu.deals.facts import api

urlpatterns = [path("deals/<int:pk>/facts/", api.FactsView.as_view(), name="api-deal-facts")]
