export { PASSWORD_LENGTH_MIN } from "./password-rule.ts";
export { AuthenticatorSetup } from "./second-factor.tsx";
export { ProofDialog } from "./proof-dialog.tsx";
export { SignInFailure } from "./sign-in-failure.tsx";
