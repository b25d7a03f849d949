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

/** Check ids as people say them: `filesystem:/var` → "File system /var". */
export function useCheckName(): (check: string) => string {
  const { t } = useTranslation();
  return (check) => {
    const colon = check.indexOf(":");
    const id = colon < 0 ? check : check.slice(0, colon);
    const instance = colon < 0 ? "" : check.slice(colon + 1).replace(/\.service$/, "");
    const singular = id.replace(/s$/, "");
    const known = KNOWN.find(
      (name) => name === id || name === singular || (name === "service" && /^units?$/.test(id)),
    );
    const name = known ? t(`checkName.${known satisfies Known}`) : id;
    return instance ? `${name} ${instance}` : name;
  };
}
