from django.urls import path

from heliu.accounts.views import account, claims, members, organisations

urlpatterns = [
    path("i18n/setlang/", account.set_language, name="set_language"),
    path("privacy/", account.privacy, name="privacy"),
    path("privacy/consent/", account.consent, name="privacy_consent"),
    path("account/", account.account, name="account"),
    path("account/tokens/", account.tokens, name="account_tokens"),
    path("account/tokens/<slug:key>/revoke/", account.token_revoke, name="token_revoke"),
    path("account/export/", account.export, name="account_export"),
    path("account/delete/", account.delete, name="account_delete"),
    path("account/organisations/", organisations.my_organisations, name="my_organisations"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/check/", organisations.organisation_check, name="organisation_check"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisations/<int:pk>/verify/", organisations.organisation_verify, name="organisation_verify"),
    path("organisations/<int:pk>/unverify/", organisations.verification_withdraw, name="verification_withdraw"),
    path("organisations/<int:pk>/claim/", claims.claim_new, name="claim_new"),
    path("organisations/<int:pk>/members/", members.members, name="organisation_members"),
    path("organisations/<int:pk>/members/<int:member>/role/", members.member_role, name="member_role"),
    path("organisations/<int:pk>/members/<int:member>/remove/", members.member_remove, name="member_remove"),
    path("organisations/<int:pk>/leave/", members.leave, name="organisation_leave"),
    path(
        "organisations/<int:pk>/invitations/<int:invitation>/resend/",
        members.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "organisations/<int:pk>/invitations/<int:invitation>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:secret>/", members.invitation, name="invitation"),
    path("review/claims/", claims.claim_queue, name="claim_queue"),
    path("claims/<int:pk>/", claims.claim_detail, name="claim_detail"),
]
