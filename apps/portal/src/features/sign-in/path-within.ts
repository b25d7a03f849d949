/** Where to go after signing in: a path of this portal, never another site, whatever the address says. */
export function pathWithin(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
