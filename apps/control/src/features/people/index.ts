export { makeOwner, renewOwnerLink, type OwnerAsk } from "./make-owner.ts";
export { openPeople } from "./open-people.ts";
export { resetSignIn, type ResetAsk } from "./reset-sign-in.ts";
