"""One address for each page type; the same below /mn/ and /en/."""

from urllib.parse import quote

PAGE_TYPES = {
    "home": "",
    "topic": "found/",
    "long links in a list": "found/sse/",
    "guide": "audit/duties/",
    "steps": "found/steps/?d=1&d=2",
    "step": "found/steps/8/",
    "finance list": "finance/?kind=loan",
    "finance offer": "finance/guarantee/",
    "law register": "law/",
    "law": "law/cooperatives-2021/",
    "institutions": "offices/",
    "institution": "offices/gasr/",
    "glossary": "glossary/",
    "plain page": "about/",
    "not confirmed": "not-confirmed/",
    "changes": "changes/",
    "legal forms": "legal-forms/",
    "legal forms narrowed": "legal-forms/?registered=no&surplus=agreed",
    "legal form": "legal-forms/savings-credit/",
    "doors": "doors/",
    "door": "doors/after-dzud/",
    "places": "places/",
    "place": "places/67/",
    "guide with a table": "benefits/when-not/",
    "countries": "countries/",
    "country": "countries/vietnam/",
    "comparisons": "comparisons/",
    "comparison": "comparisons/cooperative-law/",
    "comparison of examples": "comparisons/public-procurement/",
    "trainings": "training/",
    "training": "training/my-coop/",
    "stories": "stories/",
    "story": "stories/first-cooperative/",
    "instruments": "international/",
    "instrument": "international/ilc-resolution-2022/",
    "programmes": "programmes/",
    "programme": "programmes/maps/",
    "sectors": "sectors/",
    "sector": "sectors/dairy/",
    "research": "research/",
    "research page": "research/studies/",
    "statistics": "research/mongolia-sector/",
    "search": "search/?q=" + quote("хоршоо байгуулах"),
    "search without result": "search/?q=zzqqxx",
    "directory": "directory/",
    "directory narrowed": "directory/?level=union&sort=near&near=62",
    "directory map": "directory/map/",
    "open data": "data/",
    "board": "directory/board/",
    "directory in numbers": "directory/statistics/",
    "check": "check/?q=" + quote("хоршоо"),
    "not found": "nothing-here/",
}
LANGUAGES = ("mn", "en")

#: By role ("" for a visitor): the addresses of the account, below /mn/ and /en/. In braces: a sample organization, or
#: the person of a sample role.
ACCOUNT_PAGES = {
    "": [
        "account/login/", "account/signup/", "account/login/code/", "account/password/reset/", "account/terms/",
        "people/", "people/{practitioner}/", "people/report/person/{practitioner}/",
    ],
    "owner": [
        "account/", "account/security/", "account/sessions/", "account/email/", "account/password/change/",
        "account/2fa/", "account/2fa/totp/deactivate/", "account/2fa/recovery-codes/generate/",
        "account/2fa/webauthn/", "account/2fa/webauthn/add/", "account/profile/", "account/data/", "account/delete/",
        "account/organizations/", "account/organizations/enter/", "account/organizations/take-over/",
        *(
            f"account/organizations/{{organization}}/{page}"
            for page in ("", "edit/", "rows/figures/", "rows/contacts/", "rows/certificates/", "logo/", "people/",
                         "listing/", "umbrellas/", "log/")
        ),
        "account/organizations/{draft}/listing/", "directory/{organization}/confirm/",
        "directory/board/of/{organization}/", "directory/board/new/?for={organization}",
    ],
    "newcomer": ["account/organizations/{other-organization}/claim/"],
    "member": [
        "account/2fa/totp/activate/", "account/organizations/{other-organization}/claim/", "people/{auditor}/",
        "people/{practitioner}/letter/", "directory/{other-organization}/write/",
        "directory/{other-organization}/join/",
    ],
    "umbrella": ["account/organizations/{umbrella}/desk/", "account/organizations/{umbrella}/desk/members/",
                 "directory/desk/{umbrella}/"],
    "adviser": [
        "account/organizations/assist/", "account/organizations/assist/enter/",
        "account/organizations/{helped}/", "account/organizations/{other-organization}/assist-claim/",
    ],
    "leaving": ["account/", "account/delete/"],
}  # fmt: skip
EVERY_PAGE = [
    *((language, name, f"/{language}/{path}") for language in LANGUAGES for name, path in PAGE_TYPES.items()),
    ("mn", "letter of the glossary", f"/mn/glossary/letter/{quote('Х')}/"),
    ("en", "letter of the glossary", "/en/glossary/letter/C/"),
]
IDS = [f"{language}-{name}" for language, name, _path in EVERY_PAGE]
