"""The Matrix channel: what people write in a room of Matrix, and what Naast says there.

The way of a message, stop by stop:

1. `sync` fetches what is new on the homeserver, and decrypts it.
2. `channel` has `reading` tell what an event says, and puts it in the `queue` of its room.
3. `reception` takes it out in its turn, has `addressing` tell whether it is meant for Naast, and hands
   it to the conversation. When that has committed it, `progress` may move on.
4. `rendering` makes messages of the replies; `sending` sees to it that each arrives once.

`run` begins and ends it all; `account` logs in and keeps one device over restarts. Everything that waits
for the homeserver waits with `patience`. matrix-nio encrypts, decrypts and knows who is in a room;
fetching, order and delivery are ours, because nio saves its place in the stream before anything has been
handled.
"""
