"""Pages that say what went wrong: in the house's look and the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.views.defaults import permission_denied, server_error

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "没有这个页面"), ("en", "There is no such page")])
def test_not_found(client, language, words):
    response = client.get("/nothing/here/", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 404
    assert words in page
    assert 'id="navigation"' in page


def test_not_allowed(client):
    request = client.get("/").wsgi_request
    response = permission_denied(request, PermissionError())
    assert response.status_code == 403
    assert "您无权进行此操作。" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_reason():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/", {"q": "防锈"})
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


def test_broken_without_a_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = server_error(rf.get("/")).content.decode()
    assert "出错了" in page
    assert "Something went wrong" in page
