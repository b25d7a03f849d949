type CheckWords = Readonly<Record<string, string>>;

const WORDS = {
  en: {
    service: "service",
    filesystem: "file system",
    cpu: "CPU",
    memory: "memory",
    swap: "swap",
    load: "load",
    host: "the machine",
    agent: "the agent",
  },
  sv: {
    service: "tjänsten",
    filesystem: "filsystemet",
    cpu: "processorn",
    memory: "minnet",
    swap: "växlingsutrymmet",
    load: "belastningen",
    host: "maskinen",
    agent: "agenten",
  },
  da: {
    service: "tjenesten",
    filesystem: "filsystemet",
    cpu: "processoren",
    memory: "hukommelsen",
    swap: "swap",
    load: "belastningen",
    host: "maskinen",
    agent: "agenten",
  },
  de: {
    service: "Dienst",
    filesystem: "Dateisystem",
    cpu: "CPU",
    memory: "Arbeitsspeicher",
    swap: "Auslagerung",
    load: "Last",
    host: "die Maschine",
    agent: "der Agent",
  },
  bs: {
    service: "servis",
    filesystem: "datotečni sistem",
    cpu: "procesor",
    memory: "memorija",
    swap: "swap",
    load: "opterećenje",
    host: "mašina",
    agent: "agent",
  },
} as const satisfies Readonly<Record<string, CheckWords>>;

/** The languages in which a check has a name. */
export type CheckLanguage = keyof typeof WORDS;

/**
 * A check in words of the language: `service:nginx.service` is “service nginx”, `filesystem:/var` “file system /var”. What
 * is of no known kind stays as it is.
 */
export function nameCheck(check: string, language: CheckLanguage): string {
  const words: CheckWords = WORDS[language];
  const colon = check.indexOf(":");
  const word = words[colon < 0 ? check : check.slice(0, colon)];
  if (word === undefined) return check;
  return colon < 0 ? word : `${word} ${check.slice(colon + 1).replace(/\.service$/u, "")}`;
}
