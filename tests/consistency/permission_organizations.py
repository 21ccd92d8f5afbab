"""Who gets what of organizations. What stands in braces is made in organization_places."""

from tests.consistency.organization_calls import ASK, CALLS
from tests.consistency.organization_places import PLACES, WRITES

__all__ = ["ASK", "CALLS", "PLACES", "WRITES"]

#: Further roles: in the organization `own` and its union; stranger: the owner of another organization; adviser: an
#: officer of the agency who helps `helped`.
MORE_ROLES = {
    name: (lambda places, name=name: getattr(places, name))
    for name in ("member", "publisher", "owner", "stranger", "umbrella", "auditor", "adviser")
}

OURS = r"""
  visitor reader  member  publ.   owner   stranger umbrella auditor adviser moder.  agency  super.

/<language>/account/organizations/
  login   seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    seen    GET  /mn/account/organizations/
/<language>/account/organizations/enter/
  login   seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    seen    GET  /mn/account/organizations/enter/
  login   done    done    done    done    done     done     done    done    done    done    done    POST /mn/account/organizations/enter/ org-enter
/<language>/account/organizations/take-over/
  login   seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    seen    GET  /mn/account/organizations/take-over/
  login   done    done    done    done    done     done     done    422     done    done    done    POST /mn/account/organizations/take-over/ org-code
/<language>/account/organizations/assist/
  login   missing missing missing missing missing  seen     missing seen    missing missing missing GET  /mn/account/organizations/assist/
  login   missing missing missing missing missing  missing  missing done    missing missing missing POST /mn/account/organizations/assist/ org-make-code
/<language>/account/organizations/assist/enter/
  login   missing missing missing missing missing  seen     missing seen    missing missing missing GET  /mn/account/organizations/assist/enter/
  login   missing missing missing missing missing  422      missing done    missing missing missing POST /mn/account/organizations/assist/enter/ org-assist
  login   missing missing missing missing missing  done     missing 422     missing missing missing POST /mn/account/organizations/assist/enter/ org-assist-union
/<language>/account/organizations/invitations/<str:key>/
  seen    missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/invitations/{invitation_key}/
  kept    missing missing missing missing missing  missing  missing missing missing missing missing POST /mn/account/organizations/invitations/{invitation_key}/ org-join
  kept    done    done    done    done    done     done     done    done    done    done    done    POST /mn/account/organizations/invitations/{my_invitation}/ org-join
  missing missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/invitations/forged:key/
/<language>/account/organizations/<slug:public_id>/
  login   missing seen    seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/
  login   missing missing missing seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_draft_id}/
  login   missing missing missing missing missing  missing  missing seen    missing seen    seen    GET  /mn/account/organizations/{helped_id}/
  login   missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/nowhere/
/<language>/account/organizations/<slug:public_id>/edit/
  login   missing missing seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/edit/
  login   missing missing done    done    missing  missing  missing missing missing done    done    POST /mn/account/organizations/{own_id}/edit/ org-edit
  login   missing missing missing missing missing  missing  missing seen    missing seen    seen    GET  /mn/account/organizations/{helped_id}/edit/
/<language>/account/organizations/<slug:public_id>/rows/<slug:kind>/
  login   missing missing seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/rows/contacts/
  login   missing missing done    done    missing  missing  missing missing missing done    done    POST /mn/account/organizations/{own_id}/rows/figures/ org-rows
  login   missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/{own_id}/rows/secrets/
/<language>/account/organizations/<slug:public_id>/logo/
  login   missing missing seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/logo/
  login   missing missing done    done    missing  missing  missing missing missing done    done    POST /mn/account/organizations/{own_id}/logo/ org-logo
/<language>/account/organizations/<slug:public_id>/logo/image/
  seen    seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    seen    GET  /mn/account/organizations/{with_logo_id}/logo/image/
  missing missing missing missing missing missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{hidden_logo_id}/logo/image/
/<language>/account/organizations/<slug:public_id>/people/
  login   missing seen    seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/people/
  login   missing refused done    done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-invite
  login   missing refused done    done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-withdraw
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-role
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-end
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-hand-on
  login   missing missing missing missing missing  missing  missing missing missing missing missing POST /mn/account/organizations/{other_id}/people/ org-end
  login   missing refused done    done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-take-in
  login   missing refused done    done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/people/ org-put-aside
/<language>/account/organizations/<slug:public_id>/listing/
  login   missing missing missing seen    missing  missing  missing missing missing missing missing GET  /mn/account/organizations/{own_id}/listing/
  login   missing missing missing done    missing  missing  missing missing missing missing missing POST /mn/account/organizations/{own_id}/listing/ org-consent
  login   missing missing missing done    missing  missing  missing missing missing missing missing POST /mn/account/organizations/{own_draft_id}/listing/ org-list-me
  login   missing missing missing missing missing  missing  missing done    missing missing missing POST /mn/account/organizations/{helped_id}/listing/ org-consent
/<language>/account/organizations/<slug:public_id>/umbrellas/
  login   missing seen    seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/umbrellas/
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/umbrellas/ org-ask-umbrella
  login   missing refused refused done    missing  missing  missing missing missing done    done    POST /mn/account/organizations/{own_id}/umbrellas/ org-leave-umbrella
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/umbrellas/ org-answer
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/umbrellas/ org-delegate
  login   missing refused refused done    missing  missing  missing missing missing refused refused POST /mn/account/organizations/{own_id}/umbrellas/ org-end-delegate
/<language>/account/organizations/<slug:public_id>/log/
  login   missing seen    seen    seen    missing  missing  missing missing missing seen    seen    GET  /mn/account/organizations/{own_id}/log/
/<language>/account/organizations/<slug:public_id>/claim/
  login   seen    seen    seen    seen    seen     seen     seen    seen    seen    seen    seen    GET  /mn/account/organizations/{ownerless_id}/claim/
  login   done    done    done    done    done     done     done    done    done    done    done    POST /mn/account/organizations/{ownerless_id}/claim/ org-claim
  login   422     422     422     422     422      422      422     422     422     422     422     POST /mn/account/organizations/{ownerless_id}/claim/ org-withdraw-claim
  login   done    done    done    done    done     done     done    done    done    done    done    POST /mn/account/organizations/{my_claim}/claim/ org-withdraw-claim
  login   missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/{own_draft_id}/claim/
/<language>/account/organizations/<slug:public_id>/assist-claim/
  login   missing missing missing missing missing  seen     missing seen    missing missing missing GET  /mn/account/organizations/{ownerless_id}/assist-claim/
  login   missing missing missing missing missing  422      missing done    missing missing missing POST /mn/account/organizations/{ownerless_id}/assist-claim/ org-assist
  login   missing missing missing missing missing  done     missing 422     missing missing missing POST /mn/account/organizations/{ownerless_id}/assist-claim/ org-assist-union
/<language>/account/organizations/<slug:public_id>/desk/
  login   missing missing missing missing missing  seen     missing missing missing missing missing GET  /mn/account/organizations/{union_id}/desk/
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-list
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-confirm
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-approve
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-delegate
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-practitioner
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/ desk-end-practitioner
  login   missing missing missing missing missing  missing  missing missing missing missing missing GET  /mn/account/organizations/{own_id}/desk/
/<language>/account/organizations/<slug:public_id>/desk/members/
  login   missing missing missing missing missing  seen     missing missing missing missing missing GET  /mn/account/organizations/{union_id}/desk/members/
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/members/ desk-figures
  login   missing missing missing missing missing  done     missing missing missing missing missing POST /mn/account/organizations/{union_id}/desk/members/ desk-end
"""

#: What the direct call gives, and the address that leads to it.
SERVICES = r"""
  visitor reader  member  publ.   owner   stranger umbrella auditor adviser moder.  agency  super.

accounts.services.organizations.enter_organization
  refused done    done    done    done    done     done     done    done    done    done    done    POST /<language>/account/organizations/enter/ org-enter
accounts.services.organizations.save_details
  refused refused refused done    done    refused  refused  refused refused refused done    done    POST /<language>/account/organizations/<slug:public_id>/edit/ org-edit
accounts.services.organizations.save_rows
  refused refused refused done    done    refused  refused  refused refused refused done    done    POST /<language>/account/organizations/<slug:public_id>/rows/<slug:kind>/ org-rows
accounts.services.organizations.set_logo
  refused refused refused done    done    refused  refused  refused refused refused done    done    POST /<language>/account/organizations/<slug:public_id>/logo/ org-logo
accounts.services.organizations.set_consent
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/listing/ org-consent
accounts.services.organizations.ask_for_listing
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/listing/ org-list-me
accounts.services.organizations.decide_listing
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/drafts/ queue-draft
accounts.services.memberships.invite
  refused refused refused done    done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-invite
accounts.services.memberships.withdraw_invitation
  refused refused refused done    done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-withdraw
accounts.services.memberships.accept_invitation
  refused refused refused refused refused refused  refused  refused refused refused refused refused POST /<language>/account/organizations/invitations/<str:key>/ org-join
accounts.services.memberships.change_role
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-role
accounts.services.memberships.end_membership
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-end
accounts.services.memberships.hand_on
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/people/ org-hand-on
accounts.services.federations.ask_affiliation
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/umbrellas/ org-ask-umbrella
accounts.services.federations.decide_affiliation
  refused refused refused refused refused refused  done     refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/desk/ desk-confirm
accounts.services.federations.end_affiliation
  refused refused refused refused done    refused  refused  refused refused refused done    done    POST /<language>/account/organizations/<slug:public_id>/umbrellas/ org-leave-umbrella
accounts.services.federations.name_delegate
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/umbrellas/ org-delegate
accounts.services.federations.confirm_delegate
  refused refused refused refused refused refused  done     refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/desk/ desk-delegate
accounts.services.federations.end_delegation
  refused refused refused refused done    refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/umbrellas/ org-end-delegate
accounts.services.federations.confirm_figures
  refused refused refused refused refused refused  done     refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/desk/members/ desk-figures
accounts.services.claims.claim_organization
  refused done    done    done    done    done     done     done    done    done    done    done    POST /<language>/account/organizations/<slug:public_id>/claim/ org-claim
accounts.services.claims.withdraw_claim
  refused refused refused refused refused refused  refused  refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/claim/ org-withdraw-claim
accounts.services.claims.decide_claim
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/claims/ queue-claim
accounts.services.capacities.grant_capacity
  refused refused refused refused refused refused  done     refused refused refused refused refused POST /<language>/account/organizations/<slug:public_id>/desk/ desk-practitioner
accounts.services.capacities.end_capacity
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/badges/ take-badge
accounts.services.assisted.assist_organization
  refused refused refused refused refused refused  refused  refused done    refused refused refused POST /<language>/account/organizations/assist/enter/ org-assist
accounts.services.assisted.assist_claim
  refused refused refused refused refused refused  refused  refused done    refused refused refused POST /<language>/account/organizations/<slug:public_id>/assist-claim/ org-assist
accounts.services.assisted.make_code
  refused refused refused refused refused refused  refused  refused done    refused refused refused POST /<language>/account/organizations/assist/ org-make-code
accounts.services.assisted.take_over
  refused done    done    done    done    done     done     done    refused done    done    done    POST /<language>/account/organizations/take-over/ org-code
accounts.services.agency.check_register
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/<int:pk>/ entry-check
accounts.services.agency.set_umbrella
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/<int:pk>/ entry-no-umbrella
accounts.services.agency.set_hidden
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/<int:pk>/ entry-hide
accounts.services.agency.merge_organizations
  refused refused refused refused refused refused  refused  refused refused refused done    done    POST /cms/organizations/merge/ merge
"""

PERMISSIONS = r"""
  visitor reader  member  publ.   owner   stranger umbrella auditor adviser moder.  agency  super.

accounts.permissions.organizations.may_manage_organizations
  no      no      no      no      no      no       no       no      no      no      yes     yes     ASK  any
accounts.permissions.organizations.may_assist
  no      no      no      no      no      no       yes      no      yes     no      no      no      ASK  any
accounts.permissions.organizations.may_enter_organization
  no      yes     yes     yes     yes     yes      yes      yes     yes     yes     yes     yes     ASK  any
accounts.permissions.organizations.may_speak_for_umbrella
  no      no      no      no      no      no       yes      no      no      no      no      no      ASK  union
accounts.permissions.organizations.may_see_organization
  no      no      no      no      yes     no       no       no      no      no      yes     yes     ASK  own_draft
accounts.permissions.organizations.may_open_organization
  no      no      yes     yes     yes     no       no       no      no      no      yes     yes     ASK  own
  no      no      no      no      no      no       no       no      yes     no      yes     yes     ASK  helped
accounts.permissions.organizations.may_edit_organization
  no      no      no      yes     yes     no       no       no      no      no      yes     yes     ASK  own
  no      no      no      no      no      no       no       no      yes     no      yes     yes     ASK  helped
accounts.permissions.organizations.may_own
  no      no      no      no      yes     no       no       no      no      no      no      no      ASK  own
  no      no      no      no      no      no       no       no      yes     no      no      no      ASK  helped
accounts.permissions.organizations.may_manage_people
  no      no      no      no      yes     no       no       no      no      no      no      no      ASK  own
  no      no      no      no      no      no       no       no      no      no      no      no      ASK  helped
accounts.permissions.organizations.may_invite
  no      no      no      yes     yes     no       no       no      no      no      no      no      ASK  own:member
  no      no      no      no      yes     no       no       no      no      no      no      no      ASK  own:owner
accounts.permissions.organizations.may_see_contacts
  no      no      yes     yes     yes     no       yes      no      no      no      yes     yes     ASK  own
accounts.permissions.organizations.may_list_organization
  no      no      no      no      no      no       yes      no      no      no      yes     yes     ASK  own_draft
accounts.permissions.organizations.may_claim
  no      yes     yes     yes     yes     yes      yes      yes     yes     yes     yes     yes     ASK  ownerless
  no      no      no      no      no      no       no       no      no      no      no      no      ASK  own_draft
accounts.permissions.organizations.may_decide_claim
  no      no      no      no      no      no       yes      no      no      no      yes     yes     ASK  claim
  no      no      no      no      no      no       no       no      no      no      yes     yes     ASK  agency_claim
accounts.permissions.organizations.may_withdraw_claim
  no      no      no      no      no      no       no       no      no      no      no      no      ASK  claim
accounts.permissions.organizations.may_decide_affiliation
  no      no      no      no      no      no       yes      no      no      no      no      no      ASK  asked_link
  no      no      no      no      yes     no       no       no      no      no      no      no      ASK  asked_by_union
accounts.permissions.organizations.may_end_affiliation
  no      no      no      no      yes     no       yes      no      no      no      yes     yes     ASK  link
accounts.permissions.organizations.may_confirm_for
  no      no      no      no      no      no       yes      no      no      no      no      no      ASK  link
accounts.permissions.organizations.may_confirm_figures
  no      no      no      no      no      no       yes      no      no      no      no      no      ASK  link
accounts.permissions.organizations.may_report_organization
  yes     yes     no      no      no      yes      yes      yes     yes     yes     yes     yes     ASK  own
  no      no      no      no      no      no       no       no      no      no      no      no      ASK  own_draft
accounts.permissions.organizations.may_end_delegation
  no      no      no      no      yes     no       yes      no      no      no      no      no      ASK  delegate
accounts.permissions.organizations.may_grant_capacity
  no      no      no      no      no      no       yes      no      no      no      no      no      ASK  union:practitioner
  no      no      no      no      no      no       no       no      no      no      yes     yes     ASK  union:auditor
accounts.permissions.organizations.may_end_capacity
  no      no      no      no      no      no       yes      no      no      no      yes     yes     ASK  practitioner
"""
