export { PASSWORD_LENGTH_MIN } from "./password-rule.ts";
export { AuthenticatorSetup } from "./second-factor.tsx";
export { SignInFailure } from "./sign-in-failure.tsx";
