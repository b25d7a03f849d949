import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ErrorComponentProps,
} from "@tanstack/react-router";
import { FailurePanel } from "../ui/waiting.tsx";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";
import { Splash } from "./splash.tsx";

const root = createRootRoute({ notFoundComponent: NotFound });

/** Everything that needs someone signed in. */
const inside = createRoute({ getParentRoute: () => root, id: "in", component: Shell });

/** Keeps the named search parameters, as text; anything else in the address is dropped. */
function keep<const K extends string>(...keys: K[]) {
  return (search: Record<string, unknown>): { [P in K]?: string } =>
    Object.fromEntries(
      keys
        .filter((key) => search[key] !== undefined && search[key] !== "")
        .map((key) => [key, String(search[key])]),
    ) as { [P in K]?: string };
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: keep("next"),
  component: lazyRouteComponent(() => import("../features/sign-in/sign-in-page.tsx"), "SignInPage"),
});
const signInLink = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/link/$token",
  component: lazyRouteComponent(() => import("../features/sign-in/link-page.tsx"), "LinkPage"),
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/second-factor",
  validateSearch: keep("next"),
  component: lazyRouteComponent(
    () => import("../features/sign-in/second-factor-page.tsx"),
    "SecondFactorPage",
  ),
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(
    () => import("../features/overview/overview-page.tsx"),
    "OverviewPage",
  ),
});
const servers = createRoute({
  getParentRoute: () => inside,
  path: "/servers",
  validateSearch: keep("search", "state", "worst", "customer", "sort", "cursor", "at", "add"),
  component: lazyRouteComponent(
    () => import("../features/servers/servers-page.tsx"),
    "ServersPage",
  ),
});
const server = createRoute({
  getParentRoute: () => inside,
  path: "/servers/$serverId",
  validateSearch: keep("tab", "range"),
  component: lazyRouteComponent(() => import("../features/servers/server-page.tsx"), "ServerPage"),
});
const alerts = createRoute({
  getParentRoute: () => inside,
  path: "/alerts",
  validateSearch: keep("open", "state", "search", "customer", "cursor", "at"),
  component: lazyRouteComponent(() => import("../features/alerts/alerts-page.tsx"), "AlertsPage"),
});
const alert = createRoute({
  getParentRoute: () => inside,
  path: "/alerts/$alertId",
  component: lazyRouteComponent(() => import("../features/alerts/alert-page.tsx"), "AlertPage"),
});
const contracts = createRoute({
  getParentRoute: () => inside,
  path: "/contracts",
  validateSearch: keep("state", "customer", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/contracts/contracts-page.tsx"),
    "ContractsPage",
  ),
});
const newContract = createRoute({
  getParentRoute: () => inside,
  path: "/contracts/new",
  validateSearch: keep("customer", "server"),
  component: lazyRouteComponent(
    () => import("../features/contracts/new-contract-page.tsx"),
    "NewContractPage",
  ),
});
const contract = createRoute({
  getParentRoute: () => inside,
  path: "/contracts/$contractId",
  component: lazyRouteComponent(
    () => import("../features/contracts/contract-page.tsx"),
    "ContractPage",
  ),
});
const simulator = createRoute({
  getParentRoute: () => inside,
  path: "/simulator",
  validateSearch: keep("catalogue", "scenario", "mode", "years", "seed", "machines", "play"),
  component: lazyRouteComponent(
    () => import("../features/simulator/simulator-page.tsx"),
    "SimulatorPage",
  ),
});
const promises = createRoute({
  getParentRoute: () => inside,
  path: "/promises",
  validateSearch: keep("state", "clause", "period", "customer", "cursor", "at", "promise"),
  component: lazyRouteComponent(
    () => import("../features/promises/promises-page.tsx"),
    "PromisesPage",
  ),
});
const availability = createRoute({
  getParentRoute: () => inside,
  path: "/availability",
  validateSearch: keep("period", "customer", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/availability/availability-page.tsx"),
    "AvailabilityPage",
  ),
});
const revisions = createRoute({
  getParentRoute: () => inside,
  path: "/revisions",
  validateSearch: keep("period", "customer", "server", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/revisions/revisions-page.tsx"),
    "RevisionsPage",
  ),
});
const announcements = createRoute({
  getParentRoute: () => inside,
  path: "/announcements",
  validateSearch: keep("cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/announcements/announcements-page.tsx"),
    "AnnouncementsPage",
  ),
});
const mandates = createRoute({
  getParentRoute: () => inside,
  path: "/mandates",
  validateSearch: keep("state", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/mandates/mandates-page.tsx"),
    "MandatesPage",
  ),
});
const mandate = createRoute({
  getParentRoute: () => inside,
  path: "/mandates/$mandateId",
  component: lazyRouteComponent(
    () => import("../features/mandates/mandate-page.tsx"),
    "MandatePage",
  ),
});
const mails = createRoute({
  getParentRoute: () => inside,
  path: "/mails",
  validateSearch: keep("state", "cursor", "at", "mail"),
  component: lazyRouteComponent(() => import("../features/mails/mails-page.tsx"), "MailsPage"),
});
const audit = createRoute({
  getParentRoute: () => inside,
  path: "/audit",
  validateSearch: keep("tab", "search", "cursor", "at"),
  component: lazyRouteComponent(() => import("../features/audit/audit-page.tsx"), "AuditPage"),
});
const customers = createRoute({
  getParentRoute: () => inside,
  path: "/customers",
  validateSearch: keep("search", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/customers/customers-page.tsx"),
    "CustomersPage",
  ),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  validateSearch: keep("search", "cursor", "at"),
  component: lazyRouteComponent(() => import("../features/people/people-page.tsx"), "PeoplePage"),
});
const releases = createRoute({
  getParentRoute: () => inside,
  path: "/releases",
  validateSearch: keep("version", "runs", "cursor", "at"),
  component: lazyRouteComponent(
    () => import("../features/releases/releases-page.tsx"),
    "ReleasesPage",
  ),
});
const apiKeys = createRoute({
  getParentRoute: () => inside,
  path: "/api-keys",
  component: lazyRouteComponent(
    () => import("../features/api-keys/api-keys-page.tsx"),
    "ApiKeysPage",
  ),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: "/profile",
  component: lazyRouteComponent(
    () => import("../features/profile/profile-page.tsx"),
    "ProfilePage",
  ),
});

const tree = root.addChildren([
  signIn,
  signInLink,
  secondFactor,
  inside.addChildren([
    overview,
    servers,
    server,
    alerts,
    alert,
    contracts,
    newContract,
    contract,
    simulator,
    promises,
    availability,
    revisions,
    announcements,
    mandates,
    mandate,
    mails,
    audit,
    customers,
    people,
    releases,
    apiKeys,
    profile,
  ]),
]);

function RouteFailure({ error, reset }: ErrorComponentProps) {
  return (
    <FailurePanel
      failure={error instanceof Error ? error : new Error(String(error))}
      onRetry={reset}
    />
  );
}

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: Splash,
  defaultErrorComponent: RouteFailure,
  // Filters are plain words in the address, so that it can be read and shared.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
    const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
    return text ? `?${text}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
