import { useTranslation } from "react-i18next";

const KNOWN = [
  "cpu",
  "load",
  "memory",
  "swap",
  "filesystem",
  "service",
  "host",
  "disk",
  "agent",
] as const;
type Known = (typeof KNOWN)[number];

/** What the id of a check on too low a reading ends with. */
const LOW = "-low";

/** Check ids as people say them: `filesystem:/var` → "File system /var", `memory-low` → "Memory (too low)". */
export function useCheckName(): (check: string) => string {
  const { t } = useTranslation();
  return (check) => {
    const colon = check.indexOf(":");
    const kind = colon < 0 ? check : check.slice(0, colon);
    const isLow = kind.endsWith(LOW);
    const id = isLow ? kind.slice(0, -LOW.length) : kind;
    const instance = colon < 0 ? "" : check.slice(colon + 1).replace(/\.service$/, "");
    const singular = id.replace(/s$/, "");
    const known = KNOWN.find(
      (name) => name === id || name === singular || (name === "service" && /^units?$/.test(id)),
    );
    const plain = known ? t(`checkName.${known satisfies Known}`) : id;
    const name = isLow ? t("checkName.low", { name: plain }) : plain;
    return instance ? `${name} ${instance}` : name;
  };
}
