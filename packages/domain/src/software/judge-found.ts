import { compareVersions } from "./compare-versions.ts";
import type { FoundSoftware } from "./found-software.ts";

/** Whether something newer has been published (ba-10, dk-21). Versions that cannot be compared prove nothing. */
export function judgeFound({
  version,
  newestVersion,
}: Pick<FoundSoftware, "version" | "newestVersion">): "current" | "outdated" | "unknown" {
  if (newestVersion === undefined) return "unknown";
  const order = compareVersions(version, newestVersion);
  if (order === undefined) return "unknown";
  return order < 0 ? "outdated" : "current";
}
