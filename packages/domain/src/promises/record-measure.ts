import type { CalendarSpec, Recurrence } from "../calendar/index.ts";
import type { Check as CatalogueCheck, TermOf } from "../catalogue/index.ts";

/** What is looked at: a check of a watch, or what a verification asks for. */
export type LookedAt = CatalogueCheck["check"] | TermOf<"verification">["of"];

/** Measures that are judged by records (`RecordFacts`), each by the term of the catalogue that promises it. */
export type RecordMeasure =
  | {
      /** Looked at once in each span between two due moments (srv-03, srv-05, srv-06, srv-17). */
      readonly kind: "looks";
      readonly what: LookedAt;
      readonly due: Recurrence;
      /** Whose working days count, where looks are due on those (srv-37). */
      readonly calendar?: CalendarSpec;
      /** Whether what was found puts the promise at risk. */
      readonly problems: boolean;
    }
  | {
      /** Looked at on a beat (srv-04, srv-07, srv-09, dk-17). */
      readonly kind: "beats";
      readonly what: LookedAt;
      readonly toleratedGapMs: number;
      readonly problems: boolean;
    }
  | { readonly kind: "storage"; readonly term: TermOf<"backupStorage"> }
  | { readonly kind: "firewall"; readonly appliedWithinMs: number }
  | { readonly kind: "provisioning"; readonly steps: readonly string[] }
  | { readonly kind: "intake"; readonly channels: readonly string[] }
  | { readonly kind: "filtering"; readonly term: TermOf<"mailFiltering"> }
  | { readonly kind: "patching"; readonly term: TermOf<"patching"> };
