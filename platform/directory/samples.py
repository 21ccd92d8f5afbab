"""Made-up entries for demonstrations and for measuring. Their names say that they are samples, wherever they stand."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator

from django.db import models, transaction
from django.utils import timezone

from accounts import attached, log_guard
from accounts.codes import Activity, Isic, Level, MemberType, Purpose, Status
from accounts.models import Affiliation, Change, Organization, PublicationConsent, RegisterCheck, YearFigures
from accounts.similar import key_of
from core import outbox, page_cache
from core.places import place, top_places
from directory.models import Freshness, Post

#: Begins the tokens of samples: by it they are known and taken away.
MARK = "sample-directory-"
BATCH = 1_000
#: One in so many is a union, compared with the register, confirmed by a union, overdue, said to be right lately.
UNION_OF, CHECKED_OF, CONFIRMED_OF, UNCONFIRMED_OF, SAID_RIGHT_OF = 200, 6, 4, 5, 3
#: One in so many has something on the board.
POSTS_OF = 12

#: (Mongolian, English)
_FIRST = [
    ("Хангай", "Khangai"), ("Говь", "Govi"), ("Тал нутаг", "Tal Nutag"), ("Өндөр уул", "Öndör Uul"),
    ("Шинэ гол", "Shine Gol"), ("Их булаг", "Ikh Bulag"), ("Наран", "Naran"), ("Баян өлзий", "Bayan Ölzii"),
    ("Алтан хошуу", "Altan Khoshuu"), ("Цагаан толгой", "Tsagaan Tolgoi"),
]  # fmt: skip
_WORK = [
    ("ICA20", "A", "сүү", "Milk"), ("ICA90", "C", "ноос", "Wool"), ("ICA10", "A", "малчид", "Herders"),
    ("ICA60", "C", "эсгий урлал", "Felt Crafts"), ("ICA10", "A", "тариалан", "Fields"),
    ("ICA240", "G", "дэлгүүр", "Shop"), ("ICA140", "K", "хадгаламж", "Savings"),
    ("ICA210", "F", "орон сууц", "Housing"), ("ICA130", "I", "аялал", "Travel"),
]  # fmt: skip
_ABOUT = {
    "ICA20": "Сүү цуглуулж, боловсруулна.",
    "ICA90": "Ноос ангилж, цехэд нийлүүлнэ.",
    "ICA60": "Эсгий эдлэл хийж, борлуулна.",
    "ICA130": "Жуулчин хүлээж авна.",
}
#: What they offer and need: (Mongolian title, text).
_OFFERS = {
    "ICA10": ("Хадлангийн техник түрээслүүлнэ", "Жолоочтой, наймдугаар сарын дунд хүртэл сул."),
    "ICA20": ("Түүхий сүү нийлүүлнэ", "Өдөрт 300 литр, хөргүүртэй."),
    "ICA90": ("Ангилсан хонины ноос зарна", "Хоёр тонн, цагаан, угаагаагүй."),
    "ICA60": ("Эсгий гутал бөөнөөр нийлүүлнэ", "Сард 100 хос хийнэ."),
}
_NEEDS = {
    "ICA10": (
        "Тэжээл хамтарч авах хоршоо хайж байна",
        "20 тонн өвс, 5 тонн хивэг. Тээврийн зардлаа хуваана.",
    ),
    "ICA20": ("Малын эмч хэрэгтэй", "Хаврын вакцинжуулалтад хоёр долоо хоног."),
    "ICA90": ("Ноос авна", "Гурван тонн хүртэл, ангилсан бол илүү үнэтэй."),
    "ICA60": ("Эсгий цохих машин түрээсэлнэ", "Намар нэг сар хэрэгтэй."),
}


def samples() -> models.QuerySet[Organization]:
    """All that were made."""
    return Organization.objects.filter(token__startswith=MARK)


def is_sample(entry: Organization) -> bool:
    """Whether it was made up."""
    return (entry.token or "").startswith(MARK)


def make(number: int, tell: Callable[[int], None] = lambda _done: None) -> int:
    """Add so many, the same ones each time; they are found by search once the worker has indexed them.

    tell: called with how many are done. Returns how many there are now.
    """
    began = samples().count()
    chance = random.Random(began)  # noqa: S311  # plausible, not secret
    codes = [one.code for top in top_places() for one in top.children()]
    union: Organization | None = samples().filter(level=Level.UNION).first()
    for start in range(began, began + number, BATCH):
        with transaction.atomic():
            numbers = range(start, min(start + BATCH, began + number))
            made = Organization.objects.bulk_create([_sample(n, chance, codes) for n in numbers])
            union = union or next((one for one in made if one.level == Level.UNION), None)
            _surround(made, union, chance)
            _confirm(made, union, chance)
            _post(made)
            _index(one.pk for one in made)
            page_cache.raise_version()
        tell(numbers[-1] + 1 - began)
    return samples().count()


def _sample(number: int, chance: random.Random, codes: list[str]) -> Organization:
    first_mn, first_en = chance.choice(_FIRST)
    activity, isic, work_mn, work_en = chance.choice(_WORK)
    is_union = number % UNION_OF == 0
    # Half of all cooperatives sit in few soums, as people do.
    code = codes[min(int(chance.expovariate(4) * len(codes)), len(codes) - 1)]
    kind_mn, kind_en = ("холбоо", "Union") if is_union else ("хоршоо", "Cooperative")
    name = f"«{first_mn} {work_mn} {number + 1}» {kind_mn} (жишээ)"
    return Organization(
        token=f"{MARK}{number}",
        name_mn=name,
        name_en=f"{first_en} {work_en} {number + 1} {kind_en} (sample)",
        name_key=key_of(name),
        level=Level.UNION if is_union else chance.choices([Level.PRIMARY, Level.SECONDARY], [9, 1])[0],
        legal_form="association"
        if is_union
        else "savings-credit"
        if activity == "ICA140"
        else "primary-cooperative",
        founded=str(chance.randint(1995, 2025)),
        place=code,
        isic=Isic(isic),
        activities=sorted({activity, *chance.sample(Activity.values, chance.choice([0, 0, 1]))}),
        member_type=chance.choice(MemberType.values),
        about=f"{_ABOUT.get(activity, '')} {place(code).full_name}.".strip(),
        status=Status.UNCONFIRMED if number % UNCONFIRMED_OF == 1 else Status.LISTED,
        umbrella_since=timezone.now() if is_union else None,
    )


def _surround(made: list[Organization], union: Organization | None, chance: random.Random) -> None:
    """Consent, figures, and who vouches for them. Samples have no contacts: nobody is there to be reached."""
    now, year = timezone.now(), timezone.localdate().year - 1
    PublicationConsent.objects.bulk_create(
        PublicationConsent(organization=one, purpose=Purpose.DIRECTORY) for one in made
    )
    YearFigures.objects.bulk_create(
        YearFigures(organization=one, **numbers) for one, numbers in _figures(made, year, chance)
    )
    RegisterCheck.objects.bulk_create(
        RegisterCheck(organization=one, number="0000000") for one in made if _in(one, CHECKED_OF)
    )
    if union is not None:
        Affiliation.objects.bulk_create(
            Affiliation(umbrella=union, member=one, state=Affiliation.State.CONFIRMED, decided_at=now)
            for one in made
            if one != union and _in(one, CONFIRMED_OF)
        )


def _confirm(made: list[Organization], union: Organization | None, chance: random.Random) -> None:
    """Of those that are not overdue some were said to be right lately: by their owner, the union or the agency."""
    rows = []
    for one in made:
        if one.status == Status.LISTED and _in(one, SAID_RIGHT_OF):
            by = chance.choice(Freshness.By.values if union else [Freshness.By.OWNER, Freshness.By.AGENCY])
            at = timezone.now() - dt.timedelta(days=chance.randint(0, 150))
            for_union = union if by == Freshness.By.UMBRELLA else None
            rows.append(
                Freshness(
                    organization=one,
                    counted_from=at,
                    confirmed_at=at,
                    confirmed_as=by,
                    confirmed_for=for_union,
                )
            )
    Freshness.objects.bulk_create(rows)


def _post(made: list[Organization]) -> None:
    """Offers and needs, each open for some time from today on; their titles say what they are."""
    posts = []
    for number, one in enumerate(one for one in made if _in(one, POSTS_OF) or _in(one, POSTS_OF + 1)):
        kind, texts = (Post.Kind.OFFER, _OFFERS) if number % 2 else (Post.Kind.NEED, _NEEDS)
        sector = next((code for code in one.activities if code in texts), "")
        if sector:
            title, text = texts[sector]
            posts.append(
                Post(
                    organization=one,
                    kind=kind,
                    title=f"{title} (жишээ)",
                    text=text,
                    place=one.place,
                    sector=sector,
                    until=timezone.localdate() + dt.timedelta(days=10 + number % 50),
                    token=f"{one.token}-post",
                )
            )
    Post.objects.bulk_create(posts)


def _index(keys: Iterable[int]) -> None:
    """Entries, and what stands on the board of theirs."""
    keys = list(keys)
    outbox.add_many(kind="index", keys=[f"{Organization._meta.label_lower}:{key}" for key in keys])
    outbox.add_many(kind="index", keys=attached.index_keys(keys))


def _in(one: Organization, of: int) -> bool:
    return int(str(one.token).removeprefix(MARK)) % of == 0


def _figures(
    made: list[Organization], year: int, chance: random.Random
) -> Iterator[tuple[Organization, dict[str, int]]]:
    for one in made:
        members = chance.randint(9, 120)
        yield (
            one,
            {
                "year": year,
                "members": members,
                "women": chance.randint(0, members),
                "youth": chance.randint(0, members // 2),
            },
        )


def remove() -> int:
    """Take them all away, with all that was done to them since. Returns how many there were."""
    removed = 0
    while True:
        with transaction.atomic():
            keys = list(samples().values_list("pk", flat=True)[:BATCH])
            if not keys:
                return removed
            _index(keys)
            with log_guard.lifted():
                told: models.QuerySet[Change] = models.QuerySet(Change).filter(
                    models.Q(organization__in=keys) | models.Q(other__in=keys)
                )
                told._raw_delete(told.db)
                Organization.objects.filter(pk__in=keys).delete()
            page_cache.raise_version()
        removed += len(keys)
