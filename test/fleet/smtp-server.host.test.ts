import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFleet, type Fleet } from "./index.ts";
import { startSmtpServer, type SmtpServer } from "./smtp-server.ts";

let fleet: Fleet;
let mail: SmtpServer;

beforeAll(async () => {
  fleet = await openFleet({ name: "smtp-test" });
  mail = await startSmtpServer(fleet, { startTls: true });
});

afterAll(async () => {
  mail.close();
  await fleet.close();
});

/** Sends with curl, which is no code of ours, over TLS that has to verify. */
async function send(recipients: string[], message: string): Promise<void> {
  const sender = await fleet.boot({ hostname: `sender${fleet.machines.length}` });
  await sender.writeFile("/root/trust.pem", mail.certificate ?? "");
  await sender.writeFile("/root/mail", message.replaceAll("\n", "\r\n"));
  const to = recipients.flatMap((recipient) => ["--mail-rcpt", recipient]);
  const from = ["--mail-from", "watch@provider.example"];
  const url = `smtp://${mail.host}:${mail.port}`;
  const trust = ["--ssl-reqd", "--cacert", "/root/trust.pem"];
  await sender.output(["curl", "-sS", url, ...trust, ...from, ...to, "-T", "/root/mail"]);
}

const message = `From: Vakt <watch@provider.example>
To: Ops <ops@customer.example>
Subject: =?UTF-8?Q?nginx_=C3=A4r_nere?=
Message-ID: <1@provider.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable
X-Incident: 7

Tj=C3=A4nsten svarar inte.
`;

describe("SMTP server", () => {
  it("takes mail for anyone over verified TLS and gives it parsed, one for each recipient", async () => {
    const begunMilliseconds = Date.now();
    const arrived = mail.waitFor((each) => each.envelopeRecipient === "boss@customer.example");
    await send(["ops@customer.example", "boss@customer.example"], message);
    const one = await arrived;
    expect(one).toMatchObject({
      envelopeSender: "watch@provider.example",
      from: "watch@provider.example",
      to: ["ops@customer.example"],
      subject: "nginx är nere",
      text: "Tjänsten svarar inte.\n",
      messageId: "<1@provider.example>",
    });
    expect(one.headers.get("x-incident")).toBe("7");
    expect(one.arrivedAtMilliseconds).toBeGreaterThan(begunMilliseconds);
    expect(one.arrivedAtMilliseconds).toBeLessThanOrEqual(Date.now());
    await mail.waitFor((each) => each.envelopeRecipient === "ops@customer.example");
    expect(await mail.all()).toHaveLength(2);
  });

  it("says which mails did come when the awaited one does not", async () => {
    const never = mail.waitFor((each) => each.subject === "never sent", { deadlineSeconds: 0.2 });
    await expect(never).rejects.toThrow(/2 others came.*boss@customer\.example: nginx är nere/s);
  });

  it("keeps its mails and takes new ones after its machine lost power", async () => {
    await mail.machine.kill();
    await mail.machine.powerOn();
    await send(["later@customer.example"], message);
    await mail.waitFor((each) => each.envelopeRecipient === "later@customer.example");
    expect(await mail.all()).toHaveLength(3);
  });
});
