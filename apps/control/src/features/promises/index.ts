export { openPromises, type Promises } from "./open-promises.ts";
export { markDue, markDueByMails } from "./refresh-promises.ts";
