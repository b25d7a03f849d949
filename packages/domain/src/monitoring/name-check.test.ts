import { describe, expect, it } from "vitest";
import { nameCheck } from "./name-check.ts";

describe("a check's name", () => {
  it.each([
    ["service:nginx.service", "en", "service nginx"],
    ["service:postgresql@15-main.service", "sv", "tjänsten postgresql@15-main"],
    ["filesystem:/var", "de", "Dateisystem /var"],
    ["filesystem:/srv/a:b", "en", "file system /srv/a:b"],
    ["cpu", "da", "processoren"],
    ["host", "bs", "mašina"],
    ["certificate", "en", "certificate"],
    ["certificate:www", "en", "certificate:www"],
  ] as const)("%s in %s is “%s”", (check, language, name) => {
    expect(nameCheck(check, language)).toBe(name);
  });
});
