"""The Telegram channel. An update comes in through `polling` or `webhook`, is read by `update`, becomes
a turn in `reception`, is rendered by `message` and leaves through `outbox`."""
