"""The list of finance offers: facets that stand in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from content.paging import page_of
from content.visibility import public_pages

if TYPE_CHECKING:
    from content.models import FinanceIndexPage, FinanceOfferPage

PER_PAGE = 20
#: How many of an offer's terms stand in the list.
TERMS = 3
#: Facet in the address -> (what an offer has of it).
FACETS = {
    "who": lambda offer: offer.applicants,
    "kind": lambda offer: [offer.instrument],
    "state": lambda offer: [offer.state],
}


def chosen(index: FinanceIndexPage, query: QueryDict) -> dict[str, Any]:
    """Offers below `index` that fit the address, with counted facets.

    query: `who`, `kind`, `state` (each may stand several times; unknown values are ignored), `page`.
    Returns offers (a paginator page), rows (each of its offers with its first terms, as facts), total, facets
    (`[{name, options: [{value, label, count, on}]}]`), filtered (whether anything is chosen).
    A facet's counts respect the other facets, not itself.
    Raises Http404 for a page that is none.
    """
    from content.models import FinanceOfferPage
    from content.reading import chosen_ids, facts_in

    order = {state: rank for rank, state in enumerate(FinanceOfferPage.State)}
    offers = sorted(
        public_pages(FinanceOfferPage).child_of(index),
        key=lambda offer: (order[FinanceOfferPage.State(offer.state)], offer.path),
    )
    labels = {
        "who": FinanceOfferPage.APPLICANTS,
        "kind": dict(FinanceOfferPage.Instrument.choices),
        "state": dict(FinanceOfferPage.State.choices),
    }
    wanted = {name: {v for v in query.getlist(name) if v in labels[name]} for name in FACETS}

    def fits(offer: FinanceOfferPage, but: str = "") -> bool:
        return all(
            not values or values & set(FACETS[name](offer)) for name, values in wanted.items() if name != but
        )

    facets = []
    for name, options in labels.items():
        pool = [offer for offer in offers if fits(offer, but=name)]
        counted = [
            {
                "value": value,
                "label": label,
                "count": sum(value in FACETS[name](offer) for offer in pool),
                "on": value in wanted[name],
            }
            for value, label in options.items()
        ]
        facets.append({"name": name, "options": [o for o in counted if o["count"] or o["on"]]})
    found = [offer for offer in offers if fits(offer)]
    page = page_of(found, query, PER_PAGE)
    terms = {offer.pk: chosen_ids(offer.sheet)[:TERMS] for offer in page}
    facts = facts_in(index.language, {pk for ids in terms.values() for pk in ids})
    return {
        "offers": page,
        "rows": [(offer, [facts[pk] for pk in terms[offer.pk] if pk in facts]) for offer in page],
        "total": len(found),
        "facets": facets,
        "filtered": any(wanted.values()),
    }
