from django.urls import path

from heliu.interest.comparing.api import CompareView

urlpatterns = [path("compare", CompareView.as_view(), name="api_compare")]
