export { authenticate, bearerOf, readBodiesAsBytes } from "./agent-routes.ts";
export { ENROLMENT_LIFE_SECONDS } from "./create-enrolment.ts";
export { limitAttempts } from "./limit-attempts.ts";
export type { AgentSession, Sessions } from "./open-sessions.ts";
export { openServers, type Servers } from "./open-servers.ts";
export type { ServerFacts, ServerParts, SpeakingServer } from "./server-parts.ts";
