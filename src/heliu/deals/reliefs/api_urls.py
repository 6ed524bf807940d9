from django.urls import path

from heliu.deals.reliefs import api

urlpatterns = [path("deals/<int:pk>/reliefs/", api.ReliefsView.as_view(), name="api-deal-reliefs")]
