import { join } from "node:path";
import { openSecretBox, type SecretBox } from "./secret-box.ts";
import { openSigningKey, type SigningKey } from "./signing-key.ts";

export type Keys = { readonly signing: SigningKey; readonly secrets: SecretBox };

/** Opens the installation's keys in a folder that only its owner can enter. */
export function openKeys(folder: string): Keys {
  return {
    signing: openSigningKey(join(folder, "signing-key.pem")),
    secrets: openSecretBox(join(folder, "root-key")),
  };
}
