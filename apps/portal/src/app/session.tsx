import type { Me, Permission } from "@driftvakt/protocol/api";
import { useRouter } from "@tanstack/react-router";
import { createContext, use, useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/index.ts";
import { showLocale } from "../i18n/index.ts";
import { FormatProvider } from "../i18n/use-format.tsx";
import { FailurePanel } from "../ui/waiting.tsx";
import { Splash } from "./splash.tsx";

const MeContext = createContext<Me | null>(null);

/** Loads who is signed in, and shows nothing of the portal to anyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const me = useApi("me.get", {}, { staleMs: 60_000 });
  const signedOut = me.error?.code === "unauthenticated";
  // Whoever still owes the second factor is known, but may do nothing yet.
  const unproven = me.data !== undefined && me.data.permissions.length === 0;
  useShowDoor(signedOut ? "/sign-in" : unproven ? "/sign-in/second-factor" : null);
  useOwnLanguage(me.data);
  if (me.data && !unproven)
    return (
      <MeContext value={me.data}>
        <FormatProvider timeZone={me.data.timeZone}>{children}</FormatProvider>
      </MeContext>
    );
  if (me.error && !signedOut)
    return <FailurePanel failure={me.error} onRetry={() => void me.refetch()} />;
  return <Splash />;
}

/** Leads to the door, once, with the way back in hand. */
function useShowDoor(door: "/sign-in" | "/sign-in/second-factor" | null): void {
  const router = useRouter();
  useEffect(() => {
    // Read here and not as a dependency: on the way to the door the address changes, and that is no new reason to go.
    const next = router.state.location.href;
    if (door) void router.navigate({ to: door, search: { next }, replace: true });
  }, [door, router]);
}

/** The language a person chose follows them to every device. */
function useOwnLanguage(me: Me | undefined): void {
  const { i18n } = useTranslation();
  const locale = me?.locale;
  useEffect(() => {
    if (locale && i18n.language !== locale) void showLocale(locale);
  }, [locale, i18n]);
}

/** Who is signed in. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe needs a SessionGate above it");
  return me;
}

/** May the person do this? The control plane decides again; this only spares them dead buttons. */
export function useCan(): (permission: Permission | "signed-in") => boolean {
  const me = useMe();
  return (permission) => permission === "signed-in" || me.permissions.includes(permission);
}

/** Technicians and owners see every customer; customers only themselves. */
export function useIsProvider(): boolean {
  const { role } = useMe();
  return role === "owner" || role === "technician";
}
