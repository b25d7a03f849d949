import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activateShipped,
  addCustomer,
  addServer,
  makeStarterContract,
  TECHNICIAN,
} from "../../../../../test/control/contract-fixture.ts";
import { openTestPlatform, type TestPlatform } from "../../../../../test/control/platform.ts";
import { inScope } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openContracts } from "../contracts/index.ts";
import { announceWork, cancelWork } from "./announce-work.ts";
import { listAnnouncements } from "./list-announcements.ts";

const HOUR = 3_600_000;
let platform: TestPlatform;
let customerId: string;
let serverId: string;
beforeAll(async () => {
  platform = await openTestPlatform();
  await activateShipped(platform, "ba");
  customerId = await addCustomer(platform);
  serverId = await addServer(platform, customerId, "vps1");
  const contracts = openContracts(platform, newId());
  await makeStarterContract(platform, contracts, {
    customerId,
    serverIds: [serverId],
    recipients: [{ name: "Kontakt", email: "kontakt@example.org", locale: "bs" }],
  });
});
afterAll(() => platform.close());

function work(startsInMs: number, hours = 1) {
  const startsAtMs = platform.clock.nowMs() + startsInMs;
  return {
    serverIds: [serverId],
    startsAtMs,
    endsAtMs: startsAtMs + hours * HOUR,
    subject: "Switch",
    text: "A switch is replaced.",
    cause: "planned-work" as const,
  };
}

describe("announced work", () => {
  it("ba-04: is told to the contract's recipients in their language, with the time it was told on record", async () => {
    await inScope(platform.db, "provider", (tx) =>
      announceWork(tx, platform.bus, work(25 * HOUR), TECHNICIAN, platform.clock.nowMs()),
    );
    const mails = await inScope(platform.db, "provider", (tx) =>
      tx.selectFrom("mail").selectAll().execute(),
    );
    expect(mails.map((mail) => [mail.recipient, mail.subject])).toEqual([
      ["kontakt@example.org", "Planirani radovi: Switch"],
    ]);
    expect(mails[0]!.body).toContain("vps1");
    const page = await inScope(platform.db, { customerId }, (tx) =>
      listAnnouncements(tx, { limit: 10 }),
    );
    expect(page.items).toMatchObject([
      { announcedAtMs: platform.clock.nowMs(), serverIds: [serverId] },
    ]);
  });
  it("ba-05: planned work cannot be announced backwards", async () => {
    const late = inScope(platform.db, "provider", (tx) =>
      announceWork(tx, platform.bus, work(-1000), TECHNICIAN, platform.clock.nowMs()),
    );
    await expect(late).rejects.toMatchObject({ code: "invalid" });
  });
  it("withdraws only what has not begun", async () => {
    const id = await inScope(platform.db, "provider", (tx) =>
      announceWork(tx, platform.bus, work(HOUR), TECHNICIAN, platform.clock.nowMs()),
    );
    platform.clock.advance(1.5 * HOUR);
    const cancel = inScope(platform.db, "provider", (tx) =>
      cancelWork(tx, id, TECHNICIAN, platform.clock.nowMs()),
    );
    await expect(cancel).rejects.toMatchObject({ code: "conflict" });
  });
  it("A01: another customer sees none of it", async () => {
    const stranger = await addCustomer(platform, "Stranger");
    expect(
      (
        await inScope(platform.db, { customerId: stranger }, (tx) =>
          listAnnouncements(tx, { limit: 10 }),
        )
      ).items,
    ).toEqual([]);
  });
});
