"""Signs of danger to life, violence or abuse: what a message says before anything else is asked of it.

A missed cry for help is the worst thing that Naast can do, and a telephone number thrown at a
professional who asks about the reporting code is bad too. So no model decides here, and no score:
`knowledge/safety.yaml` does. An editor writes down **signals** ("maakt er een eind aan") and
**look-alikes** ("ga dood van het wachten"), and this module finds them. Every decision can be pointed
at: `signs` tells which signal was seen, and in which words.

**How a phrase is written.** A phrase is a row of words with a few marks:

    pillen liggen klaar      these words, in this order
    (ik|hij|mijn zus)        one of these
    <naaste>                 one of the words of this list, under `lists:`; a list may name other lists
    echt?                    a word, a choice or a list that may be left out
    ...   ...6               a gap of at most three, of at most six words
    ....25                   a gap of at most 25 words that runs on over the end of a sentence, but
                             never over a word of the list `now:` ("nu", "zojuist", "vannacht")
    pillen & afscheid        both, in either order, with at most six words between them; &3: at most three
    .                        the beginning or the end of a sentence, or of the whole message
    0                        any number in figures

Nothing else crosses the end of a sentence, unless the phrase says so with a dot. Between any two words
of a phrase people may put `fillers:` ("echt", "nu", "gewoon"), three at most, without being misheard.

**How words are compared.** Text and phrases pass through the same sieve: small letters, no accents,
no apostrophes, no letter three times over. A word that no phrase knows is then tried three ways:
as a spelling that is listed (`spellings:`), by ear ("zelfmoort", "vermoordt", "selfmoord" sound as
"zelfmoord" does), and at last as a slip of the finger: one letter wrong, missing, too many or
swapped. Slips are forgiven only in the telling words that `forgive:` lists, of five letters or more,
and only behind the right first letter. Common words that sound like a sign, or are one letter away
from it ("veerkracht", "doorgaan"), are listed in `leave_alone:` and stay what they are.

**How a look-alike wins.** It takes away the signals that lie *wholly within its own words*, never
those beside it: "ik ga dood van het wachten en ik heb de pillen klaarliggen" loses "ik ga dood" and
keeps the pills. So a signal is laid as short as it goes, a look-alike as long as it goes; and a
look-alike may begin or end with a gap, to reach that many words further within its sentence. The
`light:` words that a signal begins with ("ik", "het", "is") need not lie within, so that "ga dood van"
is enough. Look-alikes are not even sought in a message without a signal, which is nearly every one.

**Why it is fast.** A phrase is unrolled into plain rows of word sets, and each row is filed under its
rarest word, its *anchor*. A message is walked once; only at an anchor is a row tried, from there to
the left and to the right, and only where a word of each of its other choices is somewhere in the
message. Common words ("ik", "niet") hardly ever anchor anything, so of a message of forty words a few
rows are tried. Of a very long message the beginning and the end are read: whoever needs help says so
first or last.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from bot.answering.danger_index import Bounds, Sign, SignIndex
from bot.answering.danger_phrase import PhraseRows
from bot.answering.danger_words import Ear, read_part, words_in
from bot.answering.safety import Safety
from bot.record import record


@record
class Danger:
    """A message tells of danger."""

    kind: str
    contacts: tuple[str, ...]
    reply: str


class DangerSigns:
    """All signals and look-alikes, ready to be seen. Build it once; what it sees never changes, and it can
    be pickled."""

    def __init__(self, safety: Safety) -> None:
        phrases = PhraseRows(safety)
        self._dangers = {name: Danger(name, kind.contacts, kind.reply) for name, kind in safety.kinds.items()}
        self._order = {name: place for place, name in enumerate(safety.kinds)}
        fillers = words_in(safety.fillers)
        self._light = fillers | words_in(safety.light)
        self._bounds = Bounds(*map(words_in, (safety.now, safety.joiners, safety.subjects)))
        signals = {name: kind.signals for name, kind in safety.kinds.items()}
        self._signals = SignIndex(phrases, signals, fillers, self._light)
        self._look_alikes = SignIndex(phrases, safety.look_alikes, fillers, self._light)
        words = (self._signals.words, self._look_alikes.words, self._light, *self._bounds)
        self._ear = Ear(frozenset().union(*words), safety)

    def get_used_to(self, texts: Iterable[str]) -> None:
        """Hears the words of these texts sooner from now on, and just as before."""
        self._ear.get_used_to(texts)

    def find(self, text: str) -> Danger | None:
        """The most pressing danger that a message tells of, if any. Never raises, whatever the text."""
        signs = self.signs(text)
        return self._dangers[signs[0].kind] if signs else None

    def signs(self, text: str) -> list[Sign]:
        """The signals in a message that no look-alike takes away, most pressing kind first."""
        words = self._ear.hear(read_part(text))
        signals = self._seen_signals(words)
        if signals:
            signals = self._uncovered(signals, self._seen_look_alikes(words))
        return sorted(signals, key=lambda sign: (self._order[sign.kind], sign.first))

    def look_alikes(self, text: str) -> list[Sign]:
        """The look-alikes in a message that take a signal away: for editors and tests."""
        words = self._ear.hear(read_part(text))
        signals = self._seen_signals(words)
        return [
            each
            for each in self._seen_look_alikes(words)
            if len(self._uncovered(signals, [each])) < len(signals)
        ]

    def _uncovered(self, signals: Sequence[Sign], look_alikes: Sequence[Sign]) -> list[Sign]:
        """The signals that do not lie within a look-alike, but for the light words that they begin with."""
        ends: dict[int, int] = defaultdict(int)  # the farthest end of a look-alike, by where it begins
        for look_alike in look_alikes:
            ends[look_alike.first] = max(ends[look_alike.first], look_alike.last)
        begins = sorted(ends)
        farthest = [0, *accumulate((ends[begin] for begin in begins), max)]
        return [
            sign
            for sign in signals
            if farthest[bisect_right(begins, sign.first_heavy(self._light))] < sign.last
        ]

    def _seen_signals(self, words: Sequence[str]) -> list[Sign]:
        return list(self._signals.seen_in(words, self._bounds.of_signals(words), short=True))

    def _seen_look_alikes(self, words: Sequence[str]) -> list[Sign]:
        return list(self._look_alikes.seen_in(words, self._bounds.of_look_alikes(words), short=False))
