import { z } from "zod";
import { Defined } from "../reference.ts";
import { Channel, MachineKind } from "../vocabulary.ts";
import { term } from "./term.ts";

const family = "Contract";

export const ContractForms = term(
  "contractForms",
  {
    family,
    says: "Which forms make a contract; the one used is on record.",
    witnesses: ["contract"],
  },
  {
    forms: z
      .array(
        z.enum(["signedContract", "confirmedOrder", "acceptedOffer", "orderByMail", "onlineOrder"]),
      )
      .min(1),
    termsMayChange: z.boolean(),
  },
);

export const TermsAcceptance = term(
  "termsAcceptance",
  {
    family,
    says: "Documents that are part of the contract in their current versions, and who accepted which.",
    witnesses: ["contract"],
  },
  {
    documents: z
      .array(
        z.strictObject({
          id: Defined("document"),
          kind: z.enum([
            "specialTerms",
            "generalTerms",
            "dataProcessingAgreement",
            "acceptableUse",
          ]),
        }),
      )
      .min(1),
    recorded: z.array(z.enum(["version", "who", "when", "address"])).min(1),
    newVersionNeeds: z.enum(["acceptance", "notice", "silence"]),
  },
);

export const MachineBinding = term(
  "machineBinding",
  { family, says: "What a booking is bound to.", witnesses: ["contract"] },
  {
    machineKinds: z.array(MachineKind).min(1),
    onePerMachine: z.boolean(),
    appliesTo: z.enum(["thatMachineOnly", "allMachines"]),
    bookedAs: z.enum(["addOn", "bundle", "standalone"]),
  },
);

export const DataInspection = term(
  "dataInspection",
  { family, says: "When customers’ files may be looked into.", witnesses: ["journal"] },
  {
    onlyOn: z.enum(["foundedSecuritySuspicion", "customerRequest", "never"]),
    recorded: z.boolean(),
    tellCustomer: z.enum(["always", "afterwards", "onRequest"]),
    secondPerson: z.boolean(),
    channels: z.array(Channel).optional(),
  },
);
