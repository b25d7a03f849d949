import { AppError } from "../errors/index.ts";

/** @throws AppError `invalid` unless it is an IANA time zone. */
export function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new AppError("invalid", "not a time zone", {
      problems: [{ path: "body.timeZone", message: "an IANA time zone, e.g. Europe/Stockholm" }],
    });
  }
}
