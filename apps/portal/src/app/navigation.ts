import type { Permission } from "@driftvakt/protocol/api";
import type { IconName } from "../ui/icon.tsx";

/** Every page in the menu, in its order; `key` follows `g` on the keyboard. */
export const PAGES = [
  {
    id: "overview",
    to: "/",
    group: "watch",
    icon: "overview",
    permission: "promises.read",
    key: "o",
  },
  {
    id: "servers",
    to: "/servers",
    group: "watch",
    icon: "server",
    permission: "servers.read",
    key: "s",
  },
  {
    id: "alerts",
    to: "/alerts",
    group: "watch",
    icon: "alert",
    permission: "alerts.read",
    key: "a",
  },
  {
    id: "promises",
    to: "/promises",
    group: "word",
    icon: "promise",
    permission: "promises.read",
    key: "p",
  },
  {
    id: "contracts",
    to: "/contracts",
    group: "word",
    icon: "contract",
    permission: "contracts.read",
    key: "c",
  },
  {
    id: "availability",
    to: "/availability",
    group: "word",
    icon: "availability",
    permission: "promises.read",
    key: "v",
  },
  {
    id: "revisions",
    to: "/revisions",
    group: "word",
    icon: "revision",
    // Customers find theirs with their contracts and machines.
    permission: "customers.read",
    key: "x",
  },
  {
    id: "announcements",
    to: "/announcements",
    group: "word",
    icon: "work",
    permission: "servers.read",
    key: "w",
  },
  {
    id: "simulator",
    to: "/simulator",
    group: "word",
    icon: "play",
    permission: "contracts.write",
    key: "y",
  },
  {
    id: "mandates",
    to: "/mandates",
    group: "record",
    icon: "mandate",
    permission: "servers.read",
    key: "m",
  },
  { id: "mails", to: "/mails", group: "record", icon: "mail", permission: "mails.read", key: "e" },
  { id: "audit", to: "/audit", group: "record", icon: "audit", permission: "audit.read", key: "l" },
  {
    id: "customers",
    to: "/customers",
    group: "house",
    icon: "customer",
    permission: "customers.read",
    key: "k",
  },
  {
    id: "people",
    to: "/people",
    group: "house",
    icon: "people",
    permission: "people.read",
    key: "u",
  },
  {
    id: "releases",
    to: "/releases",
    group: "house",
    icon: "release",
    permission: "servers.write",
    key: "r",
  },
  {
    id: "apiKeys",
    to: "/api-keys",
    group: "house",
    icon: "key",
    permission: "signed-in",
    key: "i",
  },
] as const satisfies readonly {
  id: string;
  to: string;
  group: string;
  icon: IconName;
  permission: Permission | "signed-in";
  key: string;
}[];

export type Page = (typeof PAGES)[number];
export const GROUPS = ["watch", "word", "record", "house"] as const;

/** Where the API's own documentation is served. */
export const API_DOCS = "/api";
