"""Words that say nothing of what is looked for."""

#: Words that carry nothing, unless nothing else is left.
EMPTY = frozenset(
    (
        "a an and are as at be by can do does for from how i if in is it its me my of on or our shall should so that "
        "the their there they this to us was we what when where which who why will with you your "
        "me get want need does about into after before "
        "хүсэж хүсье байна байдаг байх хэрэгтэй болох вэ аль юунд хэнд юуг "
        "бол буюу ба болон вэ бэ уу үү юу юм нь гэж гэсэн яаж хэрхэн тухай мөн энэ тэр ямар хэн хаана хэзээ яах "
        "тулд талаар "
        "ve be uu yaj yaaj yamar hen haana gej baina bol tuhai"
    ).split()
)
