"""Pages of alerts."""

from django.urls import path, re_path

from heliu.interest.alerts import views

_OWN = r"^alerts/(?P<kind>demand|achievement|expert)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    re_path(_OWN + "$", views.record_alerts, name="record_alerts"),
    re_path(_OWN + "set/$", views.record_alerts_set, name="record_alerts_set"),
    re_path(_OWN + "export/$", views.record_alerts_export, name="record_alerts_export"),
    path("searches/<int:pk>/export/", views.saved_search_export, name="saved_search_export"),
]
