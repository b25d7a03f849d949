import { z } from "zod";
import { Defined } from "../reference.ts";
import { Schedule } from "../schedule.ts";
import { OperatingSystem } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Services and machines";

const product = z.strictObject({
  name: z.string().min(1),
  units: z
    .array(z.string().min(1))
    .meta({ description: "systemd units by which it is found and watched." }),
  windowsServices: z.array(z.string().min(1)).optional(),
  packages: z.strictObject({
    debian: z.array(z.string()).optional(),
    rhel: z.array(z.string()).optional(),
    windows: z.array(z.string()).optional(),
  }),
  ports: z.array(z.int().min(1).max(65_535)),
  licence: z.boolean().meta({ description: "Carries an extra licence cost." }),
});

/** A set of software that is installed and kept: where the watch, the patching and the firewall take their names from. */
export const SoftwareSet = term(
  "softwareSet",
  {
    family,
    says: "Software that is installed and kept, with the names it is found by.",
    witnesses: ["agent"],
  },
  {
    set: Defined("softwareSet"),
    os: OperatingSystem,
    items: z
      .array(
        z.strictObject({
          id: Defined("softwareItem"),
          role: z.enum([
            "ftp",
            "web",
            "mailbox",
            "smtp",
            "ssh",
            "sql",
            "antispam",
            "antivirus",
            "statistics",
            "groupware",
            "panel",
            "runtime",
            "time",
            "directory",
            "other",
          ]),
          products: z.array(product).min(1),
          choice: z.enum(["all", "oneByCustomer", "anyByCustomer"]),
        }),
      )
      .min(1),
    source: z.enum(["distribution", "vendor", "any"]),
    sourceAppliesWithoutPanel: z
      .boolean()
      .optional()
      .meta({ description: "The source is binding only on machines without a control panel." }),
    installed: z.boolean(),
    kept: z.boolean(),
  },
);

export const Antivirus = term(
  "antivirus",
  { family, says: "Antivirus is supplied, administered and kept current.", witnesses: ["agent"] },
  {
    supplied: z.boolean(),
    administered: z.boolean(),
    updated: z.boolean(),
    on: z.array(z.enum(["servers", "endpoints", "mail"])).min(1),
    scannerCheck: Schedule,
  },
);

export const Inventory = term(
  "inventory",
  {
    family,
    says: "What is there is taken stock of, and signed off where it must be.",
    witnesses: ["agent", "contract"],
  },
  {
    of: z
      .array(
        z.enum([
          "hardware",
          "software",
          "network",
          "accounts",
          "licences",
          "backups",
          "packagesByOrigin",
        ]),
      )
      .min(1),
    schedule: Schedule,
    signedOffBy: z.enum(["customer", "provider", "both", "nobody"]),
  },
);
