import type { FastifyRequest } from "fastify";
import { AppError } from "../errors/index.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses changes that another site's page sends with this browser's cookies (A10). Browsers say where a page is from in
 * `Origin` and `Sec-Fetch-Site`; callers with a key of their own and no cookies are not meant.
 */
export function refuseForeignOrigin(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  if (SAFE_METHODS.has(request.method)) return;
  const { origin, cookie, "sec-fetch-site": site } = request.headers;
  const isForeign =
    (origin !== undefined && !allowed.has(origin)) ||
    (cookie !== undefined && site !== undefined && site !== "same-origin" && site !== "none");
  if (isForeign) throw new AppError("forbidden", "the request comes from another site");
}
