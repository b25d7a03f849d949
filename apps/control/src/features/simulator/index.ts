export { openSimulator } from "./open-simulator.ts";
