export { openReachability } from "./open-reachability.ts";
