"""A loopback Telegram to try a bot on by hand: `python -m tests.botapi [--port 8081]`.

What is typed goes to the bot as the messages of one person; `[Ja]` presses the button with that label.
What the bot says is printed, with its buttons in brackets.
"""

import argparse
import asyncio
import sys

from tests.botapi import BotApi, Message


def show(message: Message) -> None:
    """Prints a message of the bot."""
    print(message.line(), flush=True)


async def main() -> None:
    """Serves until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8081, help="where to listen; 0 for any free port")
    options = parser.parse_args()
    async with BotApi(port=options.port) as api:
        print(f"NAAST_TELEGRAM_API={api.url} NAAST_TELEGRAM_TOKEN={api.token} naast telegram", flush=True)
        person = api.person("U")
        person.chat.listener = show
        while line := await asyncio.to_thread(sys.stdin.readline):
            said = line.strip()
            try:
                if said.startswith("[") and said.endswith("]"):
                    person.tap(said[1:-1])
                elif said:
                    person.say(said)
            except AssertionError as error:
                print(error, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
