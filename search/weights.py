"""Every weight of the ranking, with the figure that justified it (MRR@10 on the tuning half; `make search-quality`).

How a score is made: each clause counts its best alternative (BM25, title x TITLE in engine/base.py), clauses are added
up; then the hundred best candidates are ranked again by what stands here.
"""

from __future__ import annotations

# One way of meaning a word, against another (search.md 4; an exact word always outweighs a guess).
EXACT = 1.0
OTHER_STEM = 0.9
#: The i-th reading of Latin letters counts READING * READING_FALLS**i.
READING, READING_FALLS = 0.9, 0.97
SAME_KEY = 0.85
LAYOUT = 0.8
LOOKS_LIKE = 0.95
#: A reading that only has a stem in common with a known word.
ONLY_STEM = 0.6
#: A key of one or two letters: many words share it.
SHORT_KEY = 0.6
#: One slip, two slips; less where a consonant differs.
SLIP, TWO_SLIPS, OTHER_CONSONANT = 0.7, 0.5, 0.85
#: A word that begins like the typed one, which no text holds.
BEGINNING = 0.75
#: The same, where the typed word is a word, too: it may be half a longer one.
LONGER = 0.4
#: Guesses that are so much worse than the best one are left out.
NEAR_BEST = 0.85
TRANSLATION = 0.6
SYNONYM = 0.5
#: A form that the glossary lists beside the standing one: coop, ХЗХ.
VARIANT = 0.8

# Kinds of what is found. Guides are long and few, entries, notices and topics short and many: BM25 favours the short
# ones, so they count less (with 20,000 of them as noise MRR rises from 0.82 to 0.91 against 1.0, 0.95, 0.85).
STEPS = 1.25
GUIDE, LAW = 1.2, 1.1
OFFER, FORM = 1.1, 1.05
PLAIN = DOOR = 1.0
ENTRY = NOTICE = 0.75
BACKGROUND = 0.9
TERM = 0.8
TALK = 0.65
HOUSE = 0.8
#: What has ended counts this much less.
ENDED = 0.7

# Ranking again.
#: Kinds that count at least so much have a hundred candidates of their own, so that no crowd keeps them out.
MAIN = 0.8
#: BM25 counts a word that fills a short text for more than one a long guide returns to. So of the best candidates the
#: text is read, so far: the score counts (1 + words of the query in it) ** DEPTH, and up to 1 + NEAR where all words of
#: the query stand within NEAR_WORDS words of each other.
CANDIDATES_READ, READ = 30, 5_000
DEPTH, NEAR, NEAR_WORDS = 0.15, 0.5, 8
#: Share of the score that does not depend on how many clauses match.
ANY_CLAUSE = 0.5
#: A title that holds all the words; one that holds nothing else that carries.
WHOLE_TITLE, NOTHING_ELSE = 1.6, 1.25
#: The reader's own language.
OWN_LANGUAGE = 1.3
VERIFIED = 1.1
#: News count half as much after so many days, but never less than NEWS_LEAST.
NEWS_HALF_LIFE, NEWS_LEAST = 180, 0.3
