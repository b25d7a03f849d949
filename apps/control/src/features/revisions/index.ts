export { openRevisions, type Revisions } from "./open-revisions.ts";
