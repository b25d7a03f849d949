import type { Locale } from "@driftvakt/protocol/api";

type AlertTexts = {
  readonly headlines: Readonly<
    Record<"problem" | "recovery" | "acknowledgement" | "flapping", string>
  >;
  readonly states: Readonly<
    Record<"ok" | "warning" | "critical" | "unknown" | "down" | "unreachable", string>
  >;
  readonly labels: Readonly<
    Record<"state" | "output" | "since" | "until" | "clauses" | "takenBy", string>
  >;
  readonly late: string;
};

/** What alarm mails say, by language. */
export const ALERT_TEXTS: Readonly<Record<Locale, AlertTexts>> = {
  en: {
    headlines: {
      problem: "Problem",
      recovery: "Recovered",
      acknowledgement: "Taken on",
      flapping: "Changing back and forth",
    },
    states: {
      ok: "OK",
      warning: "WARNING",
      critical: "CRITICAL",
      unknown: "UNKNOWN",
      down: "DOWN",
      unreachable: "AGENT UNREACHABLE",
    },
    labels: {
      state: "State",
      output: "Details",
      since: "Since",
      until: "Until",
      clauses: "Clauses of your contract",
      takenBy: "Taken on by",
    },
    late: "This reached us late, after the connection to the machine was restored.",
  },
  sv: {
    headlines: {
      problem: "Problem",
      recovery: "Återställt",
      acknowledgement: "Omhändertaget",
      flapping: "Växlar fram och tillbaka",
    },
    states: {
      ok: "OK",
      warning: "VARNING",
      critical: "KRITISKT",
      unknown: "OKÄNT",
      down: "NERE",
      unreachable: "AGENTEN NÅS INTE",
    },
    labels: {
      state: "Läge",
      output: "Detaljer",
      since: "Sedan",
      until: "Till",
      clauses: "Punkter i ert avtal",
      takenBy: "Omhändertaget av",
    },
    late: "Detta nådde oss sent, efter att förbindelsen till maskinen hade återställts.",
  },
  da: {
    headlines: {
      problem: "Problem",
      recovery: "Genoprettet",
      acknowledgement: "Overtaget",
      flapping: "Skifter frem og tilbage",
    },
    states: {
      ok: "OK",
      warning: "ADVARSEL",
      critical: "KRITISK",
      unknown: "UKENDT",
      down: "NEDE",
      unreachable: "AGENTEN SVARER IKKE",
    },
    labels: {
      state: "Tilstand",
      output: "Detaljer",
      since: "Siden",
      until: "Indtil",
      clauses: "Punkter i jeres aftale",
      takenBy: "Overtaget af",
    },
    late: "Dette nåede os sent, efter at forbindelsen til maskinen var genoprettet.",
  },
  de: {
    headlines: {
      problem: "Störung",
      recovery: "Behoben",
      acknowledgement: "In Bearbeitung",
      flapping: "Wechselt hin und her",
    },
    states: {
      ok: "OK",
      warning: "WARNUNG",
      critical: "KRITISCH",
      unknown: "UNBEKANNT",
      down: "AUSGEFALLEN",
      unreachable: "AGENT NICHT ERREICHBAR",
    },
    labels: {
      state: "Zustand",
      output: "Einzelheiten",
      since: "Seit",
      until: "Bis",
      clauses: "Klauseln Ihres Vertrags",
      takenBy: "Übernommen von",
    },
    late: "Diese Meldung erreichte uns verspätet, nachdem die Verbindung zur Maschine wiederhergestellt war.",
  },
  bs: {
    headlines: {
      problem: "Problem",
      recovery: "Otklonjeno",
      acknowledgement: "Preuzeto",
      flapping: "Stanje se stalno mijenja",
    },
    states: {
      ok: "OK",
      warning: "UPOZORENJE",
      critical: "KRITIČNO",
      unknown: "NEPOZNATO",
      down: "NE RADI",
      unreachable: "AGENT NEDOSTUPAN",
    },
    labels: {
      state: "Stanje",
      output: "Detalji",
      since: "Od",
      until: "Do",
      clauses: "Stavke vašeg ugovora",
      takenBy: "Preuzeo",
    },
    late: "Ova poruka je stigla kasno, nakon što je veza s mašinom ponovo uspostavljena.",
  },
};
