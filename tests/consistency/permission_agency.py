"""Who gets what of the agency's pages about organizations."""

OURS = r"""
  visitor reader  editor  moder.  agency  super.

/cms/organizations/
  login   login   refused refused seen    seen    GET  /cms/organizations/
/cms/organizations/results/
  login   login   refused refused seen    seen    GET  /cms/organizations/results/
/cms/organizations/claims/
  login   login   refused refused seen    seen    GET  /cms/organizations/claims/
  login   login   refused refused done    done    POST /cms/organizations/claims/ queue-claim
/cms/organizations/drafts/
  login   login   refused refused seen    seen    GET  /cms/organizations/drafts/
  login   login   refused refused done    done    POST /cms/organizations/drafts/ queue-draft
/cms/organizations/doubles/
  login   login   refused refused seen    seen    GET  /cms/organizations/doubles/
/cms/organizations/merge/
  login   login   refused refused seen    seen    GET  /cms/organizations/merge/?a={own}&b={own_twin}
  login   login   refused refused done    done    POST /cms/organizations/merge/?a={own}&b={own_twin} merge
  login   login   refused refused missing missing GET  /cms/organizations/merge/?a={own}
/cms/organizations/badges/
  login   login   refused refused seen    seen    GET  /cms/organizations/badges/
  login   login   refused refused done    done    POST /cms/organizations/badges/ grant
  login   login   refused refused done    done    POST /cms/organizations/badges/ take-badge
/cms/organizations/log/
  login   login   refused refused seen    seen    GET  /cms/organizations/log/
/cms/organizations/log/results/
  login   login   refused refused seen    seen    GET  /cms/organizations/log/results/
/cms/unconfirmed/
  login   login   refused refused seen    seen    GET  /cms/unconfirmed/
  login   login   refused refused done    done    POST /cms/unconfirmed/ queue-right
  login   login   refused refused done    done    POST /cms/unconfirmed/ queue-gone
/cms/organizations/<int:pk>/
  login   login   refused refused seen    seen    GET  /cms/organizations/{own}/
  login   login   refused refused done    done    POST /cms/organizations/{own}/ entry-check
  login   login   refused refused done    done    POST /cms/organizations/{second_union}/ entry-no-umbrella
  login   login   refused refused done    done    POST /cms/organizations/{own}/ entry-hide
  login   login   refused refused done    done    POST /cms/organizations/{hidden_logo}/ entry-show
"""
