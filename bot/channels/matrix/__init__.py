"""The Matrix channel: what people write in a room of Matrix, and what Naast says there.

The way of a message, stop by stop:

1. `sync` fetches what is new on the homeserver, and remembers how far all of it has been handled.
2. `reading` turns an event into something said; `room` tells whether it is meant for Naast.
3. `channel` puts it in the queue of its room, and hands it to the conversation.
4. `rendering` makes messages of the replies; `sending` sees to it that each arrives once.

`account` logs in and keeps one device over restarts. Everything that waits for the homeserver waits
with `patience`. matrix-nio encrypts, decrypts and knows who is in a room; fetching, order and
delivery are ours, because nio saves its place in the stream before anything has been handled.
"""
