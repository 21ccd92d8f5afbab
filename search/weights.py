"""Every weight of the ranking, with the figures that justified it.

How a score is made: each clause counts its best alternative (BM25, title x TITLE in engine/base.py), clauses are added
up; then the hundred best candidates are ranked again by what stands here.

Figures: MRR@10 of the tuning half of the judged queries (tests/search/judged.jsonl), without / with 20,000 documents of
noise, one weight changed at a time (benchmarks/search_weights.py); all weights as they stood gave .967 / .942. They are
older than the third version of the analysis (.970 / .943 for all queries). "Even": the other values tried changed
neither figure by a thousandth; such a weight only orders what competes too rarely to be measured. The noise is of the
short kinds, and some weights are a choice between both figures.
"""

from __future__ import annotations

# One way of meaning a word, against another (search.md 4; an exact word always outweighs a guess).
EXACT = 1.0
OTHER_STEM = 0.9  # 0.7: .967 / .941, 1.0: .967 / .940
#: The i-th reading of Latin letters counts READING * READING_FALLS**i.
READING, READING_FALLS = 0.9, 0.97  # 0.7: .962 / .943, 1.0 even; 0.9 and 1.0 even
SAME_KEY = 0.7  # 0.5: .967 / .947, 0.85: .967 / .941, 1.0: .965 / .939
#: A word of the texts but for the length of a vowel, where the stem made of what was typed is another (it then counts
#: ONLY_STEM): хоршо is хоршоо, no form of хорших. Without both typo .964 / .975, all .971 / .944.
SAME_WORD = 1.0  # typo .975 / .979, all .972 / .943; ONLY_STEM alone: typo .967 / .951
LAYOUT = 0.8  # 0.5 and 1.0 even
LOOKS_LIKE = 0.95  # 0.7 and 1.0 even
#: A reading that only has a stem in common with a known word.
ONLY_STEM = 0.6  # 0.3 and 0.9 even
#: A key of one or two letters: many words share it.
SHORT_KEY = 0.6  # 0.3: .965 / .941, 0.9 even
#: One slip, two slips; less where a consonant differs.
SLIP = 0.7  # 0.55: .962 / .942, 0.9 even
TWO_SLIPS = 0.5  # 0.3 even, 0.65: .964 / .942
OTHER_CONSONANT = 0.85  # 0.6: .961 / .939, 1.0 even
#: A word that the dictionary knows was hardly a slip, though no text holds it.
WORD_AS_SLIP = 0.5  # even; the typing errors of both halves: .972, with 1.0 .964
#: A word that begins like the typed one, which no text holds.
BEGINNING = 0.75  # 0.5 and 1.0 even
#: The same, where the typed word is a word, too: it may be half a longer one.
LONGER = 0.4  # 0.1 even, 0.7: .964 / .937
#: Guesses that are so much worse than the best one are left out.
NEAR_BEST = 0.85  # 0.7 and 0.95 even
TRANSLATION = 0.6  # 0.3 even, 0.9: .967 / .939
#: A term's own form, where its letters are others: хоршо, horshoo for хоршоо. It is looked for among the stems, too.
ITSELF = 0.9  # both halves: 0.7 .971 / .943, 0.8 .973 / .943, 1.0 .973 / .942; as a synonym .972 / .943
SYNONYM = 0.5  # 0.2: .967 / .940, 0.8: .964 / .942
#: A form that the glossary lists beside the standing one: coop, ХЗХ.
VARIANT = 0.8  # 0.5: .966 / .940, 1.0: .965 / .941

# Kinds of what is found. Guides are long and few, entries, notices and topics short and many: BM25 favours the short.
STEPS = 1.25  # 1.0: .966 / .943
GUIDE = 1.2  # 1.0: .959 / .941
LAW = 1.05  # 1.0 even
OFFER = 1.1  # 1.0: .968 / .940
FORM = 1.05  # 1.0: .968 / .941
PLAIN = DOOR = 1.0
TERM = 0.8  # 1.0: .967 / .944, yet a guide answers more than a definition
ENTRY = NOTICE = 0.75  # 1.0: .967 / .938
BACKGROUND = 0.9  # 1.0 even
TALK = 0.75  # 1.0: .967 / .938
HOUSE = 0.8  # 1.0: .965 / .943
#: What has ended, and an entry that nobody has confirmed, count this much less. No judged query asks for them.
ENDED = UNCONFIRMED = 0.7

# Ranking again.
#: Kinds that count at least so much have a hundred candidates of their own, so that no crowd keeps them out.
MAIN = 0.8  # without: .967 / .941
#: BM25 counts a word that fills a short text for more than one a long guide returns to. So of the best candidates the
#: text is read, so far: the score counts (1 + words of the query in it) ** DEPTH, and up to 1 + NEAR where all words of
#: the query stand within NEAR_WORDS words of each other.
CANDIDATES_READ, READ = 30, 5_000  # 10: .967 / .940, 100 even; 1,500: .963 / .945
DEPTH = 0.15  # 0: .953 / .937, 0.3: .954 / .937
NEAR, NEAR_WORDS = 0.5, 8  # 0: .965 / .935, 1: .962 / .941; 3: .968 / .941, 25: .965 / .943
#: A text that has a word by a weak guess alone, where another has it as it was typed: хол is not хууль.
GUESSED = (
    0.25  # both halves: 1 .972 / .944, 0.6 .972 / .945, 0.4 .971 / .945, 0.25 .971 / .945, 0.1 .970 / .945
)
#: Share of the score that does not depend on how many clauses match.
ANY_CLAUSE = 0.35  # 0.2 even, 0.5: .968 / .941, 1: .969 / .934
#: A title that holds all the words; one that holds nothing else that carries.
WHOLE_TITLE, NOTHING_ELSE = 1.6, 1.25  # 1: .958 / .940, 2.2: .967 / .938; 1: .962 / .938, 1.5 even
#: A title that holds some of the words counts up to so much more.
PART_OF_TITLE = 0.2  # 0 even, 0.4: .970 / .940; the second set of queries: 0.2 .892, 0 .884
#: The reader's own language.
OWN_LANGUAGE = 1.3  # 1.0 even, 1.6: .965 / .941
#: Nothing is verified yet that a query could be judged by.
VERIFIED = 1.1
#: News count half as much after so many days, but never less than NEWS_LEAST. No judged query asks for news.
NEWS_HALF_LIFE, NEWS_LEAST = 180, 0.3
