"""The commands create-admin and grant-role."""

import io

import pytest
from django.core.management import CommandError, call_command

from heliu.accounts.models import RoleGrant, User
from heliu.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_first_administrator_gets_a_password_that_is_shown_once(client, capsys):
    call_command("create_admin", "Admin@Example.org", "--name", "管理员", "--reviewer")
    printed = capsys.readouterr().out
    password = printed.split("Password: ")[1].split()[0]
    admin = User.objects.get()
    assert (admin.email, admin.name, admin.is_superuser, admin.is_staff) == ("admin@example.org", "管理员", True, True)
    assert RoleGrant.objects.get().role == "reviewer"
    client.post("/accounts/login/", {"login": "admin@example.org", "password": password})
    assert client.session["_auth_user_id"] == str(admin.pk)  # the address counts as confirmed
    with pytest.raises(CommandError, match="already"):
        call_command("create_admin", "ADMIN@example.org")
    assert User.objects.count() == 1


def test_a_password_can_be_given_but_not_a_weak_one(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    with pytest.raises(CommandError):
        call_command("create_admin", "a@example.org", "--password-stdin")
    assert not User.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("Langes-Kennwort-7\n"))
    call_command("create_admin", "a@example.org", "--password-stdin")
    assert User.objects.get().check_password("Langes-Kennwort-7")
    assert "Langes" not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("Langes-Kennwort-7\n"))
    with pytest.raises(CommandError):
        call_command("create_admin", "not an address", "--password-stdin")


def test_roles_are_given_and_taken(capsys):
    person = UserFactory()
    call_command("grant_role", person.email.upper(), "reviewer")
    call_command("grant_role", person.email, "reviewer")
    assert RoleGrant.objects.get().user == person
    call_command("grant_role", person.email, "reviewer", "--revoke")
    assert not RoleGrant.objects.exists()
    for arguments in (("who@example.org", "reviewer"), (person.email, "king")):
        with pytest.raises(CommandError):
            call_command("grant_role", *arguments)
