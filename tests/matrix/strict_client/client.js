// A person whose client talks with signed devices only, as Element does in its strict mode.
//
// One JSON object a line, in and out. The first line in says who it is; then each line is a command:
//   {"homeserver", "user", "password"}      -> {"ready": true}
//   {"start": user}                         -> {"room"}, an encrypted direct room
//   {"room", "say"}                         -> {"said": event}
//   {"of": user, "besides": device}         -> {"signed": device}, another one, once its owner has signed it
// In between come the things that happen:
//   {"joined": user, "room"}
//   {"heard": text, "room", "sender"}, or {"unreadable": why, "room", "sender"}
// It ends with its input.

import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

import { createClient, ClientEvent, MatrixEventEvent, RoomEvent, RoomMemberEvent } from "matrix-js-sdk";
import { OnlySignedDevicesIsolationMode } from "matrix-js-sdk/lib/crypto-api/index.js";

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {}, getChild: () => SILENT };
for (const level of ["trace", "debug", "info", "log", "warn"]) console[level] = () => {};

const tell = (object) => stdout.write(`${JSON.stringify(object)}\n`);

async function enter({ homeserver, user, password }) {
  const identifier = { type: "m.id.user", user };
  const login = await createClient({ baseUrl: homeserver, logger: SILENT }).loginRequest({
    type: "m.login.password",
    identifier,
    password,
  });
  const client = createClient({
    baseUrl: homeserver,
    userId: login.user_id,
    deviceId: login.device_id,
    accessToken: login.access_token,
    logger: SILENT,
  });
  await client.initRustCrypto({ useIndexedDB: false });
  const crypto = client.getCrypto();
  crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
  await crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: (upload) => upload({ type: "m.login.password", identifier, password }),
  });
  listen(client);
  const synced = new Promise((resolve) => client.once(ClientEvent.Sync, resolve));
  await client.startClient();
  await synced;
  return client;
}

function listen(client) {
  const hear = (event) => {
    if (event.getSender() === client.getUserId() || event.isBeingDecrypted()) return;
    const about = { room: event.getRoomId(), sender: event.getSender() };
    if (event.isDecryptionFailure()) tell({ unreadable: event.decryptionFailureReason, ...about });
    else if (event.getType() === "m.room.message") tell({ heard: event.getContent().body, ...about });
  };
  client.on(RoomEvent.Timeline, (event) => event.isEncrypted() || hear(event));
  client.on(MatrixEventEvent.Decrypted, hear);
  client.on(RoomMemberEvent.Membership, (_, member) => {
    if (member.membership === "join") tell({ joined: member.userId, room: member.roomId });
  });
}

async function start(client, other) {
  const { room_id: room } = await client.createRoom({
    preset: "trusted_private_chat",
    is_direct: true,
    invite: [other],
    initial_state: [
      { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } },
    ],
  });
  tell({ room });
}

async function say(client, room, text) {
  const { event_id: said } = await client.sendTextMessage(room, text);
  tell({ said });
}

async function waitUntilSigned(client, user, besides) {
  for (;;) {
    const known = (await client.getCrypto().getUserDeviceInfo([user], true)).get(user) ?? new Map();
    for (const device of known.keys()) {
      const status = await client.getCrypto().getDeviceVerificationStatus(user, device);
      if (device !== besides && status?.signedByOwner) return tell({ signed: device });
    }
    await setTimeout(50);
  }
}

let client;
for await (const line of createInterface({ input: stdin })) {
  const command = JSON.parse(line);
  if (!client) {
    client = await enter(command);
    tell({ ready: true });
  } else if (command.start) {
    await start(client, command.start);
  } else if (command.of) {
    await waitUntilSigned(client, command.of, command.besides);
  } else {
    await say(client, command.room, command.say);
  }
}
client?.stopClient();
process.exit(0);
