"""The administration of accounts; it changes things through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from heliu.accounts.actions import (
    change_person,
    create_person,
    edit_organisation,
    erase_account,
    grant_role,
    register_organisation,
    revoke_role,
    set_organisation_shown,
)
from heliu.accounts.errors import AccountsError
from heliu.accounts.models import Claim, Invitation, Mandate, Membership, Organisation, RoleGrant, Tenancy, User


class NewPersonForm(forms.ModelForm):
    """A person an administrator makes, with a first password."""

    password = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput)

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this address already."))
        return email

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.instance)
        return self.cleaned_data["password"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. Their address is changed by themselves, since it has to be confirmed."""

    add_form = NewPersonForm
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_superuser", "date_joined"]
    list_filter = ["is_active", "is_superuser", "role_grants__role"]
    search_fields = ["email", "name"]
    readonly_fields = ["email", "date_joined", "last_login", "consent_version", "consented_at"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login", "consent_version", "consented_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "language", "password"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return self.readonly_fields if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            made = create_person(actor=request.user, **form.cleaned_data)
            obj.__dict__.update(made.__dict__)
            return
        names = ("name", "language", "is_active", "is_staff", "is_superuser")
        values = {name: getattr(obj, name) for name in names}
        _tell(request, change_person, actor=request.user, user=obj, **values)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting several at once: each deletion may be refused for a reason of its own."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say how much goes of each kind, but not what: private searches and confidential titles are not for this page.

        Neither permissions for each kind nor protected rows count here: the action decides.
        """
        _shown, counts, _needed, _protected = super().get_deleted_objects(objs, request)
        return [str(user) for user in objs], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        _tell(request, erase_account, actor=request.user, user=obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        if User.objects.filter(pk=obj_id).exists():
            return redirect("admin:accounts_user_change", obj_id)
        return super().response_delete(request, obj_display, obj_id)


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin):
    """Roles on the platform: given and taken, never edited."""

    list_display = ["user", "role", "granted_at"]
    list_filter = ["role"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: Any, change: bool) -> None:
        obj.pk = grant_role(actor=request.user, user=obj.user, role=obj.role).pk

    def delete_model(self, request: HttpRequest, obj: RoleGrant) -> None:
        revoke_role(actor=request.user, user=obj.user, role=obj.role)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        for grant in queryset:
            self.delete_model(request, grant)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Organisations. They are verified and deleted nowhere here: a reviewer verifies, and one can be hidden."""

    list_display = ["name_zh", "name_en", "kind", "verification", "is_active"]
    list_filter = ["kind", "verification", "is_active", "illustrative"]
    search_fields = ["name_zh", "name_en", "uscc", "ror"]
    readonly_fields = ["verification", "verified_at", "version"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "is_active"}
        if change:
            stored = Organisation.objects.get(pk=obj.pk)
            saved = edit_organisation(
                actor=request.user, organisation=stored, version=stored.version, distinct=True, end_verification=True,
                **values,
            )  # fmt: skip
        else:
            saved = register_organisation(actor=request.user, as_owner=False, distinct=True, **values)
        saved = set_organisation_shown(actor=request.user, organisation=saved, shown=form.cleaned_data["is_active"])
        obj.__dict__.update(saved.__dict__)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at; it changes on the pages."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organisation", "role", "may_sign", "created_at"]
    list_filter = ["role"]
    search_fields = ["user__email", "organisation__name_zh", "organisation__name_en"]


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    list_display = ["manager", "organisation", "confidential", "accepted_at", "ended_at"]
    list_filter = ["confidential"]
    search_fields = ["manager__email", "organisation__name_zh", "organisation__name_en"]


@admin.register(Tenancy)
class TenancyAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "park", "accepted_at", "ended_at"]
    search_fields = ["organisation__name_zh", "organisation__name_en", "park__name_zh", "park__name_en"]


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "user", "state", "created_at", "decided_by"]
    list_filter = ["state"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "organisation", "role", "expires_at", "accepted_at", "withdrawn_at"]
    exclude = ["secret_hash"]


def _tell(request: HttpRequest, action: Any, **arguments: Any) -> None:
    """Do it, or say why not: the administration has no form to put a refusal on."""
    try:
        action(**arguments)
    except AccountsError as error:
        messages.error(request, str(error))
