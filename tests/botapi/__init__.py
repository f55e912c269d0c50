"""A Bot API server on the loopback, as strict as Telegram, for tests and for the benchmark.

    async with BotApi() as api:             # listens on api.url, for the bot with api.token
        anna = api.person("Anna")
        anna.say("hallo")                   # or start("payload"), send_document(…), edit(…), block() …
        answer = await anna.chat.hears()    # the next message of the bot; fails after ten seconds
        query = anna.tap("Ja")              # a button by its label
        await api.until(lambda: …)          # anything else that has to happen
        await anna.chat.until(lambda: query.answer)
        print(anna.chat.transcript())       # what stands there now, buttons in brackets
        assert not api.refused              # nothing that Telegram would have refused
        assert not api.misspelt             # no parameter that Telegram does not know

    NAAST_TELEGRAM_API=api.url  NAAST_TELEGRAM_TOKEN=api.token

- `api.person(…)` is somebody who has not written yet; `api.group("Buurt")` a group, into which
  `anna.add_bot(group)` takes the bot; `anna.say("/help", group)`. See `person`.
- `message.text`, `.labels`, `.buttons`, `.marked("expandable_blockquote")`, `.deleted`, `.edits`;
  `chat.shows`, `chat.by_bot`, `chat.actions` (typing …). See `chat`.
- `await anna.ask_inline("art 10")` gives the answer with its `results`; `anna.choose(result, chat)`.
- `api.faults.next("sendMessage", Kind.TOO_MANY, Fault(Kind.SLOW, seconds=2))`, `.in_chat(chat.id, …)`,
  `.by_chance(seed, {Fault(Kind.HANGS): 0.01})`; "webhook" is the delivery of an update. See `fault`.
- `api.rate.on = True` switches Telegram's limits of speed on. See `rate`.
- `api.world.updates.redeliver(update_id)` delivers an update once more; `.waiting` are those that are
  not acknowledged; `api.world.query_lifetime = 0` makes every query too old to be answered.
- `api.webhook.proxy = "http://127.0.0.1:8080"` passes deliveries for an https address on to there.
- `api.calls`, `api.counted`, `api.webhook.deliveries`: what the bot did.
- `api.world.reads_groups = True` switches privacy mode off: the bot hears all that is said in groups.

`python -m tests.botapi` serves one person at the keyboard. The modules `program`, `scripted` and
`endurance` know Naast: they run it as a process, and know what it should say. All others share no code
with the program, and every answer is read with the models of others in their tests. Rules cite
https://core.telegram.org/bots/api where they stand.
"""

from tests.botapi.chat import Chat, Message
from tests.botapi.fault import Fault, Kind
from tests.botapi.person import Person
from tests.botapi.server import BotApi
from tests.botapi.world import TOKEN, World

__all__ = ["TOKEN", "BotApi", "Chat", "Fault", "Kind", "Message", "Person", "World"]
