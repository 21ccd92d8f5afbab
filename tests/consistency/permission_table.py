"""Who gets what: every role at every address, and every function that writes.

At the left margin an address as the URL resolver has it, or the beginning of many with a * at the end. Below it what
each role gets, and of what: method, address, perhaps the word for what is sent (permission_writes.WRITES). Names in
braces stand for things of the test's site (permission_places.Places).

    seen      a page, a file, an answer for a script
    moved     sent on to another address
    done      something was written: what visitors see, what people may do, or what the word says
    kept      answered, and nothing of that was written (an editor's "publish" saves a draft)
    login     asked to log in
    asked     asked for the page's password
    refused   400, 403 or 405, or Wagtail's "you do not have permission"
    missing   404

Other parts of the site have tables of their own, permission_*.py: texts of the same names, and with them PLACES,
WRITES (as in those modules), CALLS (what else a service that is told who acts needs), ASK (a permission's question).
A text may name fewer roles than there are; those it does not name get what a reader gets.
"""

#: A reader has a plain account; agency: the agency's administrators.
ROLES = ["visitor", "reader", "editor", "moderator", "agency", "superuser"]

#: Addresses of ours.
OURS = r"""
  visitor reader  editor  moder.  agency  super.

/
  moved   moved   moved   moved   moved   moved   GET  /
/healthz
  seen    seen    seen    seen    seen    seen    GET  /healthz
  refused refused refused refused refused refused POST /healthz
/robots.txt
  seen    seen    seen    seen    seen    seen    GET  /robots.txt
/sitemap.xml
  seen    seen    seen    seen    seen    seen    GET  /sitemap.xml
/manifest.webmanifest
  seen    seen    seen    seen    seen    seen    GET  /manifest.webmanifest
/design/
  seen    seen    seen    seen    seen    seen    GET  /design/

/media/images/<path:path>
  seen    seen    seen    seen    seen    seen    GET  /media/images/{rendition}
  missing missing missing missing missing missing GET  /media/{original}
  refused refused refused refused refused refused GET  /media/images/../{original}
  missing missing missing missing missing missing GET  /media/images/

/<language>/^((?:[\w\-]+/)*)$
  seen    seen    seen    seen    seen    seen    GET  /mn/
  seen    seen    seen    seen    seen    seen    GET  /en/
  seen    seen    seen    seen    seen    seen    GET  /mn/found/steps/
  missing missing missing missing missing missing GET  /mn/found/draft-guidepage/?{draft}
  missing missing missing missing missing missing GET  /mn/found/unpublished-guidepage/?{unpublished}
  login   seen    seen    seen    seen    seen    GET  /mn/found/for-readers-guidepage/?{for_readers}
  login   login   login   seen    login   seen    GET  /mn/found/for-moderators-guidepage/?{for_moderators}
  asked   asked   asked   asked   asked   asked   GET  /mn/found/with-password-guidepage/?{secret}

/<language>/search/
  seen    seen    seen    seen    seen    seen    GET  /mn/search/?q=хоршоо
  done    done    done    done    done    done    GET  /mn/search/?q=zzqqxx missed
  refused refused refused refused refused refused POST /mn/search/
/<language>/search/click/
  done    done    done    done    done    done    POST /mn/search/click/?{asked} ping
  refused refused refused refused refused refused GET  /mn/search/click/
/<language>/search/suggest/
  seen    seen    seen    seen    seen    seen    GET  /mn/search/suggest/?q=хор
/<language>/search/opensearch.xml
  seen    seen    seen    seen    seen    seen    GET  /mn/search/opensearch.xml

/<language>/changes/
  seen    seen    seen    seen    seen    seen    GET  /mn/changes/
/<language>/feeds/<slug:slug>.atom
  seen    seen    seen    seen    seen    seen    GET  /mn/feeds/all.atom
  missing missing missing missing missing missing GET  /mn/feeds/nothing.atom

/<language>/not-confirmed/
  seen    seen    seen    seen    seen    seen    GET  /mn/not-confirmed/
  missing missing missing missing missing missing GET  /mn/not-confirmed/?page=99

/<language>/places/
  seen    seen    seen    seen    seen    seen    GET  /mn/places/
/<language>/places/<slug:code>/
  seen    seen    seen    seen    seen    seen    GET  /mn/places/65/
  missing missing missing missing missing missing GET  /mn/places/6513/
  missing missing missing missing missing missing GET  /mn/places/nowhere/

/<language>/feedback/<int:page_id>/
  seen    seen    seen    seen    seen    seen    GET  /mn/feedback/{plain}/
  done    done    done    done    done    done    POST /mn/feedback/{plain}/ remark
  missing missing missing missing missing missing GET  /mn/feedback/{draft}/
  missing missing missing missing missing missing POST /mn/feedback/{draft}/ remark
  missing missing missing missing missing missing GET  /mn/feedback/{unpublished}/
  missing missing missing missing missing missing GET  /mn/feedback/{for_readers_page}/

/cms/submit-translation/<int:translation_id>/
  login   login   refused refused refused refused GET  /cms/submit-translation/{translation}/
  login   login   done    done    done    done    POST /cms/submit-translation/{translation}/ as-draft
  login   login   refused done    done    done    POST /cms/submit-translation/{waiting_translation}/ as-draft
  login   login   refused refused refused refused POST /cms/submit-translation/{locked_translation}/ as-draft
  login   login   missing missing missing missing POST /cms/submit-translation/0/

/cms/search/asked/
  login   login   seen    seen    seen    seen    GET  /cms/search/asked/
/cms/search/asked/results/
  login   login   seen    seen    seen    seen    GET  /cms/search/asked/results/
/cms/search/asked/<int:pk>/guide/
  login   login   done    done    done    done    POST /cms/search/asked/{asked}/guide/ ask
  login   login   refused refused refused refused GET  /cms/search/asked/{asked}/guide/
/cms/search/synonyms/
  login   login   seen    seen    seen    seen    GET  /cms/search/synonyms/
/cms/search/synonyms/results/
  login   login   seen    seen    seen    seen    GET  /cms/search/synonyms/results/
/cms/search/synonyms/new/
  login   login   seen    seen    seen    seen    GET  /cms/search/synonyms/new/
  login   login   done    done    done    done    POST /cms/search/synonyms/new/ synonyms
/cms/search/synonyms/delete/<int:pk>/
  login   login   done    done    done    done    POST /cms/search/synonyms/delete/{synonyms}/ told
/cms/search/import-synonyms/
  login   login   seen    seen    seen    seen    GET  /cms/search/import-synonyms/
  login   login   done    done    done    done    POST /cms/search/import-synonyms/ synonym-file
/cms/search/pins/new/
  login   login   seen    seen    seen    seen    GET  /cms/search/pins/new/
  login   login   done    done    done    done    POST /cms/search/pins/new/ pin
/cms/search/pins/delete/<int:pk>/
  login   login   done    done    done    done    POST /cms/search/pins/delete/{pin}/ told
/cms/search/index/
  login   login   refused refused seen    seen    GET  /cms/search/index/
  login   login   refused refused done    done    POST /cms/search/index/ job
/cms/search/index/roll-back/
  login   login   refused refused done    done    POST /cms/search/index/roll-back/?{previous_index} job
  login   login   refused refused refused refused GET  /cms/search/index/roll-back/
/cms/reports/check-due/
  login   login   seen    seen    seen    seen    GET  /cms/reports/check-due/
  login   login   seen    seen    seen    seen    GET  /cms/reports/check-due/?export=csv
/cms/reports/check-due/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/check-due/results/
/cms/reports/facts/
  login   login   seen    seen    seen    seen    GET  /cms/reports/facts/
/cms/reports/facts/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/facts/results/
/cms/reports/languages/
  login   login   seen    seen    seen    seen    GET  /cms/reports/languages/
/cms/reports/languages/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/languages/results/
/cms/reports/links/
  login   login   seen    seen    seen    seen    GET  /cms/reports/links/
/cms/reports/links/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/links/results/
/cms/reports/pictures/
  login   login   seen    seen    seen    seen    GET  /cms/reports/pictures/
/cms/reports/pictures/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/pictures/results/
/cms/reports/native-reading/
  login   login   seen    seen    seen    seen    GET  /cms/reports/native-reading/
/cms/reports/native-reading/results/
  login   login   seen    seen    seen    seen    GET  /cms/reports/native-reading/results/
"""

#: What other people's code serves, by the beginning of the address; a few addresses that tell.
THEIRS = r"""
  visitor reader  editor  moder.  agency  super.

/documents/*
  seen    seen    seen    seen    seen    seen    GET  /documents/{public_document}
  login   seen    seen    seen    seen    seen    GET  /documents/{private_document}
/<language>/_util/*
  asked   asked   asked   asked   asked   asked   POST /mn/_util/authenticate_with_password/{secret}/{home_pk}/
  kept    kept    kept    kept    kept    kept    POST /mn/_util/authenticate_with_password/{secret}/{home_pk}/ password

/cms/
  login   login   seen    seen    seen    seen    GET  /cms/
/cms/^.*/$
  login   login   missing missing missing missing GET  /cms/nowhere/
/cms/test404/
  login   login   seen    seen    seen    seen    GET  /cms/test404/
/cms/failwhale/
/cms/account/
/cms/logout/
  login   login   login   login   login   login   POST /cms/logout/
/cms/password_reset/*
  missing missing missing missing missing missing GET  /cms/password_reset/
/cms/sprite/
  seen    seen    seen    seen    seen    seen    GET  /cms/sprite/
/cms/jsi18n/
  seen    seen    seen    seen    seen    seen    GET  /cms/jsi18n/
/cms/api/*
  login   login   seen    seen    seen    seen    GET  /cms/api/main/pages/
  login   login   seen    seen    seen    seen    GET  /cms/api/main/pages/{draft}/
  login   login   refused refused refused done    POST /cms/api/main/pages/{draft}/action/publish/
  login   login   refused refused refused done    POST /cms/api/main/pages/{plain}/action/unpublish/
  login   login   refused refused refused done    POST /cms/api/main/pages/{plain}/action/delete/
  login   login   seen    seen    seen    seen    GET  /cms/api/main/documents/

/cms/pages/*
  login   login   seen    seen    seen    seen    GET  /cms/pages/{plain}/edit/
  login   login   done    done    done    done    POST /cms/pages/{plain}/edit/ save
  login   login   done    done    done    done    POST /cms/pages/{plain}/edit/ submit
  login   login   kept    kept    kept    done    POST /cms/pages/{plain}/edit/ publish
  login   login   refused refused refused done    POST /cms/pages/{twin}/edit/ publish-translation
  login   login   seen    seen    seen    seen    GET  /cms/pages/{draft}/view_draft/
  login   login   refused refused refused done    POST /cms/pages/{plain}/delete/
  login   login   refused refused refused done    POST /cms/pages/{plain}/unpublish/
  login   login   refused done    done    done    POST /cms/pages/{plain}/lock/
  login   login   done    done    done    done    POST /cms/pages/{plain}/copy/ copy
  login   login   kept    kept    kept    done    POST /cms/pages/{plain}/copy/ alias
  login   login   refused refused refused done    POST /cms/pages/{plain}/move/{home_pk}/confirm/
  login   login   refused refused refused seen    GET  /cms/pages/{plain}/privacy/
  login   login   refused refused refused done    POST /cms/pages/{plain}/privacy/ privacy
  login   login   refused done    done    done    POST /cms/pages/workflow/action/{approve}/
  login   login   refused refused refused refused POST /cms/pages/workflow/action/{approve_own}/
  login   login   seen    seen    seen    seen    GET  /cms/pages/add/content/guidepage/{topic}/
/cms/bulk/*
  login   login   kept    kept    kept    done    POST /cms/bulk/wagtailcore/page/publish/?id={draft}
  login   login   kept    kept    kept    done    POST /cms/bulk/wagtailcore/page/unpublish/?id={plain}
  login   login   kept    kept    kept    done    POST /cms/bulk/wagtailcore/page/delete/?id={plain}
  login   login   kept    kept    kept    done    POST /cms/bulk/content/datedfact/delete/?id={fact}
/cms/choose-page/*
/cms/choose-external-link/
/cms/choose-email-link/
/cms/choose-phone-link/
/cms/choose-anchor-link/
/cms/tag-autocomplete/*
/cms/dismissibles/
/cms/editing-sessions/*
/cms/block-preview/
/cms/collections/*
  login   login   refused refused refused seen    GET  /cms/collections/
  login   login   refused refused refused done    POST /cms/collections/add/ collection
/cms/workflows/*
  login   login   refused refused refused seen    GET  /cms/workflows/list/
  login   login   refused refused refused seen    GET  /cms/workflows/edit/{workflow}/
  login   login   refused refused refused done    POST /cms/workflows/disable/{workflow}/
/cms/reports/*
  login   login   refused seen    seen    seen    GET  /cms/reports/locked/
  login   login   seen    seen    seen    seen    GET  /cms/reports/workflow/

/cms/snippets/
  login   login   refused refused refused refused GET  /cms/snippets/
/cms/snippets/content/datedfact/*
  login   login   seen    seen    seen    seen    GET  /cms/snippets/content/datedfact/
  login   login   seen    seen    seen    seen    GET  /cms/snippets/content/datedfact/edit/{fact}/
  login   login   done    done    done    done    POST /cms/snippets/content/datedfact/edit/{fact}/ save-fact
  login   login   kept    kept    kept    done    POST /cms/snippets/content/datedfact/edit/{fact}/ publish-fact
  login   login   refused refused refused done    POST /cms/snippets/content/datedfact/unpublish/{fact}/
  login   login   refused refused refused done    POST /cms/snippets/content/datedfact/delete/{fact}/
  login   login   refused done    done    done    POST /cms/snippets/content/datedfact/lock/{fact}/
  login   login   refused done    done    done    POST /cms/snippets/content/datedfact/workflow/action/{approve_fact}/
/cms/snippets/content/article/*
  login   login   seen    seen    seen    seen    GET  /cms/snippets/content/article/edit/{article}/
  login   login   refused refused refused done    POST /cms/snippets/content/article/delete/{article}/
  login   login   refused refused refused done    POST /cms/snippets/content/article/unpublish/{article}/
/cms/snippets/content/glossaryterm/*
  login   login   seen    seen    seen    seen    GET  /cms/snippets/content/glossaryterm/edit/{term}/
  login   login   refused refused refused done    POST /cms/snippets/content/glossaryterm/delete/{term}/
  login   login   refused refused refused done    POST /cms/snippets/content/glossaryterm/unpublish/{term}/
/cms/snippets/content/source/*
  login   login   seen    seen    seen    seen    GET  /cms/snippets/content/source/edit/{source}/
  login   login   done    done    done    done    POST /cms/snippets/content/source/edit/{source}/ save-source
  login   login   kept    kept    kept    done    POST /cms/snippets/content/source/edit/{source}/ publish-source
  login   login   refused refused refused done    POST /cms/snippets/content/source/delete/{source}/
  login   login   refused refused refused done    POST /cms/snippets/content/source/unpublish/{source}/
  login   login   refused done    done    done    POST /cms/snippets/content/source/lock/{source}/
/cms/snippets/choose/content/datedfact/*
  login   login   seen    seen    seen    seen    GET  /cms/snippets/choose/content/datedfact/
/cms/snippets/choose/content/article/*
/cms/snippets/choose/content/glossaryterm/*
/cms/snippets/choose/content/source/*
/cms/remarks/*
  login   login   seen    seen    seen    seen    GET  /cms/remarks/
  login   login   seen    seen    seen    seen    GET  /cms/remarks/inspect/{remark}/
  login   login   seen    seen    seen    seen    GET  /cms/remarks/edit/{remark}/
  login   login   done    done    done    done    POST /cms/remarks/edit/{remark}/ answer
  login   login   refused refused refused seen    GET  /cms/remarks/new/
  login   login   refused refused done    done    POST /cms/remarks/delete/{remark}/

/cms/search/synonyms/*
  login   login   done    done    done    done    POST /cms/search/synonyms/edit/{synonyms}/ synonyms
/cms/search/pins/*
  login   login   seen    seen    seen    seen    GET  /cms/search/pins/
  login   login   done    done    done    done    POST /cms/search/pins/edit/{pin}/ pin
/cms/search/wishes/*
  login   login   seen    seen    seen    seen    GET  /cms/search/wishes/
  login   login   done    done    done    done    POST /cms/search/wishes/new/ wish
  login   login   done    done    done    done    POST /cms/search/wishes/edit/{wish}/ wish
  login   login   refused refused refused done    POST /cms/search/wishes/delete/{wish}/ ask

/cms/localize/*
  login   login   seen    seen    seen    seen    GET  /cms/localize/submit/page/{plain}/
  login   login   kept    kept    kept    done    POST /cms/localize/update/{texts}/ publish-all
  login   login   done    done    done    done    PUT  /cms/localize/translate/{translation}/strings/{string}/edit/ put
  login   login   seen    seen    seen    seen    GET  /cms/localize/translate/{translation}/preview/
  login   login   seen    seen    seen    seen    GET  /cms/localize/translate/{translation}/pofile/download/
  login   login   done    done    done    done    POST /cms/localize/translate/{translation}/disable/ as-draft
  refused refused refused refused refused done    POST /cms/localize/page/{twin}/convert_to_alias/
  login   login   seen    seen    seen    seen    GET  /cms/localize/reports/translations/
/cms/locales/*
  login   login   refused refused refused seen    GET  /cms/locales/
  login   login   refused refused refused kept    POST /cms/locales/delete/{locale}/
/cms/redirects/*
  login   login   refused refused seen    seen    GET  /cms/redirects/
  login   login   refused refused done    done    POST /cms/redirects/add/ redirect
  login   login   refused refused done    done    POST /cms/redirects/{redirect}/delete/
/cms/settings/*
  login   login   missing missing missing missing GET  /cms/settings/content/picture/
/cms/embeds/*
  login   login   seen    seen    seen    seen    GET  /cms/embeds/chooser/
/cms/documents/*
  login   login   seen    seen    seen    seen    GET  /cms/documents/
  login   login   done    done    done    done    POST /cms/documents/add/ upload
  login   login   done    done    done    done    POST /cms/documents/delete/{spare_document}/
/cms/images/*
  login   login   seen    seen    seen    seen    GET  /cms/images/
  login   login   done    done    done    done    POST /cms/images/add/ picture
  login   login   done    done    done    done    POST /cms/images/{spare_picture}/delete/
/cms/sites/*
  login   login   refused refused refused seen    GET  /cms/sites/
  login   login   refused refused refused done    POST /cms/sites/delete/{site}/
/cms/users/*
  login   login   refused refused refused seen    GET  /cms/users/
  login   login   refused refused refused seen    GET  /cms/users/new/
  login   login   refused refused refused done    POST /cms/users/edit/{me}/ promote
  login   login   refused refused refused done    POST /cms/users/delete/{author}/
/cms/groups/*
  login   login   refused refused refused seen    GET  /cms/groups/
  login   login   refused refused refused done    POST /cms/groups/delete/{group}/
"""

#: Public functions of every services.py: what comes of it for each role, and the address that leads to it.
SERVICES = r"""
  visitor reader  editor  moder.  agency  super.

content.services.leave_remark
  done    done    done    done    done    done    POST /<language>/feedback/<int:page_id>/
content.services.answer_remark
  refused refused done    done    done    done    POST /cms/remarks/*
content.services.submit_translation
  refused refused done    done    done    done    POST /cms/submit-translation/<int:translation_id>/
search.services.note_search
  done    done    done    done    done    done    GET  /<language>/search/
search.services.note_click
  done    done    done    done    done    done    POST /<language>/search/click/
search.services.save_synonyms
  refused refused done    done    done    done    POST /cms/search/synonyms/new/
search.services.delete_synonyms
  refused refused done    done    done    done    POST /cms/search/synonyms/delete/<int:pk>/
search.services.import_synonyms
  refused refused done    done    done    done    POST /cms/search/import-synonyms/
search.services.save_pin
  refused refused done    done    done    done    POST /cms/search/pins/new/
search.services.delete_pin
  refused refused done    done    done    done    POST /cms/search/pins/delete/<int:pk>/
search.services.ask_for_guide
  refused refused done    done    done    done    POST /cms/search/asked/<int:pk>/guide/
search.services.save_wish
  refused refused done    done    done    done    POST /cms/search/wishes/*
search.services.order_comparison
  refused refused refused refused done    done    POST /cms/search/index/
search.services.roll_back_index
  refused refused refused refused done    done    POST /cms/search/index/roll-back/
"""

#: Those that no address leads to: the worker, the schedule, events of Wagtail.
SYSTEM = {
    "content.services.note_answers",
    "content.services.note_links",
    "search.services.compare_index",
    "search.services.forget_old_queries",
    "search.services.reindex",
    "search.services.reindex_for_editors",
}

#: Public functions of every permissions.py that answer "may this person do it".
PERMISSIONS = r"""
  visitor reader  editor  moder.  agency  super.

content.permissions.may_answer_remarks
  no      no      yes     yes     yes     yes     ASK  any
search.permissions.may_manage_index
  no      no      no      no      yes     yes     ASK  any
content.permissions.may_approve
  no      no      no      yes     yes     yes     ASK  another-persons
  no      no      no      no      no      no      ASK  own
"""
