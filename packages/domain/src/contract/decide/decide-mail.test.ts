import { describe, expect, it } from "vitest";
import { sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import type { DecisionRequest } from "../index.ts";

const filtering = { type: "mailFiltering", level: "enterprise" };
const scope = {
  type: "filteringScope",
  notCovered: ["ownMailServer"],
  unlessOption: ["mail-relay"],
};
const blocked = (...directions: readonly ("inbound" | "outbound")[]) => ({
  type: "blockedAttachments",
  extensions: ["exe", "js"],
  directions,
});
const match = (more: object = {}) => ({
  type: "senderMatch",
  compare: ["envelopeFrom", "headerFrom"],
  aliases: true,
  action: "refuse",
  ...more,
});
const recipients = (action: string) => ({
  type: "rateLimit",
  metric: "mail.recipientsPerMessage",
  limit: 100,
  action,
});
const size = (action: string) => ({
  type: "fairUse",
  metric: "mail.messageMegabytes",
  limit: 25,
  action,
});

const mail = (more: object, direction: "inbound" | "outbound" = "outbound"): DecisionRequest => ({
  kind: "mail",
  direction,
  ...more,
});
const carrying = (...attachments: readonly string[]) => mail({ attachments }, "inbound");
const from = (envelopeFrom: string, headerFrom = envelopeFrom, more: object = {}) =>
  mail({ account: "ana@example.org", envelopeFrom, headerFrom, ...more });

const exe = [[filtering], [blocked("inbound")]];
const cases: readonly TermsCase[] = [
  // Which clause lets a message pass.
  [
    "ba-23: by the filter",
    [[blocked("inbound")], [filtering]],
    mail({}),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-26: else by the list of attachments",
    [[size("contact")], [blocked("inbound")]],
    mail({}),
    {},
    "allowed granted x-02",
  ],
  [
    "ba-20: else by the first of the contract",
    [[size("contact")], [recipients("refuse")]],
    mail({}),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-22: sent by a server that is covered",
    [[filtering], [scope]],
    mail({ via: "ownWebServer" }),
    {},
    "allowed granted x-02",
  ],
  ["ba-22: sent through ours", [[filtering], [scope]], mail({}), {}, "allowed granted x-01"],
  [
    "ba-22: a server of his own",
    [[filtering], [scope]],
    mail({ via: "ownMailServer" }),
    {},
    "refused not-included x-02",
  ],
  [
    "ba-22: with another option booked",
    [[filtering], [scope]],
    mail({ via: "ownMailServer" }),
    { options: ["backup"] },
    "refused not-included x-02",
  ],
  [
    "ba-22: booked",
    [[filtering], [scope]],
    mail({ via: "ownMailServer" }),
    { options: ["backup", "mail-relay"] },
    "allowed granted x-02",
  ],
  [
    "ba-22: one of two options is enough",
    [[filtering], [{ ...scope, unlessOption: ["mail-relay", "mail-gateway"] }]],
    mail({ via: "ownMailServer" }),
    { options: ["mail-relay"] },
    "allowed granted x-02",
  ],
  [
    "ba-22: nothing is said about servers of one's own",
    [[filtering]],
    mail({ via: "ownMailServer" }),
    {},
    "allowed granted x-01",
  ],

  // The sender is the account.
  [
    "ba-24: the account itself",
    [[filtering], [match()]],
    from("ana@example.org"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: in other letters and with a blank",
    [[filtering], [match()]],
    from(" Ana@Example.ORG"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: somebody else on the envelope",
    [[filtering], [match()]],
    from("bob@example.org", "ana@example.org"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-24: somebody else in the header",
    [[filtering], [match()]],
    from("ana@example.org", "bob@example.org"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-24: only the envelope is compared",
    [[filtering], [match({ compare: ["envelopeFrom"] })]],
    from("ana@example.org", "bob@example.org"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: only the header is compared",
    [[filtering], [match({ compare: ["headerFrom"] })]],
    from("bob@example.org", "ana@example.org"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: a message that names no sender forges none",
    [[filtering], [match()]],
    mail({ account: "ana@example.org" }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: one of his aliases",
    [[filtering], [match()]],
    from("Office@example.org", undefined, { aliases: ["office@example.org "] }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: where aliases do not count",
    [[filtering], [match({ aliases: false })]],
    from("office@example.org", undefined, { aliases: ["office@example.org"] }),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-24: a forged sender that only becomes a case",
    [[filtering], [match({ action: "case" })]],
    from("bob@example.org"),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: a second clause that refuses it",
    [[match({ action: "case" })], [match()]],
    from("bob@example.org"),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-24: nobody signed in",
    [[filtering], [match()]],
    mail({ envelopeFrom: "bob@example.org" }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-24: what comes in has senders of its own",
    [[filtering], [match()]],
    mail({ account: "ana@example.org", envelopeFrom: "bob@example.net" }, "inbound"),
    {},
    "allowed granted x-01",
  ],

  // Attachments.
  ["ba-26: a program", exe, carrying("setup.exe"), {}, "refused forbidden x-02"],
  ["ba-26: among pictures", exe, carrying("a.png", "b.js"), {}, "refused forbidden x-02"],
  [
    "ba-26: under another extension",
    exe,
    carrying("invoice.pdf.exe"),
    {},
    "refused forbidden x-02",
  ],
  ["ba-26: over another extension", exe, carrying("invoice.exe.pdf"), {}, "refused forbidden x-02"],
  ["ba-26: before a last dot", exe, carrying("invoice.exe."), {}, "refused forbidden x-02"],
  [
    "ba-26: in capitals, with blanks around",
    exe,
    carrying(" INVOICE.EXE "),
    {},
    "refused forbidden x-02",
  ],
  ["ba-26: a name without an extension has none", exe, carrying("exe"), {}, "allowed granted x-01"],
  ["ba-26: pictures pass", exe, carrying("exe.png", "js.pdf"), {}, "allowed granted x-01"],
  [
    "ba-26: what goes out is not meant",
    exe,
    mail({ attachments: ["setup.exe"] }),
    {},
    "allowed granted x-01",
  ],

  // Figures.
  [
    "ba-21: a hundred recipients",
    [[filtering], [recipients("refuse")]],
    mail({ recipients: 100 }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-21: one more",
    [[filtering], [recipients("refuse")]],
    mail({ recipients: 101 }),
    {},
    "refused limit-reached x-02",
  ],
  [
    "ba-21: one more is a newsletter, and told so",
    [[filtering], [recipients("flagNewsletter")]],
    mail({ recipients: 101 }),
    {},
    "allowed limit-contact x-02",
  ],
  [
    "ba-21: one more is agreed first",
    [[filtering], [recipients("agreeFirst")]],
    mail({ recipients: 101 }),
    {},
    "needs x-02 approval",
  ],
  [
    "ba-21: agreed, it passes like any other",
    [[filtering], [recipients("agreeFirst")]],
    mail({ recipients: 101 }),
    { approvals: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "ba-20: 25 megabytes",
    [[filtering], [size("refuse")]],
    mail({ megabytes: 25 }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-20: more",
    [[filtering], [size("refuse")]],
    mail({ megabytes: 25.1 }),
    {},
    "refused limit-reached x-02",
  ],
  [
    "ba-20: more is talked about",
    [[filtering], [size("contact")]],
    mail({ megabytes: 26 }),
    {},
    "allowed limit-contact x-02",
  ],
  [
    "ba-20: where no clause limits it",
    [[filtering], [recipients("refuse")]],
    mail({ megabytes: 5_000 }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-21: where no clause limits the recipients",
    [[filtering], [size("refuse")]],
    mail({ recipients: 5_000 }),
    {},
    "allowed granted x-01",
  ],
  [
    "ba-20: both are right, one is not",
    [[recipients("refuse")], [size("refuse")]],
    mail({ recipients: 2, megabytes: 30 }),
    {},
    "refused limit-reached x-02",
  ],

  // Who speaks first: whose server, the sender, the attachments, the figures.
  [
    "ba-22: a server of his own, before anything else",
    [[match()], [scope]],
    from("bob@example.org", undefined, { via: "ownMailServer" }),
    {},
    "refused not-included x-02",
  ],
  [
    "ba-24: the sender before what he sends",
    [[blocked("outbound")], [match()]],
    from("bob@example.org", undefined, { attachments: ["a.exe"] }),
    {},
    "refused forbidden x-02",
  ],
  [
    "ba-26: what he sends before how much of it",
    [[size("refuse")], [blocked("outbound")]],
    mail({ attachments: ["a.exe"], megabytes: 30 }),
    {},
    "refused forbidden x-02",
  ],
];

describe("which messages pass", () => {
  it.each(cases)("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });
});
