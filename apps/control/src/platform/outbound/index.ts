export { judgeAddress, type AddressKind } from "./judge-address.ts";
