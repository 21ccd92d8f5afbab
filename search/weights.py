"""Every weight of the ranking, with the figures that justified it.

How a score is made: each clause counts its best alternative (BM25, title x TITLE in engine/base.py), clauses are added
up; then the hundred best candidates are ranked again by what stands here.

Figures: MRR@10 of the tuning half of the judged queries (tests/search/judged.jsonl), without / with 20,000 documents of
noise (benchmarks/search_quality.py). With the weights below, but TITLE 3, SAME_KEY .85, ANY_CLAUSE .5, LAW 1.1 and TALK
.65, it was .963 / .935; behind each weight stands what its neighbours gave, one changed at a time. The five changes
then gave .005 / .007 more. "Even": no other value tried made a difference in three places; such a weight only orders
what competes too rarely to be measured. Who asks without the dictionary with which the index was made: .961 / .937 over
both halves, against .965 / .940 with it.
"""

from __future__ import annotations

# One way of meaning a word, against another (search.md 4; an exact word always outweighs a guess).
EXACT = 1.0
OTHER_STEM = 0.9  # 0.7 even, 1.0: .963 / .934
#: The i-th reading of Latin letters counts READING * READING_FALLS**i.
READING, READING_FALLS = 0.9, 0.97  # 0.7: .963 / .933, 1.0 even; 0.9 and 1.0 even
SAME_KEY = 0.7  # 0.6: .964 / .939, 0.85: .963 / .935, 1.0: .963 / .932
LAYOUT = 0.8  # 0.5 and 1.0 even
LOOKS_LIKE = 0.95  # 0.7 and 1.0 even
#: A reading that only has a stem in common with a known word.
ONLY_STEM = 0.6  # 0.3 and 0.9 even
#: A key of one or two letters: many words share it.
SHORT_KEY = 0.6  # 0.3: .963 / .936, 0.9 even
#: One slip, two slips; less where a consonant differs.
SLIP, TWO_SLIPS, OTHER_CONSONANT = 0.7, 0.5, 0.85  # 0.4: .955 / .929; 0.7: .960 / .932; 0.6: .957 / .932
#: A word that begins like the typed one, which no text holds.
BEGINNING = 0.75  # 0.5 and 1.0 even
#: The same, where the typed word is a word, too: it may be half a longer one.
LONGER = 0.4  # 0.01 even, 0.7: .963 / .927
#: Guesses that are so much worse than the best one are left out.
NEAR_BEST = 0.85  # 0.7 and 0.95 even
TRANSLATION = 0.6  # 0.3 and 0.9 even
SYNONYM = 0.5  # 0.2 and 0.8 even
#: A form that the glossary lists beside the standing one: coop, ХЗХ.
VARIANT = 0.8  # 0.5 and 1.0 even

# Kinds of what is found. Guides are long and few, entries, notices and topics short and many: BM25 favours the short.
STEPS = 1.25  # 1.0: .964 / .935
GUIDE = 1.2  # 1.0: .957 / .934
LAW = 1.05  # 1.1: .963 / .935, 1.0: .963 / .936
OFFER = 1.1  # 1.0: .964 / .933
FORM = 1.05  # 1.0 even
PLAIN = DOOR = 1.0
TERM = 0.8  # 1.0: .961 / .936
ENTRY = NOTICE = 0.75  # 1.0: .963 / .933
BACKGROUND = 0.9  # 1.0 even
TALK = 0.75  # 1.0: .965 / .937, yet a topic that asks is no answer
HOUSE = 0.8  # 1.0: .963 / .936
#: What has ended counts this much less. No judged query asks for it.
ENDED = 0.7

# Ranking again.
#: Kinds that count at least so much have a hundred candidates of their own, so that no crowd keeps them out.
MAIN = 0.8  # without: even
#: BM25 counts a word that fills a short text for more than one a long guide returns to. So of the best candidates the
#: text is read, so far: the score counts (1 + words of the query in it) ** DEPTH, and up to 1 + NEAR where all words of
#: the query stand within NEAR_WORDS words of each other.
CANDIDATES_READ, READ = 30, 5_000  # 10 even, 60 and 100 even; 1,500: .964 / .934
DEPTH = 0.15  # 0: .954 / .933, 0.3: .952 / .939
NEAR, NEAR_WORDS = 0.5, 8  # 0: .957 / .926, 1: .960 / .936; 3: .962 / .935, 25: .964 / .935
#: Share of the score that does not depend on how many clauses match.
ANY_CLAUSE = 0.35  # 0.25: .963 / .938, 0.5: .963 / .935, 1: .957 / .927
#: A title that holds all the words; one that holds nothing else that carries.
WHOLE_TITLE, NOTHING_ELSE = 1.6, 1.25  # 1: .957 / .932, 2.2: .964 / .935; 1: .957 / .932, 1.5: .963 / .933
#: The reader's own language.
OWN_LANGUAGE = 1.3  # 1: .963 / .933, 1.6: .961 / .932
#: Nothing is verified yet that a query could be judged by.
VERIFIED = 1.1
#: News count half as much after so many days, but never less than NEWS_LEAST. No judged query asks for news.
NEWS_HALF_LIFE, NEWS_LEAST = 180, 0.3
