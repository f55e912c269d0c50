"""Whatever people and releases do, in any order: what must hold after every turn.

The machine talks over the shipped content. Between two messages that content may change, as it does
when a new release is installed while somebody is in the middle of a dialog.
"""

from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.engine import flow
from bot.engine.choosing import Bound, parse
from bot.engine.session import LONGEST_PATH, Session, from_json, to_json
from bot.engine.turn import Turn, take_turn
from bot.messages import Attachment, Incoming, Reply
from tests.engine.releases import RELEASES, is_sound, steps_of
from tests.small import shipped
from tests.talk import NOON

CANARY = "kanariegeel"
"""A word that no content has: what is typed with it must not be found in what is kept."""

LARGEST_ID = 64
"""Bytes of a choice's id: the limit of Telegram's callback data."""

LARGEST_SESSION = 16_000
"""Characters of a stored session that no conversation of this length comes near."""

CHARACTERS = st.characters(codec=None, categories=None)
ANY_TEXT = st.one_of(
    st.text(CHARACTERS, max_size=40),
    st.text(st.sampled_from("ja neⅣ²٣१🙂👩‍👩‍👧\x00\ud83d\u200b\u202e\t\n./?:{}<>&\"'\\"), max_size=30),
    st.builds(
        lambda text, times: text * times, st.text(CHARACTERS, min_size=1, max_size=9), st.integers(400, 3000)
    ),
)
SAID = st.sampled_from(
    """ja|jaa|nee|neee|weet niet|geen idee|1|2.|optie 3|99|0|de tweede|laatste|een|verder|terug|vorige
    |wijzig|opnieuw|start|/start|stop|gegevens|vergeet|ja, wis alles|hulp|?|privacy|hallo|dank je wel|doei
    |wat kost het|mag ik een andere ondersteuner|hoe duur is een pgb|artikel 10|taak 2|artikel 99
    |competentie 3.3|art 2.3.2 wmo|wmo of wlz|waar vind ik iemand|de beroepscode opzoeken|den bos|Bergen
    |Haaren|ik woon in Hengelo|Utrecht of Zeist|Utrecht|haaglanden|best|Xyzstad|ik wil dood
    |mijn bsn is 123456782|ik heb geen wlz indicatie|how are you my friend|toestemming en leeftijd|15|2 jaar
    """.replace("\n", "").split("|")
).map(str.strip)
GARBAGE = st.one_of(
    st.text(CHARACTERS, max_size=80),
    st.sampled_from(
        """.|:|ja|ja.|ja.00000000|.00000000|change:|change:0.0|change:٣.٣|change:0.99999999999999999999
        |dialog:|dialog:x/y|dialog:citizen/start|place:|place:Atlantis|place:Utrecht|command:|command:nope
        |command:forget_sure|command:resume|answer:|answer:x|passage:beroepscode/artikel_99|term:|term:wlz
        """.replace("\n", "").split("|")
    ).map(str.strip),
)


class Conversation(RuleBasedStateMachine):
    """One conversation with one person."""

    def __init__(self) -> None:
        super().__init__()
        self.library = shipped()
        self.session = Session()
        self.replies: tuple[Reply, ...] = ()
        self.pressed: list[str] = []  # every id that was ever offered
        self.read: set[tuple[str, ...]] = set()  # every question with its labels that was ever put
        self.stood: dict[str, tuple[str, ...]] = {}  # a bound id: the question that it stood under
        self.events = 0

    @initialize(
        text=st.sampled_from(["hallo", "waar vind ik iemand", "wmo of wlz", "toestemming en leeftijd"])
    )
    def begin(self, text: str) -> None:
        self.take(text=text)

    @rule(text=ANY_TEXT)
    def type_anything(self, text: str) -> None:
        self.take(text=text)

    @rule(text=SAID)
    def type_what_people_type(self, text: str) -> None:
        self.take(text=text)

    @rule(text=SAID, after=st.booleans())
    def type_what_must_not_be_kept(self, text: str, after: bool) -> None:
        self.take(text=f"{text} {CANARY}" if after else f"{CANARY} {text}")

    @precondition(lambda self: self.offered())
    @rule(which=st.integers(0, 99), how=st.sampled_from(["press", "label", "lower", "slip", "number"]))
    def answer(self, which: int, how: str) -> None:
        self.choose(which, how)

    def choose(self, which: int, how: str) -> None:
        choices = self.offered()
        number = which % len(choices)
        label = choices[number].label
        match how:
            case "press":
                self.take(choice=choices[number].id)
            case "label":
                self.take(text=label)
            case "lower":
                self.take(text=f"  {label.lower()}!")
            case "slip":
                self.take(text=label[: len(label) // 2] + label[len(label) // 2 + 1 :])
            case _:
                self.take(text=str(number + 1))

    @precondition(lambda self: self.pressed)
    @rule(which=st.integers(0, 9999))
    def press_what_was_offered_earlier(self, which: int) -> None:
        self.take(choice=self.pressed[which % len(self.pressed)])

    @rule(choice=GARBAGE)
    def press_garbage(self, choice: str) -> None:
        self.take(choice=choice)

    @rule()
    def send_a_file(self) -> None:
        self.take(attachment=Attachment(f"/tmp/{CANARY}", CANARY))

    @rule(
        release=st.sampled_from(sorted(RELEASES)),
        where=st.sampled_from(["open question", "open dialogs", "anywhere"]),
        place=st.integers(0, 9999),
        answer=st.booleans(),
    )
    def install_a_release(self, release: str, where: str, place: int, answer: bool) -> None:
        """Changes the content, mostly where the conversation is; the person may not have seen it."""
        steps = steps_of(self.library)
        waiting = flow.open_question(self.library, self.kept())
        match where:
            case "open question":
                steps = [(waiting.dialog.id, waiting.ask.id)] if waiting else []
            case "open dialogs":
                open_dialogs = {frame.dialog for frame in self.session.frames}
                steps = [(dialog, step) for dialog, step in steps if dialog in open_dialogs]
        if steps:
            dialog, step = steps[place % len(steps)]
            note(f"{release}: {dialog}, {step}")
            self.library = RELEASES[release](self.library, dialog, step)
            assert is_sound(self.library)
        if answer and self.offered():
            self.choose(place, ["press", "label", "number"][place % 3])

    @rule()
    def go_back_to_the_first_release(self) -> None:
        self.library = shipped()

    # ---- what must hold

    def offered(self) -> list[Any]:
        with_choices = [reply for reply in self.replies if reply.choices]
        return list(with_choices[-1].choices) if with_choices else []

    def take(self, **said: Any) -> None:
        self.events += 1
        incoming = Incoming("test:1", str(self.events), NOON, **said)
        turn = take_turn(self.library, self.session, incoming)
        with patch.object(flow, "give", wraps=flow.give) as give:
            stored = from_json(to_json(self.session))
            assert turn == take_turn(self.library, stored, incoming), "stored or not, the same gives the same"
        self.hear(turn)
        if give.called:
            self.took_no_unread_step(incoming)
        self.session, self.replies = turn.session, turn.replies
        self.remember(turn)

    def hear(self, turn: Turn) -> None:
        """What a person may count on in every reply."""
        assert turn.replies and any(reply.text.strip() for reply in turn.replies)
        last = turn.replies[-1]
        assert last.choices or flow.open_question(self.library, turn.session), "no way on"
        for reply in turn.replies:
            assert "{" not in reply.text, "a placeholder was not filled"
            ids = [choice.id for choice in reply.choices]
            assert len(set(ids)) == len(ids)
            assert all(choice.label for choice in reply.choices)
            assert all(len(id.encode()) <= LARGEST_ID for id in ids)

    def took_no_unread_step(self, incoming: Incoming) -> None:
        """An answer counts only for a question that stands as it was read."""
        waiting = flow.open_question(self.library, self.kept())
        assert waiting
        question = question_of(waiting.reply)
        if incoming.text is not None:
            assert question in self.read, "a question was answered that nobody has read"
        elif incoming.choice in self.stood:
            assert self.stood[incoming.choice] == question, "a button took a step elsewhere"

    def kept(self) -> Session:
        return flow.keep_what_fits(self.library, self.session)[0]

    def remember(self, turn: Turn) -> None:
        for reply in turn.replies:
            self.pressed += [choice.id for choice in reply.choices]
            for choice in reply.choices:
                if isinstance(parse(choice.id), Bound):
                    self.stood[choice.id] = question_of(reply)
        waiting = flow.open_question(self.library, turn.session)
        if waiting and waiting.reply in turn.replies:
            self.read.add(question_of(waiting.reply))

    @invariant()
    def the_session_is_small_and_holds_no_text(self) -> None:
        stored = to_json(self.session)
        assert from_json(stored) == self.session
        assert len(stored) < LARGEST_SESSION
        assert CANARY not in stored
        ids = [frame.dialog for frame in self.session.frames]
        assert len(set(ids)) == len(ids) <= len(self.library.dialogs) + len(shipped().dialogs)
        for frame in self.session.frames:
            dialog = self.library.dialogs.get(frame.dialog)
            assert dialog is None or len(frame.path) <= max(LONGEST_PATH, 2 * len(dialog.steps)) + 1


def question_of(reply: Reply) -> tuple[str, ...]:
    """A question as it is read: its words and labels."""
    return (reply.text, *(choice.label for choice in reply.choices))


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
