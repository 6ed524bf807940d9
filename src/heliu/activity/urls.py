from django.urls import path

from heliu.activity import views
from heliu.activity.delivery.views import channels, choosing, watching

urlpatterns = [
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/", views.notice_open, name="notice_open"),
    path("notices/stop/<str:token>/", choosing.notices_stop, name="notices_stop"),
    path("account/notices/", choosing.notice_preferences, name="notice_preferences"),
    path("account/notices/address/", choosing.address_again, name="notice_address_again"),
    path("organisations/<int:pk>/channels/", channels.channel_list, name="channel_list"),
    path("organisations/<int:pk>/channels/new/<slug:kind>/", channels.channel_new, name="channel_new"),
    path("channels/<int:pk>/", channels.channel_detail, name="channel_detail"),
    path("channels/<int:pk>/<slug:step>/", channels.channel_step, name="channel_step"),
    path("channels/<int:pk>/deliveries/<int:delivery>/again/", channels.channel_again, name="channel_again"),
    path("deliveries/", watching.delivery_list, name="delivery_list"),
]
